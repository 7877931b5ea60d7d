"""Copies one database into another, of the same kind or not, and proves that nothing was lost."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

from sqlalchemy import Connection, Table

from bot.errors import StorageError
from bot.storage.paging import Row, Sum, count, key_of, page
from bot.storage.sql import SqlStore
from bot.storage.tables import insert_new, metadata

LOG = logging.getLogger(__name__)
Progress = Callable[[str, int, int], None]


def logged(step: str, done: int, total: int) -> None:
    """Progress for the log: what is done, how much of it, and of how much."""
    LOG.debug("%s: %d of %d", step, done, total)


async def move(source: SqlStore, target: SqlStore, progress: Progress = logged) -> dict[str, Sum]:
    """What was copied, by table. Rows that the target has already are left, so that a move which
    was cut off is simply begun again. The source is not changed.

    Raises StorageError where both don't hold the very same in the end.
    """
    for table in metadata.sorted_tables:
        await _copy(source, target, table, progress)
    here = await sums(source, progress)
    there = await sums(target, progress)
    different = [name for name in here if here[name] != there[name]]
    if different:
        raise StorageError(
            f"The two databases differ in {', '.join(different)}: stop Ajar so that nothing is "
            "written meanwhile, see that the target was empty at first, and run the move again."
        )
    return here


async def _copy(source: SqlStore, target: SqlStore, table: Table, progress: Progress) -> None:
    total = await source.do(partial(count, table=table))
    done, after = 0, None
    while rows := await source.do(partial(page, table=table, after=after)):
        await target.do(partial(add, table=table, rows=rows), write=True)
        done, after = done + len(rows), key_of(table, rows[-1])
        progress(f"copying {table.name}", done, max(total, done))


def add(connection: Connection, table: Table, rows: list[Row]) -> None:
    """Adds those rows whose key is not there yet."""
    names = [column.name for column in table.columns]
    values = [dict(zip(names, row, strict=True)) for row in rows]
    connection.execute(insert_new(connection, table), values)


async def sums(store: SqlStore, progress: Progress = logged) -> dict[str, Sum]:
    """What each table holds."""
    found: dict[str, Sum] = {}
    for table in metadata.sorted_tables:
        total = await store.do(partial(count, table=table))
        sum_, after = Sum(), None
        while rows := await store.do(partial(page, table=table, after=after)):
            sum_, after = sum_.with_(rows), key_of(table, rows[-1])
            progress(f"checking {table.name}", sum_.rows, max(total, sum_.rows))
        found[table.name] = sum_
    return found
