"""What every store promises, told once and run over all of them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from storing import ANNA, NOON, Home, heard, outcome, said

from bot.errors import Conflict, Repeated, StorageError
from bot.storage.store import Record, Session, Snapshot, Store

ODD_TEXTS = {
    "empty": "",
    "emoji": "👩‍👩‍👧‍👦 which one? 🤔",
    "right to left": "ما هو النموذج المفتوح؟ \u202eabc\u202c",
    "nul": "before\x00after",
    "control characters": "".join(map(chr, range(32))) + "\x7f\x85\u2028",
    "backslashes": "C:\\models\\u0000 \\n \\\\",
    "lone surrogate": "half \ud83d of a face",
    "quotes": '\'; DROP TABLE events; -- "%s" :name ? $1 {}',
    "100 kB": "wörd " * 20_000,
}


async def test_a_turn_comes_back_as_it_was_kept(store: Store) -> None:
    turn = said("what is an open model", "and a closed one")
    await store.append(ANNA, turn)
    assert await store.read(ANNA.id) == turn


async def test_turns_follow_on_each_other_and_reading_may_begin_after_one(store: Store) -> None:
    await store.append(ANNA, said("one", "two"))
    await store.append(ANNA, said("three", after=2))
    assert [each.sequence for each in await store.read(ANNA.id)] == [1, 2, 3]
    assert await store.read(ANNA.id, after=2) == said("three", after=2)
    assert await store.read(ANNA.id, after=3) == []


async def test_more_than_nine_events_stay_in_order(store: Store) -> None:
    texts = [f"message {number}" for number in range(1, 26)]
    await store.append(ANNA, said(*texts))
    assert [each.data["text"] for each in await store.read(ANNA.id)] == texts


async def test_a_moment_comes_back_in_utc_to_the_microsecond(store: Store) -> None:
    in_delhi = NOON.astimezone(timezone(timedelta(hours=5, minutes=30)))
    without_zone = NOON.replace(tzinfo=None)
    await store.append(ANNA, [Record(1, in_delhi, {}), Record(2, without_zone, {})])
    moments = [each.at for each in await store.read(ANNA.id)]
    assert moments == [NOON, NOON]
    assert all(each.tzinfo is UTC for each in moments)


async def test_a_stranger_has_no_session(store: Store) -> None:
    assert await store.find("anna", "general") is None
    assert await store.get("s-anna") is None
    assert await store.read("s-anna") == []
    assert await store.sessions_of("anna") == []
    assert await store.erase("anna") == 0


async def test_a_session_is_found_by_its_person_and_by_its_id(store: Store) -> None:
    await store.append(ANNA, said("hello"))
    assert await store.find("anna", "general") == ANNA
    assert await store.get("s-anna") == ANNA
    assert await store.find("anna", "random") is None
    assert await store.find("bob", "general") is None


async def test_a_session_can_be_kept_before_anything_is_said(store: Store) -> None:
    await store.append(ANNA, [])
    assert await store.get(ANNA.id) == ANNA
    await store.append(ANNA, said("hello"))
    assert await store.read(ANNA.id) == said("hello")


@pytest.mark.parametrize("after", [0, 1, 3], ids=["taken", "half taken", "a gap"])
async def test_what_does_not_follow_on_is_refused_whole(store: Store, after: int) -> None:
    await store.append(ANNA, said("one", "two"))
    with pytest.raises(Conflict):
        await store.append(ANNA, said("x", "y", after=after))
    assert await store.read(ANNA.id) == said("one", "two")


async def test_what_was_answered_once_is_not_kept_again(store: Store) -> None:
    turn = [replace(each, source=f"chat:{each.sequence}") for each in said("one")]
    await store.append(ANNA, turn)
    assert await store.read(ANNA.id) == turn
    elsewhere = Session("s-elsewhere", "anna", "random")
    with pytest.raises(Repeated):
        await store.append(elsewhere, turn)
    assert await store.get(elsewhere.id) is None
    with pytest.raises(Repeated):
        await store.append(ANNA, turn)
    await store.append(ANNA, said("two", after=1))
    later = [replace(each, source="chat:1") for each in said("three", after=2)]
    with pytest.raises(Repeated):
        await store.append(ANNA, later)
    assert len(await store.read(ANNA.id)) == 2
    await store.erase("anna")
    await store.append(elsewhere, turn)


async def test_a_message_that_comes_by_many_doors_at_once_is_kept_once(home: Home) -> None:
    stores = [await home.store() for _ in range(4)]
    turn = [Record(1, NOON, {}, "chat:1")]
    homes = [Session(f"s-{n}", "anna", f"room {n}") for n in range(4)]
    work = (store.append(session, turn) for store, session in zip(stores, homes, strict=True))
    outcomes = await asyncio.gather(*map(outcome, work))
    assert outcomes.count("kept") == 1
    assert set(outcomes) <= {"kept", "Repeated", "Conflict"}


async def test_one_bad_event_keeps_its_whole_turn_out(store: Store) -> None:
    good, bad = said("good", "bad")
    bad.data["text"] = object()
    with pytest.raises(StorageError, match="JSON"):
        await store.append(ANNA, [good, bad])
    assert await store.read(ANNA.id) == []
    assert await store.get(ANNA.id) is None


async def test_a_person_has_one_session_in_a_channel(store: Store) -> None:
    await store.append(ANNA, said("hello"))
    with pytest.raises(Conflict):
        await store.append(Session("s-other", "anna", "general"), said("hello again"))
    assert await store.get("s-other") is None
    await store.append(Session("s-random", "anna", "random"), said("hello there"))
    assert len(await store.sessions_of("anna")) == 2


async def test_nobody_writes_into_the_session_of_another(store: Store) -> None:
    await store.append(ANNA, said("hello"))
    with pytest.raises(Conflict):
        await store.append(Session("s-anna", "bob", "general"), said("boo", after=1))
    assert await store.read(ANNA.id) == said("hello")


async def test_sessions_of_a_person_come_oldest_first(store: Store) -> None:
    for days, name in ((2, "a"), (0, "b"), (1, "c")):
        await store.append(
            Session(name, "anna", name), [Record(1, NOON + timedelta(days=days), {})]
        )
    assert [each.id for each in await store.sessions_of("anna")] == ["b", "c", "a"]


async def test_erasing_takes_all_of_a_person_and_nothing_of_others(store: Store) -> None:
    bob = Session("s-bob", "bob", "general")
    await store.append(ANNA, said("one", "two"))
    await store.append(Session("s-random", "anna", "random"), said("three"))
    await store.append(bob, said("mine"))
    assert await store.erase("anna") == 2
    assert await store.sessions_of("anna") == []
    assert await store.find("anna", "general") is None
    assert await store.read("s-anna") == await store.read("s-random") == []
    assert await store.read(bob.id) == said("mine")
    assert await store.erase("anna") == 0


async def test_after_erasing_a_conversation_begins_anew_and_never_goes_on(store: Store) -> None:
    await store.append(ANNA, said("my budget is small"))
    await store.erase("anna")
    with pytest.raises(Conflict):
        await store.append(ANNA, said("where were we", after=1))
    await store.append(ANNA, said("hello"))
    assert await store.read(ANNA.id) == said("hello")


async def test_of_writers_at_the_same_moment_one_wins(home: Home) -> None:
    doors = [await home.store() for _ in range(4)]
    await doors[0].append(ANNA, said("hello"))
    rivals = [said(f"rival {number}", "x", after=1) for number in range(8)]
    writes = (doors[number % 4].append(ANNA, rival) for number, rival in enumerate(rivals))
    ends = await asyncio.gather(*map(outcome, writes))
    assert sorted(ends) == ["Conflict"] * 7 + ["kept"]
    assert await doors[0].read(ANNA.id, after=1) == rivals[ends.index("kept")]


async def test_of_first_messages_at_the_same_moment_one_opens_the_session(home: Home) -> None:
    doors = [await home.store() for _ in range(3)]
    writes = (
        door.append(Session(f"s-{number}", "anna", "general"), said("hello"))
        for number, door in enumerate(doors)
    )
    ends = await asyncio.gather(*map(outcome, writes))
    assert sorted(ends) == ["Conflict", "Conflict", "kept"]
    winner = Session(f"s-{ends.index('kept')}", "anna", "general")
    assert await doors[0].sessions_of("anna") == [winner]
    assert await doors[0].read(winner.id) == said("hello")


async def test_many_people_write_at_once(store: Store) -> None:
    people = [Session(f"s-{number}", f"user {number}", "general") for number in range(40)]
    await asyncio.gather(*(store.append(each, said(each.user)) for each in people))
    for each in people:
        assert await store.read(each.id) == said(each.user)


async def test_reopening_sees_everything(home: Home) -> None:
    before = await home.store()
    await before.append(ANNA, said("one", "two"))
    await before.close()
    after = await home.store()
    assert await after.find("anna", "general") == ANNA
    assert await after.read(ANNA.id) == said("one", "two")


async def test_opening_and_closing_twice_does_no_harm(store: Store) -> None:
    await store.open()
    await store.append(ANNA, said("hello"))
    await store.close()
    await store.close()


async def test_a_closed_store_says_so(store: Store) -> None:
    await store.close()
    for work in (store.read("s-anna"), store.append(ANNA, said("x")), store.erase("anna")):
        with pytest.raises(StorageError, match="not open"):
            await work


@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS.keys())
async def test_odd_text_comes_back_whole(store: Store, text: str) -> None:
    await store.append(ANNA, said(text))
    (kept,) = await store.read(ANNA.id)
    assert kept.data["text"] == text


@pytest.mark.parametrize("name", [n for n in ODD_TEXTS if n != "100 kB"])
async def test_odd_names_of_people_and_channels_are_told_apart(store: Store, name: str) -> None:
    odd = ODD_TEXTS[name]
    session = Session(f"s {odd}", odd, odd)
    await store.append(session, said("hello"))
    await store.append(Session("other", f"{odd}!", odd), said("hello"))
    assert await store.find(odd, odd) == session
    assert await store.get(session.id) == session
    await store.append(session, said(odd, after=1))
    assert await store.read(session.id) == [*said("hello"), *said(odd, after=1)]
    assert await store.erase(odd) == 1


async def test_what_was_read_is_a_copy(store: Store) -> None:
    await store.append(ANNA, said("hello"))
    (kept,) = await store.read(ANNA.id)
    kept.data["text"] = "changed"
    assert await store.read(ANNA.id) == said("hello")


# What those who run the bot ask


async def test_the_latest_of_some_channels_come_oldest_first(store: Store) -> None:
    ben = Session("s-ben", "ben", "random")
    carl = Session("s-carl", "carl", "elsewhere")
    await store.append(ANNA, said("a", "b", "c"))
    await store.append(ben, said("x", "y"))
    await store.append(carl, said("not this"))
    rooms = {"general", "random", *(f"room {number}" for number in range(600))}
    found = await store.latest(rooms, NOON, 100)
    assert [(session.user, record.data["text"]) for session, record in found] == [
        ("anna", "a"), ("ben", "x"), ("anna", "b"), ("ben", "y"), ("anna", "c"),
    ]  # fmt: skip
    assert (await store.latest(rooms, NOON, 2)) == found[-2:]
    assert (await store.latest(rooms, NOON + timedelta(seconds=2), 100)) == found[2:]
    assert await store.latest(set(), NOON, 100) == []


async def test_the_settings_of_a_place_are_kept_changed_and_deleted(home: Home) -> None:
    one, other = await home.store(), await home.store()
    assert await one.settings_of("here") == {}
    await one.set_for("here", {"channels": [1], "note": "\x00\ud83d"})
    assert await other.settings_of("here") == {"channels": [1], "note": "\x00\ud83d"}
    await other.set_for("here", {"quiet": True})
    assert await one.settings_of("here") == {"quiet": True}
    await one.set_for("here", {})
    assert await other.settings_of("here") == {}


async def test_what_was_said_in_a_place_goes_some_time_after_it_was_left(store: Store) -> None:
    ben = Session("s-ben", "ben", "elsewhere")
    await store.append(ANNA, said("here"))
    await store.append(ben, said("there"))
    for room in ("general", "random", "general"):
        await store.note_room("server", room)
    await store.note_room("other", "elsewhere")
    await store.leave("server", NOON)
    assert await store.places_with_rooms() == {"other": None, "server": NOON}
    assert await store.purge(NOON) == 0
    await store.leave("server", NOON + timedelta(days=1))  # a second word doesn't move it
    assert await store.purge(NOON + timedelta(seconds=1)) == 1
    assert await store.find("anna", "general") is None
    assert await store.read(ben.id) == said("there")
    assert await store.places_with_rooms() == {"other": None}
    await store.append(ANNA, said("again"))


async def test_a_place_that_is_come_back_to_keeps_what_was_said(store: Store) -> None:
    await store.append(ANNA, said("here"))
    await store.note_room("server", "general")
    await store.leave("server", NOON)
    await store.leave("server", None)
    assert await store.purge(NOON + timedelta(days=900)) == 0
    assert await store.read(ANNA.id) == said("here")


async def test_a_place_with_many_rooms_is_emptied_whole(store: Store) -> None:
    for number in range(450):
        await store.append(Session(f"s{number}", "anna", f"room {number}"), said("a"))
        await store.note_room("server", f"room {number}")
    await store.leave("server", NOON)
    assert await store.purge(NOON + timedelta(days=1)) == 450
    assert await store.sessions_of("anna") == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
EVENTS = st.lists(st.dictionaries(st.text(), JSON, max_size=5), max_size=6)
MOMENTS = st.datetimes(timezones=st.just(UTC))


@given(events=EVENTS, at=MOMENTS, user=st.text(max_size=40), channel=st.text(max_size=40))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
async def test_any_events_come_back_equal(
    store: Store, events: list[dict[str, object]], at: datetime, user: str, channel: str
) -> None:
    records = [Record(number, at, data) for number, data in enumerate(events, 1)]
    session = Session(f"s-{user}", user, channel)
    try:
        await store.append(session, records[:2])
        await store.append(session, records[2:])
        assert await store.find(user, channel) == session
        assert await store.read(session.id) == records
    finally:
        await store.erase(user)
    assert await store.read(session.id) == []


async def test_a_snapshot_is_gone_on_from_by_the_code_that_made_it(store: Store) -> None:
    await store.append(ANNA, said("one", "two"), Snapshot(2, "fold", {"turns": 2}))
    await store.append(ANNA, said("three", after=2))
    later = said("three", after=2)
    assert await store.resume(ANNA.id, "fold") == (Snapshot(2, "fold", {"turns": 2}), later)
    assert await store.resume(ANNA.id, "newer") == (None, [*said("one", "two"), *later])
    await store.append(ANNA, said("four", after=3), Snapshot(4, "newer", {"turns": 4}))
    assert await store.resume(ANNA.id, "newer") == (Snapshot(4, "newer", {"turns": 4}), [])
    await store.erase("anna")
    assert await store.resume(ANNA.id, "newer") == (None, [])


async def test_a_snapshot_of_a_refused_turn_is_not_kept(store: Store) -> None:
    await store.append(ANNA, said("one"))
    with pytest.raises(Conflict):
        await store.append(ANNA, said("two"), Snapshot(1, "fold", {}))
    assert await store.resume(ANNA.id, "fold") == (None, said("one"))


async def test_what_was_not_used_for_long_expires_whole(store: Store) -> None:
    await store.append(ANNA, said("one"))
    await store.append(Session("s-bob", "bob", "general"), said("one"))
    later = NOON + timedelta(days=30)
    await store.append(ANNA, [Record(2, later, heard("still here"))])
    assert await store.expire(NOON + timedelta(days=29)) == 1
    assert await store.get("s-bob") is None
    assert len(await store.read(ANNA.id)) == 2
    assert await store.expire(NOON + timedelta(days=29)) == 0


async def test_a_closed_store_does_not_answer_a_ping(store: Store) -> None:
    await store.ping()
    await store.close()
    with pytest.raises(StorageError):
        await store.ping()
