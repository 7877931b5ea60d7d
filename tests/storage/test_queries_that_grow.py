"""No statement of the store reads more than it needs, however much is kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, event
from storing import ANNA, NOON, raw, said

from bot.errors import Repeated
from bot.storage import auditing, queries, reviewing
from bot.storage.sql import SqlStore
from bot.storage.store import Deed, Session, Snapshot

Statement = tuple[str, Any]
SETTING_UP = ("PRAGMA", "BEGIN", "COMMIT", "VACUUM")


@contextmanager
def listened_to(store: SqlStore) -> Iterator[list[Statement]]:
    """The statements that the store sends meanwhile, with their values."""
    sent: list[Statement] = []

    def hear(_c: Any, _k: Any, text: str, values: Any, _x: Any, many: bool) -> None:
        if not text.startswith(SETTING_UP):
            sent.append((text, values[0] if many else values))

    event.listen(store._open_engine(), "before_cursor_execute", hear)
    yield sent
    event.remove(store._open_engine(), "before_cursor_execute", hear)


async def live(store: SqlStore) -> None:
    """All that is ever asked of a store, by one person in one channel."""
    await store.append(ANNA, said("one", "two"), Snapshot(2, "fold", {}))
    await store.append(ANNA, [replace(each, source="chat:3") for each in said("three", after=2)])
    await store.append(ANNA, said("four", after=3), Snapshot(4, "fold", {}))
    again = [replace(each, source="chat:3") for each in said("three", after=2)]
    with pytest.raises(Repeated):
        await store.append(ANNA, again)
    await store.set_for("server", {"quiet": True})
    await store.settings_of("server")
    await store.find("anna", "general")
    await store.get(ANNA.id)
    await store.read(ANNA.id, after=1)
    await store.resume(ANNA.id, "fold")
    await store.sessions_of("anna")
    await store.ping()
    begin = NOON - timedelta(days=1)
    for after in (None, (NOON, "s")):
        await store.do(partial(queries.used_since, since=begin, after=after, limit=10))
    ids = [ANNA.id, "s1"]
    await store.do(partial(queries.records_since, session_ids=ids, since=begin))
    await store.latest(["general", "attic"], begin, 10)
    await store.note_room("server", "attic")
    await store.leave("server", NOON)
    await store.places_with_rooms()
    await store.purge(NOON + timedelta(days=1))
    await store.leave("server", None)
    await store.expire(NOON - timedelta(days=1))
    await tend(store)
    await store.erase("anna")


async def tend(store: SqlStore) -> None:
    """What is kept for those who run the bot."""
    begin = NOON - timedelta(days=1)
    await store.note(Deed(NOON, "boss", "stats"))
    await store.deeds(begin)
    await store.deeds(begin, who="boss", what="stats")
    await store.do(partial(auditing.expire, before=begin), write=True)
    places = [(ANNA.id, 1), (ANNA.id, 2)]
    await store.do(partial(reviewing.note, places=places, decision="skip", at=NOON), write=True)
    await store.do(partial(reviewing.reviewed, sessions=[ANNA.id, "s1"]))


def plans(connection: Connection, sent: list[Statement]) -> Iterator[tuple[str, str]]:
    """Each statement with the way the database would take for it."""
    is_sqlite = connection.dialect.name == "sqlite"
    if not is_sqlite:  # on so few rows PostgreSQL would scan whatever index there is
        connection.exec_driver_sql("SET enable_seqscan = off")
    for text, values in sent:
        asked = f"EXPLAIN {'QUERY PLAN ' if is_sqlite else ''}{text}"
        rows = connection.exec_driver_sql(asked, values)
        yield text, "\n".join(str(row[-1]) for row in rows)


async def test_no_statement_scans_a_table(database: SqlStore) -> None:
    for number in range(50):
        await database.append(Session(f"s{number}", f"u{number}", "general"), said("a", "b"))
    with listened_to(database) as sent:
        await live(database)
    asked = {text.split()[0] for text, _ in sent}
    assert asked - {"WITH"} == {"SELECT", "INSERT", "UPDATE", "DELETE"}
    found = await database.do(lambda connection: dict(plans(connection, sent)))
    ping = next(text for text in found if "LIMIT" in text and "WHERE" not in text)
    del found[ping]  # one row, whichever comes first
    scans = {text: way for text, way in found.items() if "SCAN " in way or "Seq Scan" in way}
    assert scans == {}
    assert any("events" in text for text in found)


async def test_a_scan_would_be_noticed(database: SqlStore) -> None:
    sent = [("SELECT count(*) FROM events WHERE data = 'x'", ())]
    ((_, way),) = await database.do(lambda connection: list(plans(connection, sent)))
    assert "SCAN events" in way or "Seq Scan on events" in way


async def test_deleting_finds_what_hangs_on_it_by_an_index(database: SqlStore) -> None:
    """A cascade is not in the plan of its statement, so it is asked for as a statement."""
    await database.append(ANNA, said("one"), Snapshot(1, "fold", {}))
    for child in ("events", "snapshots", "reviews"):
        sent = [(f"DELETE FROM {child} WHERE session = 's-anna'", ())]
        ((_, way),) = await database.do(lambda connection, s=sent: list(plans(connection, s)))
        assert "SEARCH" in way or "Index" in way
    await raw(database, "DELETE FROM sessions")
    assert await raw(database, "SELECT * FROM snapshots") == []
