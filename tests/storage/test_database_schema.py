"""How a database comes to its schema: new, older, newer, foreign, and with several at the door."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect
from storing import ANNA, another_process, raw, said

from bot.errors import NewerSchema, StorageError
from bot.storage import schema
from bot.storage.address import parse
from bot.storage.engine import create_engine, dispose, run
from bot.storage.sql import SqlStore
from bot.storage.tables import metadata

T = TypeVar("T")
OPEN_AND_SAY = """
import asyncio, sys
from datetime import UTC, datetime
from bot.storage.sql import SqlStore
from bot.storage.store import Record, Session

async def main(address, user):
    store = SqlStore(address)
    print("ready", flush=True)
    sys.stdin.readline()
    await store.open()
    await store.append(Session(user, user, "general"), [Record(1, datetime.now(UTC), {})])
    await store.close()
    print(*({"alembic", "sqlalchemy.orm"} & set(sys.modules)))

asyncio.run(main(*sys.argv[1:]))
"""


async def open_and_close(address: str) -> None:
    store = SqlStore(address)
    await store.open()
    await store.close()


async def differences(address: str) -> list[object]:
    """What Alembic would change to bring the database to the tables."""

    def compare(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))

    return await past_the_store(address, compare)


async def migrate(address: str, target: str) -> None:
    def work(connection: Connection) -> None:
        step = command.upgrade if target == "head" else command.downgrade
        step(schema.config(connection), target)

    await past_the_store(address, work)


async def past_the_store(address: str, work: Callable[[Connection], T]) -> T:
    engine = create_engine(parse(address))
    try:
        return await run(engine, work, write=True)
    finally:
        await dispose(engine)


def test_the_stamp_of_a_new_database_is_the_newest_migration() -> None:
    assert ScriptDirectory(str(schema.MIGRATIONS)).get_heads() == [schema.HEAD]


async def test_a_new_database_gets_just_what_the_migrations_give(address: str) -> None:
    await open_and_close(address)
    assert await differences(address) == []
    await migrate(address, "base")
    assert await differences(address) != []
    await migrate(address, "head")
    assert await differences(address) == []


async def test_an_older_database_is_brought_up(address: str) -> None:
    await open_and_close(address)
    await migrate(address, "base")
    store = SqlStore(address)
    await store.open()
    await store.append(ANNA, said("hello"))
    assert await raw(store, "SELECT version_num FROM alembic_version") == [(schema.HEAD,)]
    await store.close()


async def test_what_an_older_database_holds_is_still_there(address: str) -> None:
    store = SqlStore(address)
    await store.open()
    await store.append(ANNA, said("hello"))
    await store.close()
    await migrate(address, "0001")
    store = SqlStore(address)
    await store.open()
    assert await store.read(ANNA.id) == said("hello")
    await store.close()


async def test_an_older_database_is_brought_up_once_by_several_at_a_time(address: str) -> None:
    await open_and_close(address)
    await migrate(address, "base")
    await asyncio.gather(*(open_and_close(address) for _ in range(4)))
    assert await differences(address) == []


async def test_a_newer_database_is_refused_and_left_alone(address: str) -> None:
    store = SqlStore(address)
    await store.open()
    await store.append(ANNA, said("hello"))
    await raw(store, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerSchema, match=r"newer version .*9999.*install the newer version"):
        await SqlStore(address).open()
    assert await raw(store, "SELECT version_num FROM alembic_version") == [("9999",)]
    assert await store.read(ANNA.id) == said("hello")
    await store.close()


async def test_a_database_of_another_program_is_refused_and_left_alone(address: str) -> None:
    def make_a_table(connection: Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE sessions (mine TEXT)")

    await past_the_store(address, make_a_table)
    with pytest.raises(StorageError, match=r"another program: name an empty database"):
        await SqlStore(address).open()
    assert await past_the_store(
        address, lambda connection: inspect(connection).get_table_names()
    ) == ["sessions"]


async def test_several_stores_open_a_new_database_at_once(address: str) -> None:
    await asyncio.gather(*(open_and_close(address) for _ in range(6)))
    assert await differences(address) == []


async def test_several_processes_open_a_new_database_at_once(address: str) -> None:
    users = ("anna", "bob", "carol")
    programs = [another_process(OPEN_AND_SAY, address, user) for user in users]
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("go\n")
        program.stdin.flush()
    outputs = [program.communicate() for program in programs]
    assert outputs == [("\n", "")] * 3, "each came up, and quickly: without Alembic and the ORM"
    store = SqlStore(address)
    await store.open()
    assert [await store.get(user) is not None for user in users] == [True] * 3
    await store.close()


async def test_a_conversation_of_an_older_program_goes_on_and_has_its_age(address: str) -> None:
    def age(connection: Connection) -> None:
        command.downgrade(schema.config(connection), "0001")

    store = SqlStore(address)
    await store.open()
    await store.append(ANNA, said("one", "two"))
    await store.close()
    await past_the_store(address, age)
    await store.open()
    assert await store.read(ANNA.id) == said("one", "two")
    newest = said("one", "two")[-1].at
    assert await store.expire(newest) == 0
    assert await store.expire(newest + timedelta(seconds=1)) == 1
    await store.close()
