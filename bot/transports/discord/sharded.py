"""The client for a bot whose servers are spread over shards, in one process or in several."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, ClassVar, Final

import discord

from bot.cluster import Share
from bot.errors import AjarError, StorageError
from bot.logs import describe
from bot.storage.locks import take
from bot.storage.store import Lock
from bot.transports.discord.client import AjarClient

LOG = logging.getLogger(__name__)
# Discord takes one identify in five seconds of each of its buckets; a little more is safe.
SPACING: Final = 5.5
PATIENCE: Final = 900.0


class Spacing:
    """Lets one shard identify at a time, over all processes: `max_concurrency` of Discord says how
    many buckets there are, and a shard is in the one of its number modulo that."""

    def __init__(
        self,
        lock: Callable[[str], Lock],
        buckets: int,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._lock, self._buckets, self._sleep = lock, buckets, sleep
        self._held: set[asyncio.Task[None]] = set()

    async def wait(self, shard: int) -> None:
        """Until it is this shard's turn; where the database can't tell, for the whole spacing."""
        try:
            lock = self._lock(f"identify-{shard % self._buckets}")
            await take(lock, self._sleep)
        except StorageError as error:
            LOG.warning("shard %d identifies without a lock: %s", shard, describe(error))
            await self._sleep(SPACING)
            return
        holding = asyncio.create_task(self._let_go(lock))
        self._held.add(holding)
        holding.add_done_callback(self._held.discard)

    async def _let_go(self, lock: Lock) -> None:
        """Keeps the turn for the spacing, or until the program ends."""
        try:
            await self._sleep(SPACING)
        finally:
            await lock.release()

    async def close(self) -> None:
        for each in self._held:
            each.cancel()
        await asyncio.gather(*self._held, return_exceptions=True)


class ShardedClient(AjarClient, discord.AutoShardedClient):
    """The same bot for a share of the shards; it may well be in no server of these."""

    can_be_invited: ClassVar[bool] = False

    def __init__(self, share: Share, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.shard_count = share.count
        self.shard_ids = list(share.ids)
        self.shard_connect_timeout = PATIENCE
        self._spacing: Spacing | None = None

    @property
    def shards_served(self) -> Sequence[int]:
        return self.shard_ids or ()

    async def setup_hook(self) -> None:
        """Raises AjarError where Discord would not let all shards start: going over its daily limit
        makes the token void."""
        advised, _, limits = await self.http.get_bot_gateway()
        wanted = len(self.shards_served)
        if limits["remaining"] < wanted:
            hours = limits["reset_after"] / 3_600_000
            raise AjarError(
                f"Discord allows {limits['remaining']} more starts of shards today, and this takes "
                f"{wanted}: wait {hours:.1f} hours, and look why the bot started so often."
            )
        if advised > (self.shard_count or 0):
            LOG.warning("Discord advises %d shards: set AJAR_SHARDS to that", advised)
        if self.backstage is not None:
            lock = self.backstage.store.lock
            self._spacing = Spacing(lock, max(1, limits["max_concurrency"]))
        await super().setup_hook()

    async def on_ready(self) -> None:
        await super().on_ready()
        named = ", ".join(map(str, self.shards_served))
        LOG.info("connected with the shards %s of %d", named, self.shard_count or 0)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        if self._spacing is None:
            await super().before_identify_hook(shard_id, initial=initial)
        else:
            await self._spacing.wait(shard_id or 0)

    async def close(self) -> None:
        await super().close()
        if self._spacing is not None:
            await self._spacing.close()
