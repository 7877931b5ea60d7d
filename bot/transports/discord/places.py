"""How a server has set the bot up: where it listens, threads, and quiet mode."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass, replace
from datetime import datetime
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
PREFIX: Final = "discord:"
MOST_NOTED: Final = 20_000


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
    """The settings of all servers. They are read anew each time, since another process may have
    set them; where that takes longer than `patience` seconds or fails, what was known last holds,
    for Discord waits for nobody."""

    def __init__(
        self,
        store: Store | None,
        patience: float = PATIENCE,
        naming: Callable[[str], str] = str,
    ) -> None:
        self._store = store
        self._naming = naming
        self._noted: OrderedDict[int, None] = OrderedDict()
        self._patience = patience
        self._known: dict[int, Place] = {}

    async def of(self, guild: discord.Guild | None) -> Place:
        """The settings that hold in a server; outside of servers there are none."""
        if guild is None or self._store is None:
            return Place()
        reading = asyncio.create_task(self._read(self._store, guild))
        await asyncio.wait({reading}, timeout=self._patience)
        return self._known.get(guild.id, Place())

    async def set(self, guild: discord.Guild, place: Place) -> None:
        if self._store is not None:
            await self._store.set_for(_name(guild.id), place.kept())
            self._known[guild.id] = place

    async def note(self, guild: discord.Guild | None, channel: int) -> None:
        """Keeps which server a channel belongs to, so that what was said there can go when the
        server does; a store that fails is told in the log alone."""
        if guild is None or self._store is None or channel in self._noted:
            return
        try:
            await self._store.note_room(_name(guild.id), self._naming(str(channel)))
        except StorageError as error:
            LOG.warning("channel %s can't be noted: %s", channel, describe(error))
            return
        self._noted[channel] = None
        if len(self._noted) > MOST_NOTED:
            self._noted.popitem(last=False)

    async def leave(self, guild: int, at: datetime | None) -> None:
        """The bot is out of a server since then, or there again. How it was set up is forgotten at
        once; what was said goes after a time of grace."""
        if self._store is None:
            return
        if at is not None:
            await self._store.set_for(_name(guild), {})
            self._known.pop(guild, None)
        await self._store.leave(_name(guild), at)

    async def compare(
        self, here: Collection[int], now: datetime, is_ours: Callable[[int], bool]
    ) -> None:
        """Holds what is kept against the servers that the bot is in: it may have been taken out of
        one, or into one, while no program ran. Those that are not `is_ours` are left alone."""
        if self._store is None:
            return
        for name, left_at in (await self._store.places_with_rooms()).items():
            number = name.removeprefix(PREFIX)
            if not name.startswith(PREFIX) or not is_ours(int(number)):
                continue
            is_here = int(number) in here
            if is_here == (left_at is not None):
                await self.leave(int(number), None if is_here else now)

    async def _read(self, store: Store, guild: discord.Guild) -> None:
        try:
            self._known[guild.id] = Place.read(await store.settings_of(_name(guild.id)))
        except StorageError as error:
            LOG.warning("the settings of server %s can't be read: %s", guild.id, describe(error))


def _name(guild: int) -> str:
    return f"{PREFIX}{guild}"
