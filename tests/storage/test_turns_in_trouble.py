"""The database fails amid a conversation: the person gets one kind sentence, the operator one line
that says what to do, and once the trouble is over the conversation goes on by itself."""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from storing import OwnServer, raw

from bot.content.snapshot import Content
from bot.conversation.plan import Planner
from bot.engine import Engine, Message
from bot.errors import StorageError
from bot.render.words import Words
from bot.reply import Reply
from bot.storage import engine as storage_engine
from bot.storage.sql import SqlStore
from bot.transports.answering import answered


class Talk:
    """One person's conversation, and what the operator reads meanwhile."""

    def __init__(self, engine: Engine, words: Words, log: pytest.LogCaptureFixture) -> None:
        self.engine, self.words, self.log = engine, words, log

    async def say(self, text: str) -> Reply:
        return await answered(self.engine, Message("ada", "lab", text=text), self.words)

    async def fails(self, text: str, advice: str) -> None:
        self.log.clear()
        reply = await self.say(text)
        assert reply.kind == "error"
        assert reply.text == self.words.say("terminal_failed")
        (line,) = [each.getMessage() for each in self.log.records if each.levelname == "ERROR"]
        assert advice in line
        assert text not in line

    async def goes_on(self) -> None:
        """The budget told before the trouble is held, and what was told amid it is not."""
        reply = await self.say("show my answers")
        assert reply.kind == "summary"
        assert list(reply.standing.recorded) == ["budget"]


@pytest.fixture
async def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SqlStore]:
    monkeypatch.setattr(storage_engine, "BUSY_SECONDS", 0.05)
    store = SqlStore(str(tmp_path / "log.db"))
    await store.open()
    yield store
    await store.close()


@pytest.fixture
def talk_on(
    planner: Planner, content: Content, clock: Callable, caplog: pytest.LogCaptureFixture
) -> Callable[[SqlStore], Talk]:
    caplog.set_level(logging.ERROR)
    return lambda store: Talk(Engine(planner, store, clock), Words(content), caplog)


@pytest.fixture
async def talk(talk_on: Callable[[SqlStore], Talk], store: SqlStore) -> Talk:
    begun = talk_on(store)
    await begun.say("our budget is tiny")
    return begun


TROUBLE = "we need the very best quality"


async def test_a_full_disk(talk: Talk, store: SqlStore) -> None:
    ((pages,),) = await raw(store, "PRAGMA page_count")
    await raw(store, f"PRAGMA max_page_count = {pages}")
    for _ in range(40):  # until the free room of the last pages is used up
        if (await talk.say("what is an open model?")).kind == "error":
            break
    await talk.fails(TROUBLE, "the disk is full: free some space")
    await raw(store, "PRAGMA max_page_count = 1000000")
    await talk.goes_on()


async def test_a_locked_file(talk: Talk, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "log.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    await talk.fails(TROUBLE, "is locked by another program: wait until that has finished")
    other.rollback()
    other.close()
    await talk.goes_on()


async def test_a_file_that_became_read_only(talk: Talk, store: SqlStore) -> None:
    await raw(store, "PRAGMA query_only = ON")
    await talk.fails(TROUBLE, "is read-only: give the account")
    await raw(store, "PRAGMA query_only = OFF")
    await talk.goes_on()


async def test_a_file_that_is_damaged(
    talk_on: Callable[[SqlStore], Talk], tmp_path: Path, store: SqlStore
) -> None:
    await talk_on(store).say("our budget is tiny")
    await store.scrub()
    talk = talk_on(store)
    pages = await raw(store, "SELECT rootpage FROM sqlite_master WHERE tbl_name = 'events'")
    await store.close()
    sound = (tmp_path / "log.db").read_bytes()
    with (tmp_path / "log.db").open("r+b") as stream:
        for (page,) in pages:
            stream.seek(4096 * (page - 1))
            stream.write(os.urandom(4096))
    await store.open()
    await talk.fails(TROUBLE, "is not a sound SQLite database: restore it from a backup")
    await store.close()
    (tmp_path / "log.db").write_bytes(sound)
    await store.open()
    await talk_on(store).goes_on()


class Cable:
    """Stands between a program and the server; can be cut and joined again."""

    def __init__(self) -> None:
        self.writers: set[asyncio.StreamWriter] = set()
        self.port = 0
        self.server: asyncio.Server | None = None
        self.carries = True

    async def join(self) -> None:
        self.server = await asyncio.start_server(self._carry, "127.0.0.1", self.port)
        self.port = self.server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        assert self.server
        self.server.close()
        for each in list(self.writers):
            each.transport.abort()
        self.writers.clear()
        await asyncio.sleep(0)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", 5432)
        self.writers |= {writer, back}
        await asyncio.gather(self._pump(reader, back), self._pump(there, writer))

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65_536):
                if self.carries:
                    writer.write(data)
        except OSError:
            pass
        writer.close()


async def test_a_server_that_is_cut_off_and_comes_back(
    postgres: str, talk_on: Callable[[SqlStore], Talk]
) -> None:
    cable = Cable()
    await cable.join()
    store = SqlStore(postgres.replace(":5432", f":{cable.port}"))
    await store.open()
    talk = talk_on(store)
    await talk.say("our budget is tiny")
    await cable.cut()
    await talk.fails(TROUBLE, "can't be reached: check that the server runs")
    await talk.fails(TROUBLE, "can't be reached: check that the server runs")
    await cable.join()
    await talk.goes_on()
    await store.close()
    await cable.cut()


async def test_a_network_that_swallows_everything_and_comes_back(
    postgres: str, talk_on: Callable[[SqlStore], Talk], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No end of the connection is told, as where a firewall forgot it."""
    patience = {"timeout": 0.3, "command_timeout": 0.3}
    monkeypatch.setattr(storage_engine, "ASYNCPG", patience)
    cable = Cable()
    await cable.join()
    store = SqlStore(postgres.replace(":5432", f":{cable.port}"))
    await store.open()
    talk = talk_on(store)
    await talk.say("our budget is tiny")
    cable.carries = False
    await talk.fails(TROUBLE, "can't be reached: check that the server runs")
    await talk.fails(TROUBLE, "can't be reached: check that the server runs")
    cable.carries = True
    await talk.goes_on()
    await store.close()
    await cable.cut()


async def test_a_pool_whose_connections_are_all_taken(
    postgres: str, talk_on: Callable[[SqlStore], Talk], monkeypatch: pytest.MonkeyPatch
) -> None:
    small = {"pool_size": 1, "max_overflow": 0, "pool_timeout": 0.05}
    monkeypatch.setattr(storage_engine, "POOL", small)
    store = SqlStore(postgres)
    await store.open()
    talk = talk_on(store)
    await talk.say("our budget is tiny")
    only = store.lock("work")
    assert await only.held()
    await talk.fails(TROUBLE, "has more work than it can do: try again in a moment")
    await only.release()
    await talk.goes_on()
    await store.close()


async def test_a_server_that_takes_no_more_connections(
    postgres: str, talk_on: Callable[[SqlStore], Talk]
) -> None:
    admin = SqlStore(postgres)
    await admin.open()
    role = "ajar_few_connections"
    await raw(admin, f"DROP ROLE IF EXISTS {role}")
    await raw(admin, f"CREATE ROLE {role} LOGIN")
    try:
        await raw(admin, f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}")
        store = SqlStore(postgres.replace("postgres@", f"{role}@"))
        with pytest.raises(StorageError, match="forbids it: grant the user the right"):
            await store.open()
        await raw(admin, f"GRANT USAGE ON SCHEMA public TO {role}")
        await store.open()
        talk = talk_on(store)
        await talk.say("our budget is tiny")
        await raw(admin, f"ALTER ROLE {role} CONNECTION LIMIT 0")
        dropped = f"pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{role}'"
        await raw(admin, f"SELECT {dropped}")
        await talk.fails(TROUBLE, "has no free connection: close other programs")
        await raw(admin, f"ALTER ROLE {role} CONNECTION LIMIT 9")
        await talk.goes_on()
        await store.close()
    finally:
        await raw(admin, f"DROP OWNED BY {role}")
        await raw(admin, f"DROP ROLE {role}")
        await admin.close()


async def test_a_server_that_crashes_and_is_started_again(
    own_server: OwnServer, talk_on: Callable[[SqlStore], Talk]
) -> None:
    store = SqlStore(own_server.address)
    await store.open()
    talk = talk_on(store)
    await talk.say("our budget is tiny")
    own_server.control("stop", "--mode=immediate")
    await talk.fails(TROUBLE, "can't be reached: check that the server runs")
    own_server.control("start")
    await talk.goes_on()
    own_server.control("restart", "--mode=fast")
    await talk.goes_on()
    await store.close()


async def test_a_server_that_drops_the_connection_before_a_turn(
    postgres: str, talk_on: Callable[[SqlStore], Talk]
) -> None:
    store, other = SqlStore(postgres), SqlStore(postgres)
    await store.open()
    await other.open()
    talk = talk_on(store)
    await talk.say("our budget is tiny")
    await raw(
        other,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )
    await talk.goes_on()
    await store.close()
    await other.close()
