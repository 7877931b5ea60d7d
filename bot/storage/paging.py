"""Goes through a table by its primary key, page by page, so that any size fits in memory."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, func, literal, select, tuple_

from bot.storage.records import in_utc

PAGE = 2_000
MODULUS = 1 << 256
Row = tuple[Any, ...]


def page(connection: Connection, table: Table, after: Row | None, limit: int = PAGE) -> list[Row]:
    """The next rows by primary key after the key `after`; from the first where that is None."""
    keys = list(table.primary_key.columns)
    wanted = select(*table.columns).order_by(*keys).limit(limit)
    if after is not None:
        bound = (literal(value, key.type) for value, key in zip(after, keys, strict=True))
        wanted = wanted.where(tuple_(*keys) > tuple_(*bound))
    return [tuple(row) for row in connection.execute(wanted)]


def key_of(table: Table, row: Row) -> Row:
    names = [column.name for column in table.columns]
    return tuple(row[names.index(key.name)] for key in table.primary_key.columns)


def pages(connection: Connection, table: Table) -> Iterator[list[Row]]:
    after: Row | None = None
    while rows := page(connection, table, after):
        yield rows
        after = key_of(table, rows[-1])


def count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


@dataclass(frozen=True)
class Sum:
    """What a table holds, whatever the order of its rows: their number, and the sum of their
    SHA-256 modulo 2**256."""

    rows: int = 0
    hash: int = 0

    def with_(self, rows: list[Row]) -> Sum:
        added = sum(int.from_bytes(_hash(row)) for row in rows)
        return Sum(self.rows + len(rows), (self.hash + added) % MODULUS)


def _hash(row: Row) -> bytes:
    plain = [in_utc(value).isoformat() if isinstance(value, datetime) else value for value in row]
    return hashlib.sha256(json.dumps(plain).encode()).digest()
