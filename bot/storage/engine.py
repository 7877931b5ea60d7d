"""Opens a database: the connections and, for SQLite, how each of them is set up."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, event
from sqlalchemy import create_engine as new_engine
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool
from sqlalchemy.util import greenlet_spawn

from bot.errors import StorageError
from bot.storage.address import Address
from bot.storage.failures import is_busy
from bot.storage.tables import metadata

T = TypeVar("T")
BUSY_SECONDS = 10.0
RETRY_SECONDS = 0.02
OWNER_ONLY = 0o600
# asyncpg waits for ever where it is not told otherwise, as for a server that was cut off.
ASYNCPG = {"timeout": 10, "command_timeout": 30}
# So many connections to a server at most, and so many seconds for a turn to wait for one.
POOL = {"pool_size": 5, "max_overflow": 10, "pool_timeout": 10}


def create_engine(address: Address) -> Engine:
    """An engine that connects when it is first used; makes the folder of a SQLite file.

    Use it within `run`, which keeps it off the loop. What people typed stays out of its errors.
    Raises StorageError where the folder can't be made or the driver is missing, sqlite3.Error
    where the file can't be opened.
    """
    if address.is_sqlite:
        return _sqlite_engine(address)
    try:
        return new_engine(
            address.url, pool_pre_ping=True, hide_parameters=True, connect_args=ASYNCPG, **POOL
        )
    except ModuleNotFoundError as error:
        raise StorageError(
            'PostgreSQL needs one more package: install it with pip install "ajar-bot[postgres]".'
        ) from error


class OneThread(QueuePool):
    """The connection to a SQLite file, and the thread that works on it."""

    # By its module the pool would tell of every connection in the log of this program.
    _sqla_logger_namespace = "sqlalchemy.pool.OneThread"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.thread = ThreadPoolExecutor(1, "sqlite")


async def run(engine: Engine, work: Callable[[Connection], T], *, write: bool = False) -> T:
    """Does `work` on a connection without blocking the loop; commits where it is to `write`.

    For a server, SQLAlchemy's AsyncEngine does the same, but its package imports the ORM too, which
    takes a quarter of the time that this package needs to start. On a file the whole work goes to
    the file's thread at once: a driver that goes there for each statement takes several times as
    long, most of it to wake the thread.
    """
    if isinstance(engine.pool, OneThread):
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(engine.pool.thread, _on_connection, engine, work, write)
    return await greenlet_spawn(_on_connection, engine, work, write)


def _on_connection(engine: Engine, work: Callable[[Connection], T], write: bool) -> T:
    with engine.connect() as connection:
        if not write:
            return work(_statement_by_statement(connection))
        with connection.begin():
            if _is_sqlite(connection):
                # A transaction that takes the lock later may find its reading outdated, and fail.
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            return work(connection)


def _statement_by_statement(connection: Connection) -> Connection:
    """On a server each statement is a transaction of its own, which saves the ways to begin and to
    end one; work that reads at one moment sets the isolation that it needs."""
    if _is_sqlite(connection):
        return connection
    return connection.execution_options(isolation_level="AUTOCOMMIT")


async def dispose(engine: Engine) -> None:
    """Closes every connection."""
    if isinstance(engine.pool, OneThread):
        thread = engine.pool.thread
        await asyncio.get_running_loop().run_in_executor(thread, engine.dispose)
        thread.shutdown()
        return
    await greenlet_spawn(engine.dispose)


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def _sqlite_engine(address: Address) -> Engine:
    """One connection, so that turns queue in order instead of waking each other's busy handlers.

    `isolation_level` None keeps the driver from opening transactions of its own.
    """
    if address.file is not None:
        _make_folder(address.file.parent)
        with suppress(OSError):  # what is wrong is said by the next line
            address.file.touch(OWNER_ONLY)
        sqlite3.connect(address.file).close()  # a file that can't be opened fails here
    engine = new_engine(
        address.url,
        poolclass=OneThread,
        pool_size=1,
        max_overflow=0,
        hide_parameters=True,
        connect_args={
            "isolation_level": None,
            "timeout": BUSY_SECONDS,
            "check_same_thread": False,
        },
    )
    event.listen(engine, "connect", _set_up)
    return engine


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            f"The folder {folder} can't be made: make it yourself, or name another place for "
            "the database."
        ) from error


def _set_up(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """With a write-ahead log NORMAL is enough for a commit to outlive the death of the process;
    FULL would also outlive a power cut, at one disk flush a turn. What is deleted is overwritten.
    """
    cursor = connection.cursor()
    for pragma in ("foreign_keys = ON", "synchronous = NORMAL", "secure_delete = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


async def use_write_ahead_log(engine: Engine) -> None:
    """Sets a SQLite file to write-ahead logging, which lasts.

    SQLite does not wait for its lock here, so this waits in its stead.
    """
    clock = asyncio.get_running_loop().time
    deadline = clock() + BUSY_SECONDS
    while True:
        try:
            return await run(engine, _set_write_ahead_log)
        except DBAPIError as error:
            if not is_busy(error) or clock() > deadline:
                raise
        await asyncio.sleep(RETRY_SECONDS)


def _set_write_ahead_log(connection: Connection) -> None:
    connection.exec_driver_sql("PRAGMA journal_mode = WAL")


def truncate_write_ahead_log(connection: Connection) -> bool:
    """Moves everything into the database file, so that what was deleted is in no file any more.

    False where another connection is reading from the log, which keeps it as it is until later.
    """
    busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
    return not busy


async def vacuum(engine: Engine) -> None:
    """Frees the space of deleted rows on PostgreSQL, which may still hold what stood in them."""
    await greenlet_spawn(_vacuum, engine.execution_options(isolation_level="AUTOCOMMIT"))


def _vacuum(engine: Engine) -> None:
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            connection.exec_driver_sql(f"VACUUM {table.name}")
