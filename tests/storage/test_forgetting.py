"""Who asks to be forgotten leaves no byte behind, in files, tables or backups."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from storing import raw

from bot.conversation.plan import Planner
from bot.engine import SNAPSHOT_EVERY, Engine, Message
from bot.storage import backups
from bot.storage.sql import SqlStore
from bot.storage.store import Store

MARK = "zanzibar"
PERSON = "4711081500"
SOURCE = "discord:8150047"
TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"


async def talk(engine: Engine, store: Store) -> None:
    """Until there is a snapshot too, with the mark in what is recorded."""
    for number in range(SNAPSHOT_EVERY // 2):
        text = f"our budget is tiny, said {MARK} {number}" if number % 2 else "help me choose"
        await engine.handle(Message(PERSON, "lab", text=text, source=f"{SOURCE}{number}"))
    await engine.handle(Message("somebody else", "lab", text="a word of mine about walnuts"))


def on_disk(folder: Path) -> bytes:
    return b"".join(each.read_bytes() for each in folder.rglob("*") if each.is_file())


async def everything(store: SqlStore, folder: Path) -> bytes:
    """All that is on disk, and all rows of every table of a server."""
    files = on_disk(folder)
    if store.file is not None:
        return files
    names = [name for (name,) in await raw(store, TABLES)]
    rows = [await raw(store, f"SELECT t::text FROM {name} AS t") for name in names]
    return files + json.dumps(rows).encode()


async def test_nothing_is_left_anywhere(
    address: str, planner: Planner, clock: Callable, tmp_path: Path
) -> None:
    folder = tmp_path / "b"
    store = SqlStore(address, lambda user: backups.erase(folder, user))
    await store.open()
    engine = Engine(planner, store, clock)
    await talk(engine, store)
    await backups.back_up(store, folder, clock())
    before = await everything(store, tmp_path)
    assert MARK.encode() in before
    assert PERSON.encode() in before
    assert SOURCE.encode() in before
    assert len(await raw(store, "SELECT * FROM snapshots")) == 1
    for text in ("delete my data", "yes"):
        reply = await engine.handle(Message(PERSON, "attic", text=text))
    assert reply.event == "deleted"
    await store.scrub()
    after = await everything(store, tmp_path)
    assert MARK.encode() not in after
    assert PERSON.encode() not in after
    assert SOURCE.encode() not in after
    assert b"walnuts" in after
    assert MARK not in str(vars(engine)["_known"])
    await store.close()
