"""Backups: SQLite files, of either database, made while it is in use."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, create_engine

from bot.errors import StorageError
from bot.storage import rota, schema
from bot.storage.failures import explained
from bot.storage.moving import Progress, add, logged
from bot.storage.paging import count, pages
from bot.storage.sql import SqlStore
from bot.storage.store import FORGOTTEN
from bot.storage.tables import escaped, metadata

STEP = 1_000
PRIVATE = 0o600


def found_in(folder: Path) -> dict[datetime, Path]:
    """The backups in a folder, by when they were made; of a folder that isn't there none."""
    if not folder.is_dir():
        return {}
    named = ((rota.moment_of(path.name), path) for path in folder.iterdir())
    return {moment: path for moment, path in named if moment}


async def back_up(
    store: SqlStore, folder: Path, now: datetime, progress: Progress = logged
) -> Path:
    """A new backup in `folder`, complete and checked before it gets its name.

    Raises StorageError where it can't be written, or is not sound.
    """
    file = folder / rota.name_of(now)
    unfinished = file.with_suffix(".unfinished")
    with explained(str(file)), _written(file):
        await asyncio.to_thread(_begin, unfinished)
        try:
            if store.file is not None:
                await asyncio.to_thread(_copy_file, store.file, unfinished, progress)
            else:
                await store.do(partial(dump, file=unfinished, progress=progress))
            await asyncio.to_thread(_finish, unfinished, file)
        except BaseException:
            await asyncio.to_thread(unfinished.unlink, missing_ok=True)
            raise
    return file


@contextmanager
def _written(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(
            f"The backup {file} can't be written ({error.strerror}): see that the folder is "
            "there, that this account may write to it, and that the disk has room."
        ) from error


def prune(folder: Path) -> list[Path]:
    """Deletes the backups that the rota does not keep; which these were."""
    backups = found_in(folder)
    keep = rota.kept(backups)
    gone = [path for moment, path in sorted(backups.items()) if moment not in keep]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


def erase(folder: Path, user: str) -> int:
    """Deletes a person from every backup in a folder; from how many."""
    found = 0
    for path in found_in(folder).values():
        with explained(str(path)), closing(sqlite3.connect(path)) as connection:
            for pragma in ("foreign_keys = ON", "secure_delete = ON", "journal_mode = DELETE"):
                connection.execute(f"PRAGMA {pragma}")
            with connection:
                gone = connection.execute("DELETE FROM sessions WHERE user = ?", [escaped(user)])
                _unname(connection, user)
            found += gone.rowcount > 0
    return found


def _unname(connection: sqlite3.Connection, user: str) -> None:
    """Takes a person out of what operators did; a backup of an older version has no such table."""
    with suppress(sqlite3.OperationalError):
        connection.execute("UPDATE deeds SET who = ? WHERE who = ?", [FORGOTTEN, escaped(user)])


def _copy_file(source: Path, target: Path, progress: Progress) -> None:
    """By SQLite's online backup. The open reading keeps writers from making it begin again."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.execute("BEGIN")
        old.execute("SELECT count(*) FROM sqlite_master").fetchall()
        old.backup(new, pages=STEP, progress=lambda _, left, all_: progress(
            "copying pages", all_ - left, all_
        ))  # fmt: skip
        new.execute("PRAGMA journal_mode = DELETE")


def dump(connection: Connection, file: Path, progress: Progress) -> None:
    """Writes the rows of a PostgreSQL database, as of one moment, into an empty SQLite file."""
    connection.execution_options(isolation_level="REPEATABLE READ")
    engine = create_engine(f"sqlite:///{file}")
    try:
        with engine.begin() as copy:
            schema.bring_up(copy)
            for table in metadata.sorted_tables:
                total, done = count(connection, table), 0
                for rows in pages(connection, table):
                    add(copy, table, rows)
                    done += len(rows)
                    progress(f"copying {table.name}", done, total)
    finally:
        engine.dispose()


def _begin(unfinished: Path) -> None:
    """An empty file for the owner's eyes alone."""
    unfinished.parent.mkdir(parents=True, exist_ok=True)
    unfinished.unlink(missing_ok=True)
    unfinished.touch(PRIVATE)


def _finish(unfinished: Path, file: Path) -> None:
    """Checks a finished copy, sees that it is on the disk, and gives it its name."""
    problem = damage(unfinished)
    if problem:
        raise StorageError(f"The backup {file} is not sound ({problem}): check the disk.")
    with unfinished.open("rb+") as stream:
        os.fsync(stream.fileno())
    unfinished.rename(file)


def damage(file: Path) -> str | None:
    """What SQLite finds wrong with a file; None for a sound database of Ajar."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as one:
        (first,) = one.execute("PRAGMA integrity_check(1)").fetchone()
        if first != "ok":
            return str(first)
        one.execute("SELECT version_num FROM alembic_version").fetchone()
        return None
    return "it can't be read as a database of Ajar"
