"""Opens a database: the connections and, for SQLite, how each of them is set up."""

from __future__ import annotations

import asyncio

from sqlalchemy import Connection, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool, ConnectionPoolEntry

from bot.errors import StorageError
from bot.storage.address import Address
from bot.storage.failures import is_busy

BUSY_SECONDS = 10.0
RETRY_SECONDS = 0.02


def create_engine(address: Address) -> AsyncEngine:
    """An engine that connects when it is first used; makes the folder of a SQLite file.

    Raises StorageError where the folder can't be made or the driver is missing.
    """
    if address.is_sqlite:
        return _sqlite_engine(address)
    try:
        return create_async_engine(address.url, pool_pre_ping=True, connect_args={"timeout": 10})
    except ModuleNotFoundError as error:
        raise StorageError(
            'PostgreSQL needs one more package: install it with pip install "ajar-bot[postgres]".'
        ) from error


def _sqlite_engine(address: Address) -> AsyncEngine:
    """One connection, so that turns queue in order instead of waking each other's busy handlers.

    `isolation_level` None keeps the driver from opening transactions of its own: `begin_writing`
    opens them.
    """
    if address.file is not None:
        try:
            address.file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(
                f"The folder {address.file.parent} can't be made: make it yourself, or name "
                "another place for the database."
            ) from error
    engine = create_async_engine(
        address.url,
        poolclass=AsyncAdaptedQueuePool,
        pool_size=1,
        max_overflow=0,
        connect_args={"isolation_level": None, "timeout": BUSY_SECONDS},
    )
    event.listen(engine.sync_engine, "connect", _set_up)
    return engine


def _set_up(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """With a write-ahead log NORMAL is enough for a commit to outlive the death of the process;
    FULL would also outlive a power cut, at one disk flush a turn. What is deleted is overwritten.
    """
    cursor = connection.cursor()
    for pragma in ("foreign_keys = ON", "synchronous = NORMAL", "secure_delete = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def begin_writing(connection: Connection) -> None:
    """Takes SQLite's write lock at once: a transaction that takes it later may find its reading
    outdated, and fail."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")


async def use_write_ahead_log(engine: AsyncEngine) -> None:
    """Sets a SQLite file to write-ahead logging, which lasts.

    SQLite does not wait for its lock here, so this waits in its stead.
    """
    clock = asyncio.get_running_loop().time
    deadline = clock() + BUSY_SECONDS
    while True:
        try:
            async with engine.connect() as connection:
                await connection.exec_driver_sql("PRAGMA journal_mode = WAL")
            return
        except DBAPIError as error:
            if not is_busy(error) or clock() > deadline:
                raise
        await asyncio.sleep(RETRY_SECONDS)


async def truncate_write_ahead_log(engine: AsyncEngine) -> None:
    """Moves everything into the database file, so that what was deleted is in no file any more."""
    async with engine.connect() as connection:
        await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
