"""The store in a database: SQLite or PostgreSQL, by the address alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Coroutine, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from bot.errors import Conflict, StorageError
from bot.storage import auditing, following, looking, queries, rooms, schema
from bot.storage.address import parse
from bot.storage.engine import (
    create_engine,
    dispose,
    run,
    truncate_write_ahead_log,
    use_write_ahead_log,
    vacuum,
)
from bot.storage.failures import explained
from bot.storage.locks import FileLock, OwnLock, ServerLock
from bot.storage.store import Deed, Lock, Record, Session, Snapshot

T = TypeVar("T")
AT_ONCE = 200


class SqlStore:
    """Keeps sessions in the database at `address`, a URL or the path of a SQLite file.

    A turn is one transaction. When `append` returns, the records outlive the process. A call that
    is cancelled ends its work first: a driver that is cut off midway would keep its lock.
    """

    def __init__(self, address: str, forgets_too: Callable[[str], object] | None = None) -> None:
        """`forgets_too` is called, on a thread, with the id of everybody who is erased."""
        self._address = parse(address)
        self._forgets_too = forgets_too
        self._engine: Engine | None = None
        self._running: set[asyncio.Task[Any]] = set()
        self._locks: dict[str, OwnLock] = {}

    @property
    def file(self) -> Path | None:
        """The SQLite file; None for a server."""
        return self._address.file

    async def open(self) -> None:
        if self._engine is None:
            await self._to_the_end(self._open())

    async def _open(self) -> None:
        engine = create_engine(self._address)
        try:
            await self._prepare(engine)
        except BaseException:
            await dispose(engine)
            raise
        self._engine = engine

    async def close(self) -> None:
        if self._running:
            await asyncio.wait(self._running)
        engine, self._engine = self._engine, None
        if engine is not None:
            await self._to_the_end(dispose(engine))

    async def find(self, user: str, channel: str) -> Session | None:
        return await self._read(partial(queries.find, user=user, channel=channel))

    async def get(self, session_id: str) -> Session | None:
        return await self._read(partial(queries.get, session_id=session_id))

    async def read(self, session_id: str, after: int = 0) -> list[Record]:
        return await self._read(partial(queries.records, session_id=session_id, after=after))

    async def resume(self, session_id: str, fold: str) -> tuple[Snapshot | None, list[Record]]:
        return await self._read(partial(queries.resume, session_id=session_id, fold=fold))

    async def append(
        self, session: Session, records: Sequence[Record], snapshot: Snapshot | None = None
    ) -> None:
        usual = not self._address.is_sqlite and snapshot is None and following.may_follow(records)
        # A statement that is a transaction of its own, as all that reads is on a server.
        short = partial(following.follow, session=session, new=records)
        turn = partial(queries.append, session=session, new=records, snapshot=snapshot)
        try:
            if not (usual and await self._read(short)):
                await self._write(turn)
        except StorageError as error:
            if isinstance(error.__cause__, IntegrityError):
                await self._read(partial(queries.refuse_repetition, new=records))
                raise Conflict(
                    f"Another writer came first in the conversation of session {session.id}."
                ) from error.__cause__
            raise

    async def erase(self, user: str) -> int:
        erased = await self._write(partial(queries.erase, user=user))
        if erased and self._address.is_sqlite:
            await self.scrub()
        if self._forgets_too:
            await asyncio.to_thread(self._forgets_too, user)
        return erased

    async def expire(self, before: datetime) -> int:
        return await self._in_parts(partial(queries.expire, before=before, limit=AT_ONCE))

    async def _in_parts(self, some: Callable[[Connection], tuple[int, int]]) -> int:
        """Deletes some by some, so that no turn waits long for the rest; how many sessions. `some`
        tells what it went through, fewer than `AT_ONCE` at the end, and how many it deleted."""
        deleted, last = 0, AT_ONCE
        while last == AT_ONCE:
            last, gone = await self._write(some)
            deleted += gone
        if deleted and self._address.is_sqlite:
            await self.scrub()
        return deleted

    async def scrub(self) -> bool:
        """Takes what was deleted out of the database's files as well; False where another
        reader of a SQLite file kept some of it in the write-ahead log for now."""
        if self._address.is_sqlite:
            return await self._read(truncate_write_ahead_log)
        await self._to_the_end(vacuum(self._open_engine()))
        return True

    async def ping(self) -> None:
        await self._read(queries.ping)

    async def do(self, work: Callable[[Connection], T], *, write: bool = False) -> T:
        """Work of an operator's tool, on a connection of this store; a failure is explained."""
        return await (self._write(work) if write else self._read(work))

    async def sessions_of(self, user: str) -> list[Session]:
        return await self._read(partial(queries.sessions_of, user=user))

    async def latest(
        self, channels: Collection[str], since: datetime, most: int
    ) -> list[tuple[Session, Record]]:
        work = partial(looking.latest, channels=channels, since=since, most=most)
        return await self._read(work)

    async def settings_of(self, place: str) -> dict[str, Any]:
        return await self._read(partial(looking.settings_of, place=place))

    async def set_for(self, place: str, settings: dict[str, Any]) -> None:
        await self._write(partial(looking.set_for, place=place, settings=settings))

    def lock(self, name: str) -> Lock:
        if not self._address.is_sqlite:
            return ServerLock(self._open_engine, self._to_the_end, name)
        if self.file is None:
            return OwnLock(self._locks, name)
        return FileLock(self.file.with_name(f"{self.file.name}.{name}-lock"))

    async def note_room(self, place: str, channel: str) -> None:
        await self._write(partial(rooms.note, place=place, channel=channel))

    async def leave(self, place: str, at: datetime | None) -> None:
        await self._write(partial(rooms.leave, place=place, at=at))

    async def places_with_rooms(self) -> dict[str, datetime | None]:
        return await self._read(rooms.known)

    async def purge(self, before: datetime) -> int:
        return await self._in_parts(partial(rooms.purge, before=before, limit=AT_ONCE))

    async def note(self, deed: Deed) -> None:
        await self._write(partial(auditing.note, deed=deed))

    async def deeds(
        self, since: datetime, who: str | None = None, what: str | None = None
    ) -> list[Deed]:
        return await self._read(partial(auditing.listed, since=since, who=who, what=what))

    async def _prepare(self, engine: Engine) -> None:
        try:
            current = await run(engine, schema.is_current)
        except TypeError as error:  # raised by asyncpg's connect(), which is called with them
            raise StorageError(
                "The address of the database has an option that asyncpg does not know: "
                "leave it out."
            ) from error
        if not current:
            await run(engine, schema.bring_up, write=True)
        if self._address.is_sqlite:
            await use_write_ahead_log(engine)
        await run(engine, schema.try_writing, write=True)

    async def _read(self, work: Callable[[Connection], T]) -> T:
        return await self._to_the_end(run(self._open_engine(), work))

    async def _write(self, work: Callable[[Connection], T]) -> T:
        return await self._to_the_end(run(self._open_engine(), work, write=True))

    async def _to_the_end(self, work: Coroutine[Any, Any, T]) -> T:
        task = asyncio.ensure_future(work)
        self._running.add(task)
        task.add_done_callback(self._ended)
        with explained(self._address.place):
            try:
                return await asyncio.shield(task)
            except asyncio.CancelledError:
                await asyncio.wait([task])
                raise

    def _ended(self, task: asyncio.Task[Any]) -> None:
        """Also looks at the outcome, which nobody else does where the caller was cancelled."""
        self._running.discard(task)
        if not task.cancelled():
            task.exception()

    def _open_engine(self) -> Engine:
        if self._engine is None:
            raise StorageError("The store is not open: call open() first.")
        return self._engine
