"""How old a figure is, and when it is to be called old."""

from __future__ import annotations

import calendar
from datetime import date

from bot.content.snapshot import Content
from bot.knowledge.wording import day as spoken

OLD_AFTER_DAYS = 30


def last_day(text: str) -> date:
    """The last day that a date of any precision may mean: "2026-05" is 31 May 2026."""
    parts = [int(part) for part in text.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    day = parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1]
    return date(year, month, day)


def is_old(as_of: str | None, today: str, days: int) -> bool:
    """Whether a figure of `as_of` is more than `days` days old on the day `today`."""
    return as_of is not None and (last_day(today) - last_day(as_of)).days > days


def is_old_here(content: Content, as_of: str | None) -> bool:
    """Whether the pack calls a figure of `as_of` old on the day on which it is read."""
    limit = content.prices.old_after_days if content.prices else OLD_AFTER_DAYS
    return is_old(as_of, content.read_on, limit)


def aged_day(content: Content, as_of: str) -> str:
    """Gives "10 November 2026", or "10 November 2026, old by now"."""
    date = spoken(content, as_of)
    return content.say("knowledge_old_date", date=date) if is_old_here(content, as_of) else date
