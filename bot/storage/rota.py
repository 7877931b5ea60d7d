"""Which backups to keep: by names that carry their moment, pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

DAILY, WEEKLY, MONTHLY = 7, 4, 6
NAME = re.compile(r"ajar-(\d{8}T\d{6})Z\.db")
FORMAT = "%Y%m%dT%H%M%S"


def name_of(moment: datetime) -> str:
    return f"ajar-{moment.astimezone(UTC).strftime(FORMAT)}Z.db"


def moment_of(name: str) -> datetime | None:
    """When a backup was made, by its name; None for any other file."""
    found = NAME.fullmatch(name)
    try:
        return datetime.strptime(found[1], FORMAT).replace(tzinfo=UTC) if found else None
    except ValueError:
        return None


def kept(moments: Iterable[datetime]) -> set[datetime]:
    """The newest of each of the last 7 days, 4 weeks and 6 months that have any."""
    newest_first = sorted(moments, reverse=True)
    spans: list[tuple[int, Callable[[datetime], object]]] = [
        (DAILY, lambda each: each.date()),
        (WEEKLY, lambda each: each.isocalendar()[:2]),
        (MONTHLY, lambda each: (each.year, each.month)),
    ]
    chosen: set[datetime] = set()
    for most, span in spans:
        first: dict[object, datetime] = {}
        for each in newest_first:
            first.setdefault(span(each), each)
        chosen.update(list(first.values())[:most])
    return chosen
