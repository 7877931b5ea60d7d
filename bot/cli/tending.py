"""What the commands of `ajar db` do; each returns what to tell the operator."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Literal

from bot.app import open_store
from bot.cli.progress import bars
from bot.errors import SettingsError
from bot.settings import Settings, load
from bot.storage import backups, checking, moving, renaming, restoring, schema
from bot.storage.address import parse
from bot.storage.sql import SqlStore


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[SqlStore]:
    store = await open_store(settings)
    try:
        yield store
    finally:
        await store.close()


async def upgrade(settings: Settings) -> str:
    async with opened(settings):
        place = parse(settings.database).place
        return f"The database {place} has the schema {schema.HEAD}, the newest of this version."


async def backup(settings: Settings, folder: Path | None) -> str:
    where = folder_of(settings, folder)
    async with opened(settings) as store:
        with bars() as progress:
            file = await backups.back_up(store, where, datetime.now(UTC), progress)
    gone = backups.prune(where)
    told = f" Deleted by the rota: {len(gone)}." if gone else ""
    return f"Made {file} ({file.stat().st_size / 1e6:.1f} MB).{told}"


async def restore(settings: Settings, file: Path, folder: Path | None) -> str:
    server = not parse(settings.database).is_sqlite
    aside = folder_of(settings, folder) if server else file.parent
    with bars() as progress:
        now = datetime.now(UTC)
        former = await restoring.restore(file, settings.database, aside, now, progress)
    told = f" What was there before is {former}." if former else ""
    return f"Restored {file.name}.{told}"


async def check(settings: Settings) -> list[str]:
    async with opened(settings) as store:
        with bars() as progress:
            return await store.do(partial(checking.problems, progress=progress))


async def move(settings: Settings, to: str) -> str:
    target_settings = load(database=to)
    if target_settings.database == settings.database:
        raise SettingsError("The database is there already: name another one with --to.")
    async with opened(settings) as source, opened(target_settings) as target:
        with bars() as progress:
            found = await moving.move(source, target, progress)
    rows = ", ".join(f"{each.rows:,} {name}" for name, each in found.items())
    place = parse(to).place
    return f"Moved {rows}; counts and hashes agree. Set AJAR_DATABASE to {place} now."


async def forget(settings: Settings, user: str) -> str:
    async with opened(settings) as store:
        erased = sum([await store.erase(name) for name in settings.naming().every(user)])
        is_gone = await store.scrub()
    told = "" if is_gone else (
        " Their bytes may stay in the write-ahead log until another program that reads the "
        "database has finished."
    )  # fmt: skip
    return f"Deleted {erased} conversations of {user}, and what the backups held.{told}"


async def stats(settings: Settings, days: int, form: Literal["table", "json", "csv"]) -> str:
    from bot.operations import usage

    now = datetime.now(UTC)
    async with opened(settings) as store:
        with bars() as progress:
            found = await usage.measure(store, now - timedelta(days=days), progress)
    shown = {"table": usage.as_table, "json": usage.as_json, "csv": usage.as_csv}
    return shown[form](found).rstrip()


async def pseudonymise(settings: Settings) -> str:
    naming = settings.naming()
    if not naming.key:
        raise SettingsError("AJAR_ID_KEY is not set: set it to a long random text first.")
    async with opened(settings) as store:
        done, left = await store.do(partial(renaming.under, key=naming.key), write=True)
        await store.scrub()
    told = f" {left} have a newer one under the key and were left." if left else ""
    return f"Hashed the ids of {done} conversations.{told} Backups keep them as they were."


def folder_of(settings: Settings, folder: Path | None) -> Path:
    found = folder or settings.backup_dir
    if found is None:
        raise SettingsError("AJAR_BACKUP_DIR is not set: name a folder there, or with --dir.")
    return found
