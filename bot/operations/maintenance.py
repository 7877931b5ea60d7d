"""What has to be done from time to time: backups, and deleting what has become too old, or was said
where the bot no longer is."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from bot.errors import StorageError
from bot.logs import describe
from bot.operations.metrics import Metrics
from bot.storage import auditing, backups
from bot.storage.sql import SqlStore

LOG = logging.getLogger(__name__)
LOOK_SECONDS = 300.0
SCRUB = timedelta(days=1)
# A server that the bot was taken out of by mistake, or for a moment, finds all as it was.
GRACE = timedelta(days=7)


@dataclass(frozen=True)
class Duties:
    """What is to be done, by the settings; None for what is not."""

    retention: timedelta | None = None
    audit: timedelta | None = None
    folder: Path | None = None
    backup_every: timedelta = timedelta(days=1)


class Maintenance:
    """Looks every five minutes for what is due. Of several programs on one database one does it:
    the first, and when that ends another. A duty that fails is told in one line of the log, and
    tried again at the next look."""

    def __init__(
        self,
        store: SqlStore,
        duties: Duties,
        clock: Callable[[], datetime],
        metrics: Metrics | None = None,
    ) -> None:
        self.store = store
        self.duties = duties
        self.clock = clock
        self.metrics = metrics
        self._scrubbed: datetime | None = None
        self._lock = store.lock("maintenance")

    async def run(self, sleep: Callable[[float], Awaitable[object]] = asyncio.sleep) -> None:
        """Until it is cancelled."""
        try:
            while True:
                await self.look()
                await sleep(LOOK_SECONDS)
        finally:
            await self.close()

    async def close(self) -> None:
        """Leaves the duties to another program."""
        await self._lock.release()

    async def look(self) -> None:
        """Does what is due now, where no other program does."""
        if not await self._is_ours():
            return
        duties = (self._expire, self._expire_audit, self._purge, self._back_up, self._scrub)
        for duty in duties:
            try:
                await duty()
            except Exception as error:  # whatever it is, the timers have to go on
                LOG.error("%s failed: %s", duty.__name__.strip("_"), describe(error))

    async def _is_ours(self) -> bool:
        try:
            return await self._lock.held()
        except StorageError as error:
            LOG.error("no look at what is due: %s", describe(error))
            return False

    async def _expire(self) -> None:
        if self.duties.retention is None:
            return
        expired = await self.store.expire(self.clock() - self.duties.retention)
        if expired:
            LOG.info("deleted %d conversations that were older than the retention", expired)

    async def _purge(self) -> None:
        purged = await self.store.purge(self.clock() - GRACE)
        if purged:
            LOG.info("deleted %d conversations of servers that were left", purged)

    async def _expire_audit(self) -> None:
        if self.duties.audit is not None:
            before = self.clock() - self.duties.audit
            await self.store.do(partial(auditing.expire, before=before), write=True)

    async def _back_up(self) -> None:
        folder = self.duties.folder
        if folder is None:
            return
        newest = max(await asyncio.to_thread(backups.found_in, folder), default=None)
        now = self.clock()
        if newest is None or now - newest >= self.duties.backup_every:
            file = await backups.back_up(self.store, folder, now)
            newest = now
            gone = await asyncio.to_thread(backups.prune, folder)
            LOG.info("made the backup %s and deleted %d older ones", file.name, len(gone))
        if self.metrics:
            self.metrics.backup(newest.timestamp())

    async def _scrub(self) -> None:
        now = self.clock()
        if self._scrubbed is None or now - self._scrubbed >= SCRUB:
            await self.store.scrub()
            self._scrubbed = now
