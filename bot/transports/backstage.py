"""What those who run the bot may look into, beside the engine that everybody talks with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from bot.content.snapshot import Content
from bot.naming import Naming
from bot.operations.metrics import Presence
from bot.storage.store import Store


class Backstage(Protocol):
    """The running program, as far as a front end needs it for its operators."""

    @property
    def store(self) -> Store:
        """Where conversations and the settings of places are kept."""

    @property
    def naming(self) -> Naming:
        """How the ids of people and channels are named there."""

    async def reload(self) -> Content:
        """Takes the content anew from its files, for all turns that begin from then on.

        Raises AjarError where it has problems; then all stays as it was.
        """

    def watch(self, look: Callable[[], Presence]) -> None:
        """Has `look` called whenever the metrics are read."""

    def listen(self, renew: Callable[[Content], object]) -> None:
        """Has `renew` called with the content after each reload."""
