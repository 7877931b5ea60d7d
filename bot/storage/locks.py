"""Names that one program at a time holds, for what several on one database may do only once.

A lock ends with the program that holds it, however that dies: the server lets go of it with the
connection, the operating system with the file.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.util import greenlet_spawn

from bot.storage.failures import explained
from bot.storage.schema import ADVISORY_LOCK
from bot.storage.store import Lock

LOOK_SECONDS = 0.5
ToTheEnd = Callable[[Coroutine[Any, Any, Any]], Awaitable[Any]]
_TRY = text("SELECT pg_try_advisory_lock(:space, :name)")
_FREE = text("SELECT pg_advisory_unlock(:space, :name)")
_ALIVE = text("SELECT 1")


async def take(lock: Lock, sleep: Callable[[float], Awaitable[object]]) -> None:
    """Waits until the name is free, and holds it from then on."""
    while not await lock.held():
        await sleep(LOOK_SECONDS)


@asynccontextmanager
async def alone(lock: Lock, sleep: Callable[[float], Awaitable[object]]) -> AsyncIterator[None]:
    """Waits until the name is free, and holds it meanwhile."""
    await take(lock, sleep)
    try:
        yield
    finally:
        await lock.release()


class ServerLock:
    """An advisory lock of PostgreSQL, on a connection that is kept for as long as it is held."""

    def __init__(self, engine: Callable[[], Engine], to_the_end: ToTheEnd, name: str) -> None:
        """`to_the_end` awaits work that must not be cut off, and explains its failures."""
        self._engine, self._to_the_end = engine, to_the_end
        self._values = {"space": ADVISORY_LOCK, "name": _signed(zlib.crc32(name.encode()))}
        self._connection: Connection | None = None

    async def held(self) -> bool:
        return bool(await self._to_the_end(greenlet_spawn(self._held)))

    async def release(self) -> None:
        await self._to_the_end(greenlet_spawn(self._release))

    def _held(self) -> bool:
        if self._connection is not None:
            if self._is_alive(self._connection):
                return True
            self._connection = None
        connection = self._engine().connect()
        try:
            connection = connection.execution_options(isolation_level="AUTOCOMMIT")
            is_mine = bool(connection.execute(_TRY, self._values).scalar_one())
        except BaseException:
            connection.close()
            raise
        if is_mine:
            self._connection = connection
        else:
            connection.close()
        return is_mine

    def _is_alive(self, connection: Connection) -> bool:
        try:
            connection.execute(_ALIVE)
        except SQLAlchemyError:
            connection.close()
            return False
        return True

    def _release(self) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            connection.execute(_FREE, self._values)
        except SQLAlchemyError:
            connection.invalidate()
        finally:
            connection.close()


class FileLock:
    """A lock between the programs of one machine: a transaction on an empty SQLite file, since
    that works alike on all systems."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._connection: sqlite3.Connection | None = None

    async def held(self) -> bool:
        with explained(str(self._file)):
            return self._connection is not None or self._take()

    def _take(self) -> bool:
        connection = sqlite3.connect(self._file, isolation_level=None, timeout=0)
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            connection.close()
            if getattr(error, "sqlite_errorname", "").startswith("SQLITE_BUSY"):
                return False
            raise
        self._connection = connection
        return True

    async def release(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


class OwnLock:
    """A lock within this program, for a database that no other program can open."""

    def __init__(self, taken: dict[str, OwnLock], name: str) -> None:
        self._taken, self._name = taken, name

    async def held(self) -> bool:
        return self._taken.setdefault(self._name, self) is self

    async def release(self) -> None:
        if self._taken.get(self._name) is self:
            del self._taken[self._name]


def _signed(number: int) -> int:
    """The 32 bits as PostgreSQL's integer."""
    return number - (1 << 32) if number >> 31 else number
