"""Puts a backup in the place of a database; what was there before is kept beside it."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import tempfile
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from bot.errors import NewerSchema, StorageError
from bot.storage import backups, rota
from bot.storage.address import parse
from bot.storage.failures import explained
from bot.storage.inspecting import condition_of
from bot.storage.moving import Progress, logged, move
from bot.storage.sql import SqlStore
from bot.storage.tables import metadata

COMPANIONS = ("", "-wal", "-shm")


async def restore(
    file: Path, address: str, aside: Path, now: datetime, progress: Progress = logged
) -> Path | None:
    """The backup `file` as the database at `address`, brought to this program's schema.

    Returns where the former database is now; None where there was none. Of a server that is a
    backup in the folder `aside`. Raises StorageError where the backup is not sound or of
    a newer program, or the database is in use.
    """
    problem = backups.damage(file)
    if problem:
        raise StorageError(f"{file} can't be restored ({problem}): choose another backup.")
    if await condition_of(str(file)) == "newer":
        raise NewerSchema(
            f"{file} is of a newer version of this program: install that, or choose another backup."
        )
    place = parse(address)
    if not place.is_sqlite:
        return await _into_server(file, address, aside, now, progress)
    if place.file is None:
        raise StorageError("A database in memory can't be restored: name a file or a server.")
    with explained(str(place.file)):
        former = await asyncio.to_thread(_put, file, place.file, now)
    store = SqlStore(address)
    await store.open()
    await store.close()
    return former


def _put(file: Path, place: Path, now: datetime) -> Path | None:
    former = _moved_aside(place, now)
    shutil.copyfile(file, place)
    place.chmod(backups.PRIVATE)
    return former


def _moved_aside(file: Path, now: datetime) -> Path | None:
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        return None
    if _is_in_use(file):
        raise StorageError(f"The database {file} is in use: stop Ajar first.")
    former = file.with_name(f"{file.name}.before-{rota.name_of(now).removesuffix('.db')}")
    for end in COMPANIONS:
        with suppress(FileNotFoundError):
            Path(f"{file}{end}").rename(f"{former}{end}")
    return former


def _is_in_use(file: Path) -> bool:
    """A SQLite file leaves its write-ahead log only where nobody else has it open; a damaged one
    can't tell."""
    try:
        with closing(sqlite3.connect(file, timeout=0)) as connection:
            (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
            return bool(mode == "wal")
    except sqlite3.OperationalError as error:
        return str(getattr(error, "sqlite_errorname", "")).startswith("SQLITE_BUSY")
    except sqlite3.DatabaseError:
        return False


async def _into_server(
    file: Path, address: str, aside: Path, now: datetime, progress: Progress
) -> Path | None:
    target = SqlStore(address)
    await target.open()
    try:
        former = await backups.back_up(target, aside, now, progress)
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "copy.db"
            shutil.copyfile(file, copy)
            source = SqlStore(str(copy))
            await source.open()
            try:
                await target.do(_empty, write=True)
                await move(source, target, progress)
            finally:
                await source.close()
    finally:
        await target.close()
    return former


def _empty(connection: Connection) -> None:
    for table in reversed(metadata.sorted_tables):
        connection.execute(table.delete())
