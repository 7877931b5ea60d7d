"""How a server has set the bot up: where it listens, threads, and quiet mode."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Self

import discord

from bot.storage.store import Store

if TYPE_CHECKING:
    from discord.abc import MessageableChannel

MOST_CHANNELS: Final = 50


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
    """The settings of all servers, read anew each time: another process may have set them."""

    def __init__(self, store: Store | None) -> None:
        self._store = store

    async def of(self, guild: discord.Guild | None) -> Place:
        """The settings that hold in a server; outside of servers there are none."""
        if guild is None or self._store is None:
            return Place()
        return Place.read(await self._store.settings_of(_name(guild)))

    async def set(self, guild: discord.Guild, place: Place) -> None:
        if self._store is not None:
            await self._store.set_for(_name(guild), place.kept())


def _name(guild: discord.Guild) -> str:
    return f"discord:{guild.id}"
