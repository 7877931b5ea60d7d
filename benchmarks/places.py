"""Empty databases for the benchmarks, gone afterwards."""

from __future__ import annotations

import asyncio
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg

from bot.storage.sql import SqlStore


@contextmanager
def empty(server: str | None, count: int = 1) -> Iterator[list[str]]:
    """The addresses of `count` databases: new ones on the PostgreSQL server at this URL, which ends
    without a database's name; without a server SQLite files in a temporary folder."""
    if server is None:
        with tempfile.TemporaryDirectory() as folder:
            yield [str(Path(folder) / f"bench{number}.db") for number in range(count)]
        return
    names = [f"ajar_bench_{secrets.token_hex(6)}" for _ in range(count)]
    asyncio.run(_on(server, [f"CREATE DATABASE {name}" for name in names]))
    try:
        yield [f"{server.rstrip('/')}/{name}" for name in names]
    finally:
        asyncio.run(_on(server, [f"DROP DATABASE {name} WITH (FORCE)" for name in names]))


async def _on(server: str, statements: list[str]) -> None:
    connection = await asyncpg.connect(f"{server.rstrip('/')}/postgres")
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


async def opened(address: str) -> SqlStore:
    store = SqlStore(address)
    await store.open()
    return store
