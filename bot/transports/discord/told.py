"""What Discord was told of the commands last: in the cache, and in the store for all processes."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from typing import Any, Final

from bot.content.cache import Cache
from bot.errors import StorageError
from bot.logs import describe
from bot.storage.locks import alone
from bot.storage.store import Store

LOG = logging.getLogger(__name__)
SORT: Final = "discordcommands"


class Told:
    """The `digest` of the list, and the `ids` that Discord gave by name. Where the database can't
    be used the cache serves alone."""

    def __init__(self, application: int, cache: Cache, store: Store | None = None) -> None:
        self._application, self._cache, self._store = application, cache, store
        self._place = f"commands:{application}"

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """One process after the other."""
        async with AsyncExitStack() as stack:
            if self._store is not None:
                with _tried():
                    lock = self._store.lock("commands")
                    await stack.enter_async_context(alone(lock, asyncio.sleep))
            yield

    async def read(self) -> dict[str, Any] | None:
        """None where nothing is known."""
        if self._store is not None:
            with _tried():
                kept = _whole(await self._store.settings_of(self._place))
                return kept or remembered(self._cache, self._application)
        return remembered(self._cache, self._application)

    async def write(self, digest: str, ids: dict[str, int]) -> None:
        told = {"digest": digest, "ids": ids}
        self._cache.write_text(f"{SORT}-{self._application}", json.dumps(told))
        if self._store is not None:
            with _tried():
                await self._store.set_for(self._place, told)


def remembered(cache: Cache, application: int) -> dict[str, Any] | None:
    """What stands in the cache of this machine."""
    try:
        return _whole(json.loads(cache.read_text(f"{SORT}-{application}") or "null"))
    except ValueError:
        return None


def _whole(value: object) -> dict[str, Any] | None:
    return value if isinstance(value, dict) and {"digest", "ids"} <= set(value) else None


@contextmanager
def _tried() -> Iterator[None]:
    try:
        yield
    except StorageError as error:
        LOG.warning("the commands are remembered on this machine alone: %s", describe(error))
