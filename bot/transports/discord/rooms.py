"""Which channels belong to which server: what was said there can go when the server does."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Final

import discord

from bot.errors import StorageError
from bot.logs import describe
from bot.storage.store import Store
from bot.transports.discord.places import PREFIX, name_of

LOG = logging.getLogger(__name__)
MOST_NOTED: Final = 20_000


class Rooms:
    """Keeps them under the names that channels have in the store. A store that fails is told in the
    log alone: the next start compares all servers with what is kept."""

    def __init__(self, store: Store | None, naming: Callable[[str], str] = str) -> None:
        self._store = store
        self._naming = naming
        self._noted: OrderedDict[int, None] = OrderedDict()

    async def note(self, guild: discord.Guild | None, channel: int) -> None:
        """Keeps that the channel belongs to the server, once."""
        if guild is None or self._store is None or channel in self._noted:
            return
        try:
            await self._store.note_room(name_of(guild.id), self._naming(str(channel)))
        except StorageError as error:
            LOG.warning("channel %s can't be noted: %s", channel, describe(error))
            return
        self._noted[channel] = None
        if len(self._noted) > MOST_NOTED:
            self._noted.popitem(last=False)

    async def leave(self, guild: int, at: datetime | None) -> None:
        """The bot is out of a server since then, or there again."""
        if self._store is None:
            return
        try:
            await self._store.leave(name_of(guild), at)
        except StorageError as error:
            LOG.warning("server %s: %s", guild, describe(error))

    async def compare(
        self, here: Collection[int], now: datetime, is_ours: Callable[[int], bool]
    ) -> None:
        """Holds what is kept against the servers that the bot is in: it may have been taken out of
        one, or into one, while no program ran. Those that are not `is_ours` are left alone."""
        if self._store is None:
            return
        try:
            known = await self._store.places_with_rooms()
        except StorageError as error:
            LOG.warning("the servers can't be compared with what is kept: %s", describe(error))
            return
        for name, left_at in known.items():
            number = name.removeprefix(PREFIX)
            if not name.startswith(PREFIX) or not is_ours(int(number)):
                continue
            is_here = int(number) in here
            if is_here == (left_at is not None):
                await self.leave(int(number), None if is_here else now)
