"""The store in a database: SQLite or PostgreSQL, by the address alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Coroutine, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from bot.errors import Conflict, Repeated, StorageError
from bot.storage import looking, schema
from bot.storage.address import parse
from bot.storage.engine import (
    create_engine,
    dispose,
    run,
    truncate_write_ahead_log,
    use_write_ahead_log,
)
from bot.storage.failures import explained
from bot.storage.records import check_append, from_text, to_text
from bot.storage.store import Record, Session
from bot.storage.tables import events, sessions

T = TypeVar("T")
_COLUMNS = (sessions.c.id, sessions.c.user, sessions.c.channel)
_SOURCE = events.c.source


class SqlStore:
    """Keeps sessions in the database at `address`, a URL or the path of a SQLite file.

    A turn is one transaction. When `append` returns, the records outlive the process. A call that
    is cancelled ends its work first: a driver that is cut off midway would keep its lock.
    """

    def __init__(self, address: str) -> None:
        self._address = parse(address)
        self._engine: Engine | None = None
        self._running: set[asyncio.Task[Any]] = set()

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
        return await self._read(partial(_find, user=user, channel=channel))

    async def get(self, session_id: str) -> Session | None:
        return await self._read(partial(_get, session_id=session_id))

    async def read(self, session_id: str, after: int = 0) -> list[Record]:
        return await self._read(partial(_records, session_id=session_id, after=after))

    async def append(self, session: Session, records: Sequence[Record]) -> None:
        try:
            await self._write(partial(_append, session=session, records=records))
        except StorageError as error:
            if isinstance(error.__cause__, IntegrityError):
                raise Conflict(
                    f"Another writer came first in the conversation of session {session.id}."
                ) from error.__cause__
            raise

    async def erase(self, user: str) -> int:
        erased = await self._write(partial(_erase, user=user))
        if erased and self._address.is_sqlite:
            await self._read(truncate_write_ahead_log)
        return erased

    async def sessions_of(self, user: str) -> list[Session]:
        return await self._read(partial(_sessions_of, user=user))

    async def latest(
        self, channels: Collection[str], since: datetime, most: int
    ) -> list[tuple[Session, Record]]:
        work = partial(looking.latest, channels=channels, since=since, most=most)
        return await self._read(work)

    async def settings_of(self, place: str) -> dict[str, Any]:
        return await self._read(partial(looking.settings_of, place=place))

    async def set_for(self, place: str, settings: dict[str, Any]) -> None:
        await self._write(partial(looking.set_for, place=place, settings=settings))

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


def _session(row: Sequence[str] | None) -> Session | None:
    return Session(*row) if row else None


def _find(connection: Connection, user: str, channel: str) -> Session | None:
    wanted = select(*_COLUMNS).where(sessions.c.user == user, sessions.c.channel == channel)
    return _session(connection.execute(wanted).one_or_none())


def _get(connection: Connection, session_id: str) -> Session | None:
    wanted = select(*_COLUMNS).where(sessions.c.id == session_id)
    return _session(connection.execute(wanted).one_or_none())


def _sessions_of(connection: Connection, user: str) -> list[Session]:
    wanted = select(*_COLUMNS).where(sessions.c.user == user)
    rows = connection.execute(wanted.order_by(sessions.c.created_at, sessions.c.id))
    return [Session(*row) for row in rows]


def _records(connection: Connection, session_id: str, after: int) -> list[Record]:
    columns = (events.c.sequence, events.c.at, events.c.data, events.c.source)
    wanted = select(*columns).where(events.c.session == session_id, events.c.sequence > after)
    rows = connection.execute(wanted.order_by(events.c.sequence))
    return [Record(sequence, at, from_text(data), source) for sequence, at, data, source in rows]


def _append(connection: Connection, session: Session, records: Sequence[Record]) -> None:
    """PostgreSQL's writers don't exclude each other: there the keys decide a race."""
    sources = [each.source for each in records if each.source is not None]
    if sources and connection.execute(select(_SOURCE).where(_SOURCE.in_(sources))).first():
        raise Repeated(f"An event of {sources[0]} is kept already.")
    newest = select(func.coalesce(func.max(events.c.sequence), 0)).where(
        events.c.session == sessions.c.id
    )
    wanted = select(*_COLUMNS, newest.scalar_subquery()).where(sessions.c.id == session.id)
    row = connection.execute(wanted).one_or_none()
    kept, last = (Session(*row[:3]), row[3]) if row else (None, 0)
    check_append(kept, last, session, records)
    if kept is None:
        created_at = records[0].at if records else datetime.now(UTC)
        new = {"id": session.id, "user": session.user, "channel": session.channel}
        connection.execute(insert(sessions), {**new, "created_at": created_at})
    if records:
        connection.execute(insert(events), [_row(session, each) for each in records])


def _row(session: Session, record: Record) -> dict[str, object]:
    kept = {"session": session.id, "sequence": record.sequence, "at": record.at}
    return kept | {"data": to_text(record.data), "source": record.source}


def _erase(connection: Connection, user: str) -> int:
    return connection.execute(delete(sessions).where(sessions.c.user == user)).rowcount
