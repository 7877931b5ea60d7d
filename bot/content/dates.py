"""The age of a figure, from dates of any precision."""

from __future__ import annotations

import calendar
from datetime import date


def last_day(text: str) -> date:
    """The last day that a date of any precision may mean: "2026-05" is 31 May 2026."""
    parts = [int(part) for part in text.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    day = parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1]
    return date(year, month, day)


def age(as_of: str, today: str) -> int:
    """Days from `as_of` to `today`; less than 0 for what is still to come."""
    return (last_day(today) - last_day(as_of)).days


def is_old(as_of: str | None, today: str, days: int) -> bool:
    """Whether a figure of `as_of` is more than `days` days old on the day `today`."""
    return as_of is not None and age(as_of, today) > days
