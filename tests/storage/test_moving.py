"""From one database to another with nothing lost, and a look for damage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from storing import ANNA, NOON, raw, said

from bot.errors import Repeated, StorageError
from bot.storage import checking, moving, paging, renaming, reviewing
from bot.storage.sql import SqlStore
from bot.storage.store import Deed, Session, Snapshot

ODD = "nul \x00, half a face \ud83d, C:\\u0041, Привет"


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging.page, "__defaults__", (3,))


async def opened(address: str) -> SqlStore:
    store = SqlStore(address)
    await store.open()
    return store


async def fill(store: SqlStore) -> None:
    for number in range(8):
        session = Session(f"s-{number} {ODD}", f"user {number} {ODD}", ODD)
        first, *rest = said(*[ODD] * (number + 1))
        turn = [replace(first, source=f"chat:{number} {ODD}"), *rest]
        await store.append(session, turn, Snapshot(1, "fold", {"a": ODD}))
    await store.set_for(f"server {ODD}", {"quiet": True, "note": ODD})
    await store.note_room(f"server {ODD}", ODD)

    await store.note(Deed(NOON, f"user 1 {ODD}", "stats", ODD))
    places = [(f"s-1 {ODD}", 1)]
    await store.do(partial(reviewing.note, places=places, decision="skip", at=NOON), write=True)


@pytest.mark.parametrize("back", [False, True], ids=["to the server", "to the file"])
async def test_everything_arrives(
    sqlite: str, postgres: str, small_pages: None, back: bool
) -> None:
    source, target = (
        await opened(postgres if back else sqlite),
        await opened(sqlite if back else postgres),
    )
    await fill(source)
    found = await moving.move(source, target)
    assert {name: each.rows for name, each in found.items()} == {
        "sessions": 8, "events": 36, "snapshots": 8, "places": 1, "rooms": 1,
        "deeds": 1, "reviews": 1,
    }  # fmt: skip
    assert found == await moving.sums(target) == await moving.sums(source)
    for session in [Session(f"s-{n} {ODD}", f"user {n} {ODD}", ODD) for n in range(8)]:
        assert await target.find(session.user, ODD) == session
        records = await target.read(session.id)
        assert records == await source.read(session.id)
        assert records[0].source is not None
    assert await target.settings_of(f"server {ODD}") == {"quiet": True, "note": ODD}
    with pytest.raises(Repeated):
        await target.append(ANNA, [replace(each, source=records[0].source) for each in said("a")])
    await source.close()
    await target.close()


async def test_a_move_that_was_cut_off_is_begun_again(
    sqlite: str, postgres: str, small_pages: None
) -> None:
    source, target = await opened(sqlite), await opened(postgres)
    await fill(source)

    class Cut(Exception):
        pass

    def cut(step: str, done: int, total: int) -> None:
        if step == "copying events" and done > 12:
            raise Cut

    with pytest.raises(Cut):
        await moving.move(source, target, cut)
    assert 0 < (await moving.sums(target))["events"].rows < 36
    await moving.move(source, target)
    assert await moving.sums(target) == await moving.sums(source)
    await source.close()
    await target.close()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE events SET data = '{}' WHERE sequence = 5",
        "INSERT INTO sessions VALUES ('x', 'x', 'x', '2026-01-01', '2026-01-01')",
    ],
)
async def test_a_difference_is_found(sqlite: str, postgres: str, change: str) -> None:
    source, target = await opened(sqlite), await opened(postgres)
    await fill(source)
    await moving.move(source, target)
    await raw(target, change)
    with pytest.raises(StorageError, match="The two databases differ in"):
        await moving.move(source, target)
    await source.close()
    await target.close()


async def found_in(store: SqlStore) -> list[str]:
    return await store.do(lambda c: checking.problems(c, moving.logged))


async def test_a_sound_database_has_no_problem(database: SqlStore) -> None:
    await fill(database)
    assert await found_in(database) == []


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("DELETE FROM events WHERE sequence = 2", "session s-anna has 2 events up to number 3"),
        ("DELETE FROM events WHERE sequence = 1", "session s-anna has 2 events up to number 3"),
        ("UPDATE events SET data = '{' WHERE sequence = 2", "event 2 of session s-anna can't be"),
        ("UPDATE snapshots SET sequence = 9", "the snapshot of session s-anna is ahead"),
        ("UPDATE sessions SET last_at = NULL", "session s-anna has no time of last use"),
        ("UPDATE places SET settings = '[]'", "the settings of server 1 can't be read"),
    ],
)
async def test_damage_is_named(database: SqlStore, damage: str, told: str) -> None:
    await database.append(ANNA, said("one", "two", "three"), Snapshot(3, "fold", {}))
    await database.set_for("server 1", {"quiet": True})
    await raw(database, damage)
    problems = await found_in(database)
    assert any(told in each for each in problems)


async def test_an_event_of_nobody_is_named(tmp_path: Path) -> None:
    store = await opened(str(tmp_path / "log.db"))
    await store.append(ANNA, said("one"))
    await raw(store, "PRAGMA foreign_keys = OFF")
    await raw(store, "DELETE FROM sessions")
    assert any("belongs to nothing in sessions" in each for each in await found_in(store))
    await store.close()


async def test_ids_from_before_the_key_are_hashed_once(
    database: SqlStore, new_key: Callable[[str], str]
) -> None:
    await database.append(ANNA, [replace(each, source="discord:1") for each in said("one")])
    hashed = new_key("discord:2")
    await database.append(ANNA, [replace(each, source=hashed) for each in said("two", after=1)])
    for expected in ((1, 0), (0, 0)):
        assert await database.do(lambda c: renaming.under(c, b"key"), write=True) == expected
    assert await database.find("anna", "general") is None
    assert await database.find(new_key("anna"), new_key("general")) is not None
    assert [each.source for each in await database.read(ANNA.id)] == [None, hashed]


async def test_a_newer_conversation_under_the_key_is_left_as_it_is(
    database: SqlStore, new_key: Callable[[str], str]
) -> None:
    await database.append(ANNA, said("old"))
    new = Session("s-new", new_key("anna"), new_key("general"))
    await database.append(new, said("new"))
    assert await database.do(lambda c: renaming.under(c, b"key"), write=True) == (0, 1)
    assert await database.find(new.user, new.channel) == new


@pytest.fixture
def new_key() -> Callable[[str], str]:
    from bot.naming import Naming

    return Naming(b"key")
