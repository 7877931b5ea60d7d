"""The one async shell: takes a message, does the I/O around the pure plan, hands back a reply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.reply import Reply


@dataclass(frozen=True)
class Press:
    """A button: the session and option ids as a reply gave them."""

    session: str
    option: str


@dataclass(frozen=True)
class Message:
    """What came in from one person in one channel: a text or a press."""

    user: str
    channel: str
    text: str | None = None
    press: Press | None = None


class Answering(Protocol):
    """What a front end needs of the engine."""

    async def handle(self, message: Message) -> Reply:
        """Answers one message; the turn is in the log before this returns. Never raises for
        anything that a person typed or pressed."""
