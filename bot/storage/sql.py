"""The store in a database: SQLite or PostgreSQL, by the address alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import Conflict, StorageError
from bot.storage import schema
from bot.storage.address import parse
from bot.storage.engine import (
    begin_writing,
    create_engine,
    truncate_write_ahead_log,
    use_write_ahead_log,
)
from bot.storage.failures import explained
from bot.storage.records import check_append, from_text, to_text
from bot.storage.store import Record, Session
from bot.storage.tables import events, sessions

T = TypeVar("T")
_COLUMNS = (sessions.c.id, sessions.c.user, sessions.c.channel)


class SqlStore:
    """Keeps sessions in the database at `address`, a URL or the path of a SQLite file.

    A turn is one transaction. When `append` returns, the records outlive the process. Where a
    call is cancelled, the work may or may not have been done, but never in part.
    """

    def __init__(self, address: str) -> None:
        self._address = parse(address)
        self._engine: AsyncEngine | None = None

    async def open(self) -> None:
        if self._engine is not None:
            return
        with explained(self._address.place):
            engine = create_engine(self._address)
        try:
            with explained(self._address.place):
                await self._prepare(engine)
        except BaseException:
            await engine.dispose()
            raise
        self._engine = engine

    async def close(self) -> None:
        engine, self._engine = self._engine, None
        if engine is not None:
            with explained(self._address.place):
                await engine.dispose()

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
            with explained(self._address.place):
                await truncate_write_ahead_log(self._open_engine())
        return erased

    async def sessions_of(self, user: str) -> list[Session]:
        return await self._read(partial(_sessions_of, user=user))

    async def _prepare(self, engine: AsyncEngine) -> None:
        try:
            async with engine.connect() as connection:
                current = await connection.run_sync(schema.is_current)
        except TypeError as error:  # raised by asyncpg's connect(), which is called with them
            raise StorageError(
                "The address of the database has an option that asyncpg does not know: "
                "leave it out."
            ) from error
        if not current:
            async with engine.begin() as connection:
                await connection.run_sync(schema.bring_up)
        if self._address.is_sqlite:
            await use_write_ahead_log(engine)
        async with engine.connect() as connection:
            await connection.run_sync(schema.try_writing)

    async def _read(self, work: Callable[[Connection], T]) -> T:
        with explained(self._address.place):
            async with self._open_engine().connect() as connection:
                return await connection.run_sync(work)

    async def _write(self, work: Callable[[Connection], T]) -> T:
        with explained(self._address.place):
            async with self._open_engine().begin() as connection:
                return await connection.run_sync(_begin, work)

    def _open_engine(self) -> AsyncEngine:
        if self._engine is None:
            raise StorageError("The store is not open: call open() first.")
        return self._engine


def _begin(connection: Connection, work: Callable[[Connection], T]) -> T:
    begin_writing(connection)
    return work(connection)


def _session(row: Sequence[str] | None) -> Session | None:
    return Session(*row) if row else None


def _find(connection: Connection, user: str, channel: str) -> Session | None:
    wanted = select(*_COLUMNS).where(sessions.c.user == user, sessions.c.channel == channel)
    return _session(connection.execute(wanted).one_or_none())


def _get(connection: Connection, session_id: str) -> Session | None:
    return _session(
        connection.execute(select(*_COLUMNS).where(sessions.c.id == session_id)).one_or_none()
    )


def _sessions_of(connection: Connection, user: str) -> list[Session]:
    wanted = select(*_COLUMNS).where(sessions.c.user == user)
    rows = connection.execute(wanted.order_by(sessions.c.created_at, sessions.c.id))
    return [Session(*row) for row in rows]


def _records(connection: Connection, session_id: str, after: int) -> list[Record]:
    wanted = select(events.c.sequence, events.c.at, events.c.data).where(
        events.c.session == session_id, events.c.sequence > after
    )
    rows = connection.execute(wanted.order_by(events.c.sequence))
    return [Record(sequence, at, from_text(data)) for sequence, at, data in rows]


def _append(connection: Connection, session: Session, records: Sequence[Record]) -> None:
    """PostgreSQL's writers don't exclude each other: there the keys decide a race."""
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
    data = to_text(record.data)
    return {"session": session.id, "sequence": record.sequence, "at": record.at, "data": data}


def _erase(connection: Connection, user: str) -> int:
    return connection.execute(delete(sessions).where(sessions.c.user == user)).rowcount
