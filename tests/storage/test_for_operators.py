"""What is kept for those who run the bot: their deeds and their reviews."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path

from storing import ANNA, NOON, Home, raw, said

from bot.naming import Naming
from bot.storage import auditing, backups, renaming, reviewing
from bot.storage.sql import SqlStore
from bot.storage.store import FORGOTTEN, Deed, Store

DAY = timedelta(days=1)


async def test_deeds_are_listed_by_time_person_and_kind(home: Home) -> None:
    one, other = await home.store(), await home.store()
    deeds = [
        Deed(NOON, "boss", "stats", "server 1"),
        Deed(NOON + DAY, "boss", "unanswered", "nul \x00"),
        Deed(NOON + 2 * DAY, "chief", "stats"),
    ]
    for deed in reversed(deeds):
        await one.note(deed)
    assert await other.deeds(NOON - DAY) == deeds
    assert await other.deeds(NOON + DAY) == deeds[1:]
    assert await other.deeds(NOON, who="boss") == deeds[:2]
    assert await other.deeds(NOON, what="stats") == [deeds[0], deeds[2]]
    assert await other.deeds(NOON, who="boss", what="stats") == deeds[:1]


async def test_who_is_forgotten_is_named_in_no_deed(store: Store) -> None:
    await store.note(Deed(NOON, "anna", "stats"))
    await store.note(Deed(NOON, "ben", "stats"))
    await store.erase("anna")
    assert sorted(deed.who for deed in await store.deeds(NOON)) == ["ben", FORGOTTEN]


async def test_deeds_go_with_their_time(database: SqlStore) -> None:
    for number in range(4):
        await database.note(Deed(NOON + number * DAY, "boss", "stats"))
    gone = partial(auditing.expire, before=NOON + 2 * DAY)
    assert await database.do(gone, write=True) == 2
    assert len(await database.deeds(NOON)) == 2


async def test_a_backup_names_no_forgotten_person_as_an_operator(
    database: SqlStore, tmp_path: Path
) -> None:
    await database.note(Deed(NOON, "anna", "stats"))
    file = await backups.back_up(database, tmp_path, NOON)
    assert b"anna" in file.read_bytes()
    backups.erase(tmp_path, "anna")
    assert b"anna" not in file.read_bytes()


async def test_what_was_reviewed_is_known_until_its_person_is_forgotten(
    database: SqlStore,
) -> None:
    await database.append(ANNA, said("one", "two"))
    places = [(ANNA.id, 1), (ANNA.id, 2), ("s-gone", 1), (ANNA.id, 77)]
    for _ in range(2):
        note = partial(reviewing.note, places=places, decision="reject", at=NOON)
        await database.do(note, write=True)
    known = partial(reviewing.reviewed, sessions=[ANNA.id, "s-gone"])
    assert await database.do(known) == {(ANNA.id, 1), (ANNA.id, 2)}
    await database.erase("anna")
    assert await database.do(known) == set()
    assert await raw(database, "SELECT * FROM reviews") == []


async def test_a_key_hides_operators_too(database: SqlStore) -> None:
    await database.note(Deed(NOON, "4711", "stats"))
    await database.note(Deed(NOON, "terminal:olga", "stats"))
    await database.do(partial(renaming.under, key=b"key"), write=True)
    assert {deed.who for deed in await database.deeds(NOON)} == {
        Naming(b"key")("4711"), "terminal:olga",
    }  # fmt: skip
