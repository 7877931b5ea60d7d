"""Answers what was said while nobody listened: after a session that ended, or a restart.

A session that is resumed brings by itself all that was missed. For a new one the bot reads what
stands in the channels since the last message that it got, where it may read their history.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

import discord

from bot.content.cache import Cache
from bot.logs import describe
from bot.transports.discord.delivery import FAULTS

LOG = logging.getLogger(__name__)
SORT: Final = "discordseen"
# Later than that nobody waits for an answer any more.
LONGEST: Final = timedelta(hours=1)
KEPT_EVERY: Final = timedelta(minutes=1)
MOST_ROOMS: Final = 200
MOST_MESSAGES: Final = 200
MOST_DIRECT: Final = 100
Room = discord.TextChannel | discord.Thread | discord.PartialMessageable


class CatchUp:
    """Knows up to which message each shard has heard, and hands `hear` all that came later.

    The newest of these messages is named in the cache, for the next start.
    """

    def __init__(self, cache: Cache, hear: Callable[[discord.Message], Awaitable[None]]) -> None:
        self._cache = cache
        self._hear = hear
        self._name = ""
        self._start: int | None = None
        self._seen: dict[int, int] = {}
        self._before: dict[int, int] | None = None
        self._direct: OrderedDict[int, int] = OrderedDict()
        self._kept_at: datetime | None = None
        self._lock = asyncio.Lock()

    def open(self, application: int, shards: Sequence[int] = ()) -> None:
        """Goes on from where an earlier run of this application left; of several processes that
        share its `shards`, each from where it left itself."""
        which = shards[0] if shards else ""
        self._name = f"{SORT}{which}-{application}"
        kept = self._cache.read_text(self._name) or ""
        self._start = int(kept) if kept.isdecimal() else None

    def keep(self) -> None:
        """Names the newest message for the next start."""
        if self._seen:
            self._cache.write_text(self._name, str(max(self._seen.values())))

    def saw(self, message: discord.Message) -> None:
        """Notes that this message came by itself."""
        if self._start is None:
            self._start = message.id
        shard = message.guild.shard_id if message.guild else 0
        self._seen[shard] = max(message.id, self._seen.get(shard, 0))
        if message.guild is None:
            self._direct[message.channel.id] = message.id
            self._direct.move_to_end(message.channel.id)
            if len(self._direct) > MOST_DIRECT:
                self._direct.popitem(last=False)
        if self._kept_at is None or message.created_at - self._kept_at > KEPT_EVERY:
            self._kept_at = message.created_at
            self.keep()

    def began(self) -> None:
        """Notes that a new session begins: what was heard up to now is all that is sure."""
        if self._before is None:
            self._before = dict(self._seen)

    async def run(self, client: discord.Client, now: datetime) -> None:
        """Reads what was missed, of the last hour before `now`; the liveliest rooms first."""
        async with self._lock:
            before, self._before = self._before or {}, None
            floor = discord.utils.time_snowflake(now - LONGEST)
            rooms = sorted(_rooms(client), key=_newest, reverse=True)
            newest = _newest(rooms[0]) if rooms else 0
            start = newest if self._start is None else self._start  # at the very first nobody waits
            afters = ((room, before.get(room.guild.shard_id, start)) for room in rooms)
            missed = [(room, after) for room, after in afters if _newest(room) > max(after, floor)]
            for room, after in missed[:MOST_ROOMS]:
                if _may_read(room):
                    await self._read(room, max(after, floor))
            for channel, last in list(self._direct.items()):
                if last > floor:
                    kind = discord.ChannelType.private
                    await self._read(client.get_partial_messageable(channel, type=kind), last)
            self._start = max(start, newest)

    async def _read(self, room: Room, after: int) -> None:
        try:
            async for message in room.history(
                limit=MOST_MESSAGES, after=discord.Object(after), oldest_first=True
            ):
                await self._hear(message)
        except FAULTS as error:
            LOG.warning("channel %s can't be caught up with: %s", room.id, describe(error))


def _rooms(client: discord.Client) -> Iterator[discord.TextChannel | discord.Thread]:
    for guild in client.guilds:
        yield from guild.text_channels
        yield from (thread for thread in guild.threads if thread.parent)


def _may_read(room: discord.TextChannel | discord.Thread) -> bool:
    allowed = room.permissions_for(room.guild.me)
    return allowed.read_messages and allowed.read_message_history


def _newest(room: discord.TextChannel | discord.Thread) -> int:
    return room.last_message_id or 0
