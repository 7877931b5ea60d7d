"""Which messages a worked question is remembered by, so that a later one can change it."""

from __future__ import annotations

from collections.abc import Sequence

MOST_MESSAGES = 8


def kept(earlier: Sequence[str], text: str) -> tuple[str, ...]:
    """The first message, which began it, and the newest, oldest first."""
    return (*earlier[:1], *earlier[1:][-(MOST_MESSAGES - 2) :], text)
