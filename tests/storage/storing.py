"""Where the tests keep conversations, and what they put there."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import Connection

from bot.storage.engine import run
from bot.storage.memory import MemoryStore
from bot.storage.sql import SqlStore
from bot.storage.store import Record, Session, Store

SERVER = "postgresql://postgres@127.0.0.1:5432"
NOBODY = 65534
NOON = datetime(2026, 6, 30, 12, 0, 0, 123456, tzinfo=UTC)
ANNA = Session("s-anna", "anna", "general")


def said(*texts: str, after: int = 0) -> list[Record]:
    """Records with these texts, one a second, that follow on sequence `after`."""
    return [
        Record(number, NOON + timedelta(seconds=number), heard(text))
        for number, text in enumerate(texts, after + 1)
    ]


def heard(text: str) -> dict[str, Any]:
    return {"type": "heard", "v": 1, "text": text, "ranking": [["open/definition", 0.875]]}


@dataclass
class Home:
    """One place of storage; every `store()` is another door to the same conversations."""

    new: Callable[[], Store]
    address: str = ""
    stores: list[Store] = field(default_factory=list)

    async def store(self) -> Store:
        store = self.new()
        self.stores.append(store)
        await store.open()
        return store

    async def leave(self) -> None:
        for store in self.stores:
            await store.close()


def home_in_memory() -> Home:
    store = MemoryStore()
    return Home(lambda: store)


def home_at(address: str) -> Home:
    return Home(lambda: SqlStore(address), address)


def on_server(*statements: str, database: str = "postgres") -> None:
    """Runs statements on the PostgreSQL server, past the store."""
    asyncio.run(tell_server(*statements, database=database))


async def tell_server(*statements: str, database: str = "postgres") -> None:
    connection = await asyncpg.connect(f"{SERVER}/{database}", timeout=5)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


@dataclass(frozen=True)
class OwnServer:
    """A PostgreSQL server for one test alone, in a folder of its own, which may be stopped."""

    programs: Path
    data: Path
    port: int

    @property
    def address(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def control(self, *work: str) -> None:
        """Runs pg_ctl and waits for it."""
        log = self.data / "server.log"
        self.run("pg_ctl", *work, "--wait", "--silent", f"--pgdata={self.data}", f"--log={log}")

    def run(self, program: str, *arguments: str) -> None:
        """The superuser may not run a server, so it steps down."""
        account = {"user": NOBODY, "group": NOBODY} if os.geteuid() == 0 else {}
        command = [self.programs / program, *arguments]
        quiet = subprocess.DEVNULL
        subprocess.run(command, check=True, cwd="/", stdout=quiet, stderr=quiet, **account)


def programs_of_postgres() -> Path | None:
    """The folder with initdb and pg_ctl; None where there is none."""
    found = shutil.which("pg_ctl")
    return Path(found).resolve().parent if found else None


async def raw(store: SqlStore, statement: str) -> list[tuple[Any, ...]]:
    """Runs a statement on the store's own database, past its methods."""
    return await run(store._open_engine(), lambda connection: rows(connection, statement))


def rows(connection: Connection, statement: str) -> list[tuple[Any, ...]]:
    with connection.begin():
        result = connection.exec_driver_sql(statement)
        return [tuple(row) for row in result] if result.returns_rows else []


def another_process(program: str, *arguments: str) -> subprocess.Popen[str]:
    """Starts Python on a program text, with pipes to talk to it."""
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )


async def outcome(work: Awaitable[object]) -> str:
    """The name of the exception that the work ends with, or "kept"."""
    try:
        await work
    except Exception as error:
        return type(error).__name__
    return "kept"
