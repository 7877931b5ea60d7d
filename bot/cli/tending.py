"""What the commands of `ajar db` do; each returns what to tell the operator."""

from __future__ import annotations

import getpass
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Literal

from bot.app import open_store
from bot.cli.progress import bars
from bot.conversation.summaries import lines_of
from bot.engine import everything
from bot.errors import SettingsError
from bot.settings import Settings, load
from bot.storage import backups, checking, moving, renaming, restoring, schema
from bot.storage.address import parse
from bot.storage.sql import SqlStore
from bot.storage.store import Deed


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[SqlStore]:
    store = await open_store(settings)
    try:
        yield store
    finally:
        await store.close()


async def audited(store: SqlStore, what: str, about: str = "") -> None:
    """Notes what whoever sits at the terminal did with what people said."""
    try:
        account = f"terminal:{getpass.getuser()}"
    except (KeyError, OSError):  # an account without a name, as in some containers
        account = "terminal"
    await store.note(Deed(datetime.now(UTC), account, what, about))


async def upgrade(settings: Settings) -> str:
    async with opened(settings):
        place = parse(settings.database).place
        return f"The database {place} has the schema {schema.HEAD}, the newest of this version."


async def backup(settings: Settings, folder: Path | None) -> str:
    where = folder_of(settings, folder)
    async with opened(settings) as store:
        with bars() as progress:
            file = await backups.back_up(store, where, datetime.now(UTC), progress)
        await audited(store, "backup")
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
        await audited(target, "move")
    rows = ", ".join(f"{each.rows:,} {name}" for name, each in found.items() if each.rows)
    place = parse(to).place
    return f"Moved {rows}; counts and hashes agree. Set AJAR_DATABASE to {place} now."


async def forget(settings: Settings, user: str) -> str:
    async with opened(settings) as store:
        erased = sum([await store.erase(name) for name in settings.naming().every(user)])
        is_gone = await store.scrub()
        await audited(store, "forget", f"{erased} conversations")
    told = "" if is_gone else (
        " Their bytes may stay in the write-ahead log until another program that reads the "
        "database has finished."
    )  # fmt: skip
    return f"Deleted {erased} conversations of {user}, and what the backups held.{told}"


async def stats(
    settings: Settings,
    days: int,
    form: Literal["table", "json", "csv"],
    chart: Path | None = None,
) -> str:
    from bot.evaluation import charts
    from bot.operations import usage
    from bot.render import bars as block
    from bot.render import usage_chart

    if chart:
        charts.require(chart)
    now = datetime.now(UTC)
    async with opened(settings) as store:
        with bars() as progress:
            found = await usage.measure(store, now - timedelta(days=days), progress)
        await audited(store, "stats", f"{days} days")
    if chart:
        usage_chart.draw(found, chart)
    if form == "table":
        return usage.as_table(found, block.drawn)
    return (usage.as_json if form == "json" else usage.as_csv)(found).rstrip()


async def export(settings: Settings, user: str) -> str:
    """Everything of a person, for whoever asks an operator for it."""
    async with opened(settings) as store:
        kept = await everything(store, settings.naming(), user)
        await audited(store, "export")
    return "".join(f"{line}\n" for line in lines_of(kept))


async def audit(
    settings: Settings, days: int, who: str | None, what: str | None, *, as_json: bool
) -> str:
    """What was done, oldest first; to look at it is a deed as well."""
    since = datetime.now(UTC) - timedelta(days=days)
    names = (None,) if who is None else (*settings.naming().every(who), f"terminal:{who}")
    async with opened(settings) as store:
        found = {deed for name in names for deed in await store.deeds(since, name, what)}
        await audited(store, "audit", f"{days} days")
    deeds = sorted(found, key=lambda deed: (deed.at, deed.who, deed.what, deed.about))
    if as_json:
        return "".join(
            f"{json.dumps(vars(deed) | {'at': deed.at.isoformat()})}\n" for deed in deeds
        )
    lines = [f"{d.at:%Y-%m-%d %H:%M}  {d.what:<11} {d.who}  {d.about}".rstrip() for d in deeds]
    nothing = f"Nothing was read or deleted by an operator in {days} days."
    return "\n".join((*lines, "")) if lines else f"{nothing}\n"


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
