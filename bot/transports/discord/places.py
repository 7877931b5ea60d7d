"""How a server has set the bot up: where it listens, threads, and quiet mode."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Self

import discord

from bot.errors import StorageError
from bot.logs import describe
from bot.storage.store import Store

if TYPE_CHECKING:
    from discord.abc import MessageableChannel

LOG = logging.getLogger(__name__)
MOST_CHANNELS: Final = 50
PATIENCE: Final = 0.5
FRESH: Final = 2.0
PREFIX: Final = "discord:"


@dataclass(frozen=True)
class Place:
    """The settings of a server. No `channels` means all of them; with `threads` a mention is
    answered in a thread of its own, and when `quiet` answers are for the asker alone. `language`
    is that of messages, whose writers' own Discord does not tell; blank is the server's."""

    channels: tuple[int, ...] = ()
    threads: bool = False
    quiet: bool = False
    language: str = ""

    @classmethod
    def read(cls, kept: dict[str, Any]) -> Self:
        """The settings as they were kept; what is unknown or of another form falls back."""
        channels = kept.get("channels")
        numbers = channels if isinstance(channels, list) else []
        return cls(
            channels=tuple(each for each in numbers if isinstance(each, int)),
            threads=kept.get("threads") is True,
            quiet=kept.get("quiet") is True,
            language=str(kept.get("language") or ""),
        )

    def kept(self) -> dict[str, Any]:
        """What is to be kept; empty where nothing differs from the start."""
        if self == Place():
            return {}
        return asdict(self) | {"channels": list(self.channels)}

    def hears(self, room: MessageableChannel) -> bool:
        """Whether the bot listens in this channel, or in the one that this thread belongs to."""
        return not self.channels or bool(
            {room.id, getattr(room, "parent_id", 0)} & {*self.channels}
        )

    def switched(self, channel: int) -> Self:
        """With this channel among those that are listened to, or without it where it was."""
        if channel in self.channels:
            return replace(self, channels=tuple(c for c in self.channels if c != channel))
        return replace(self, channels=(*self.channels, channel)[-MOST_CHANNELS:])


class Places:
    """The settings of all servers. What was known last holds at once, for Discord waits for nobody;
    it is read anew meanwhile, since another process may have set it, though not more often than
    every `fresh` seconds. What isn't known yet is waited for, at most `patience` seconds."""

    def __init__(
        self,
        store: Store | None,
        patience: float = PATIENCE,
        fresh: float = FRESH,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._patience, self._fresh, self._clock = patience, fresh, clock
        self._known: dict[int, Place] = {}
        self._read_at: dict[int, float] = {}
        self._reading: dict[int, asyncio.Task[None]] = {}

    async def of(self, guild: discord.Guild | None) -> Place:
        """The settings that hold in a server; outside of servers there are none."""
        if guild is None or self._store is None:
            return Place()
        last = self._read_at.get(guild.id)
        if (last is None or self._clock() - last >= self._fresh) and guild.id not in self._reading:
            reading = asyncio.create_task(self._read(self._store, guild))
            self._reading[guild.id] = reading
            reading.add_done_callback(lambda _: self._reading.pop(guild.id, None))
        if guild.id not in self._known and guild.id in self._reading:
            await asyncio.wait({self._reading[guild.id]}, timeout=self._patience)
        return self._known.get(guild.id, Place())

    async def set(self, guild: discord.Guild, place: Place) -> None:
        if self._store is not None:
            await self._store.set_for(name_of(guild.id), place.kept())
            self._known[guild.id] = place
            self._read_at[guild.id] = self._clock()

    async def _read(self, store: Store, guild: discord.Guild) -> None:
        try:
            self._known[guild.id] = Place.read(await store.settings_of(name_of(guild.id)))
            self._read_at[guild.id] = self._clock()
        except StorageError as error:
            LOG.warning("the settings of server %s can't be read: %s", guild.id, describe(error))


def name_of(guild: int) -> str:
    """The name by which a server is kept."""
    return f"{PREFIX}{guild}"
