"""Private replies to public messages: kept for a short while, shown to one person on a click."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from bot.render.limits import TOKEN_SECONDS
from bot.reply import Reply

MOST: Final = 500


@dataclass(frozen=True)
class Sealed:
    user: str
    reply: Reply
    until: float


class Seals:
    """Replies by a random token, in memory alone; each is gone after a quarter of an hour."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, Sealed] = OrderedDict()

    def put(self, user: str, reply: Reply) -> str:
        """Keeps the reply; the oldest ones give way. Returns its token."""
        now = time.monotonic()
        while self._held and (
            len(self._held) >= MOST or next(iter(self._held.values())).until < now
        ):
            self._held.popitem(last=False)
        token = secrets.token_urlsafe(9)
        self._held[token] = Sealed(user, reply, now + TOKEN_SECONDS)
        return token

    def get(self, user: str, token: str) -> Reply | None:
        """The reply, where it is this person's and still at hand."""
        found = self._held.get(token)
        if found is None or found.user != user or found.until < time.monotonic():
            return None
        return found.reply
