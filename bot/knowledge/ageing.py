"""Figures that are to be called old, by the day on which the content is read."""

from __future__ import annotations

from bot.content.dates import is_old
from bot.content.snapshot import Content
from bot.knowledge.wording import day

OLD_AFTER_DAYS = 30


def is_old_here(content: Content, as_of: str | None) -> bool:
    """Whether the pack calls a figure of `as_of` old on the day on which it is read."""
    limit = content.prices.old_after_days if content.prices else OLD_AFTER_DAYS
    return is_old(as_of, content.read_on, limit)


def aged_day(content: Content, as_of: str) -> str:
    """Gives "10 November 2026", or "10 November 2026, old by now"."""
    date = day(content, as_of)
    return content.say("knowledge_old_date", date=date) if is_old_here(content, as_of) else date
