"""The real bot on the rig, and what the stories say of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

from bot.cluster import Share
from bot.content.cache import Cache
from bot.content.snapshot import Content
from bot.engine import Engine
from bot.naming import Naming
from bot.operations.metrics import Presence
from bot.storage.sql import SqlStore
from bot.transports.discord.client import AjarClient
from bot.transports.discord.running import run
from bot.transports.discord.sharded import ShardedClient
from tests.wire.rig import TOKEN, Rig


class Watched(AjarClient):
    """The bot's client, and the moment at which it begins to leave."""

    async def leave(self, seconds: float) -> bool:
        self.left.set()
        return await super().leave(seconds)


class WatchedShards(Watched, ShardedClient):
    """The same, over several shards."""


class Bot:
    """One run of the program; also what its operators look into."""

    def __init__(self, engine: Engine, cache: Cache, store: SqlStore, shards: int = 1) -> None:
        self.engine, self.store, self.cache, self.naming = engine, store, cache, Naming()
        parts = (engine.planner.content, engine, cache, self)
        share = Share(tuple(range(shards)), shards)
        self.client = WatchedShards(share, *parts) if shards > 1 else Watched(*parts)
        self.client.left = asyncio.Event()
        # Discord.py waits as long for another server before it calls itself ready.
        self.client._connection.guild_ready_timeout = 0.05
        self.running = asyncio.create_task(run(self.client, TOKEN))

    async def reload(self) -> Content:
        return self.engine.planner.content

    def watch(self, look: Callable[[], Presence]) -> None:
        self.standing = look

    def listen(self, renew: Callable[[Content], object]) -> None:
        self.renew = renew

    async def leave(self) -> None:
        if not self.running.done():
            await self.client.leave(5.0)
            await self.client.close()
        await self.running


def all_answered(rig: Rig, asked: Iterable[int]) -> bool:
    """Whether each of these messages has an answer."""
    return all(each in rig.rest.answers for each in asked)
