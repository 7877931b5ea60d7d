"""The topic ids that comparisons rest on."""

from __future__ import annotations

from collections.abc import Sequence

from bot.content.snapshot import Content


def comparison_topics(content: Content, aspects: Sequence[str]) -> tuple[str, ...]:
    """One topic for each aspect, or the comparison as a whole."""
    guide = content.guide
    found = tuple(f"{guide.comparison_prefix}/{each}" for each in aspects)
    return found or (guide.comparison_topic,)
