"""How a server has set the bot up: where it listens, threads, and quiet mode."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
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


@dataclass(frozen=True)
class Place:
    """The settings of a server. No `channels` means all of them; with `threads` a mention is
    answered in a thread of its own, and when `quiet` answers are for the asker alone."""

    channels: tuple[int, ...] = ()
    threads: bool = False
    quiet: bool = False

    @classmethod
    def read(cls, kept: dict[str, Any]) -> Self:
        """The settings as they were kept; what is unknown or of another form falls back."""
        channels = kept.get("channels")
        numbers = channels if isinstance(channels, list) else []
        return cls(
            channels=tuple(each for each in numbers if isinstance(each, int)),
            threads=kept.get("threads") is True,
            quiet=kept.get("quiet") is True,
        )

    def kept(self) -> dict[str, Any]:
        """What is to be kept; empty where nothing differs from the start."""
        if self == Place():
            return {}
        return {"channels": list(self.channels), "threads": self.threads, "quiet": self.quiet}

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
    """The settings of all servers. They are read anew each time, since another process may have
    set them; where that takes longer than `patience` seconds or fails, what was known last holds,
    for Discord waits for nobody."""

    def __init__(self, store: Store | None, patience: float = PATIENCE) -> None:
        self._store = store
        self._patience = patience
        self._known: dict[int, Place] = {}
        self._reading: dict[int, asyncio.Task[None]] = {}

    async def of(self, guild: discord.Guild | None) -> Place:
        """The settings that hold in a server; outside of servers there are none."""
        if guild is None or self._store is None:
            return Place()
        reading = self._reading.get(guild.id)
        if reading is None:  # of many messages at once, all wait for one reading
            reading = asyncio.create_task(self._read(self._store, guild))
            self._reading[guild.id] = reading
            reading.add_done_callback(lambda _: self._reading.pop(guild.id, None))
        await asyncio.wait({reading}, timeout=self._patience)
        return self._known.get(guild.id, Place())

    async def set(self, guild: discord.Guild, place: Place) -> None:
        if self._store is not None:
            await self._store.set_for(_name(guild), place.kept())
            self._known[guild.id] = place

    async def _read(self, store: Store, guild: discord.Guild) -> None:
        try:
            self._known[guild.id] = Place.read(await store.settings_of(_name(guild)))
        except StorageError as error:
            LOG.warning("the settings of server %s can't be read: %s", guild.id, describe(error))


def _name(guild: discord.Guild) -> str:
    return f"discord:{guild.id}"
