from __future__ import annotations

import os
import secrets
import socket
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from storing import (
    NOBODY,
    SERVER,
    Home,
    OwnServer,
    home_at,
    home_in_memory,
    on_server,
    programs_of_postgres,
)

from bot.storage.sql import SqlStore
from bot.storage.store import Store


@pytest.fixture(scope="session")
def server_database() -> Iterator[str]:
    """The name of a fresh database on the PostgreSQL server, dropped after the run."""
    name = f"ajar_test_{secrets.token_hex(6)}"
    try:
        on_server(f"CREATE DATABASE {name}")
    except OSError as error:
        if os.environ.get("AJAR_REQUIRE_POSTGRES") == "1":
            raise
        pytest.skip(f"PostgreSQL can't be reached at {SERVER}: {error}")
    # What the server can lose when it crashes itself is not in question, and saves the flushes.
    on_server(f"ALTER DATABASE {name} SET synchronous_commit = off")
    yield name
    on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgres(server_database: str) -> str:
    """The address of an empty PostgreSQL database."""
    on_server("DROP SCHEMA public CASCADE", "CREATE SCHEMA public", database=server_database)
    return f"{SERVER}/{server_database}"


@pytest.fixture
def own_server() -> Iterator[OwnServer]:
    """A fresh PostgreSQL server that the test may stop and start; it listens on 127.0.0.1."""
    programs = programs_of_postgres()
    if programs is None:
        pytest.skip("the programs of PostgreSQL are not here")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        if os.geteuid() == 0:
            os.chown(data, NOBODY, NOBODY)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = OwnServer(programs, data, port)
        server.run("initdb", f"--pgdata={data}", "--username=postgres", "--auth=trust", "--no-sync")
        with (data / "postgresql.conf").open("a") as settings:
            settings.write(f"port = {port}\nlisten_addresses = '127.0.0.1'\n")
            settings.write(f"unix_socket_directories = '{data}'\n")
        server.control("start")
        yield server
        server.control("stop", "--mode=immediate")


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    """The address of a SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'ajar.db'}"


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest) -> str:
    address: str = request.getfixturevalue(request.param)
    return address


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def any_home(request: pytest.FixtureRequest) -> Home:
    in_memory = request.param == "memory"
    return home_in_memory() if in_memory else home_at(request.getfixturevalue(request.param))


@pytest.fixture
async def home(any_home: Home) -> AsyncIterator[Home]:
    yield any_home
    await any_home.leave()


@pytest.fixture
async def store(home: Home) -> Store:
    return await home.store()


@pytest.fixture
async def database(address: str) -> AsyncIterator[SqlStore]:
    store = SqlStore(address)
    await store.open()
    yield store
    await store.close()
