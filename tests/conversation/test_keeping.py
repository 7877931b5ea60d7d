"""What the engine keeps of a person: under which id, with or without words, and how all of it is
given out or goes."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import naming
from bot.conversation import summaries
from bot.conversation.plan import Planner
from bot.engine import Engine, Message
from bot.errors import Repeated
from bot.naming import Naming
from bot.storage.memory import MemoryStore
from bot.storage.store import Deed

TALK = ("help me choose", "our purse is tiny and purple", "what is an open model?", "hgfdsa qwert")


@pytest.fixture
async def store() -> MemoryStore:
    store = MemoryStore()
    await store.open()
    return store


async def kept(store: MemoryStore, user: str) -> str:
    """All that a store holds of a person, as text."""
    sessions = await store.sessions_of(user)
    records = [record.data for each in sessions for record in await store.read(each.id)]
    return json.dumps([*map(str, sessions), *records])


async def talk(engine: Engine, user: str = "ada", channel: str = "lab") -> None:
    for text in TALK:
        await engine.handle(Message(user, channel, text=text))


async def say(engine: Engine, text: str, user: str = "ada", channel: str = "lab"):
    return await engine.handle(Message(user, channel, text=text))


@given(st.text(max_size=300), st.text(max_size=300))
def test_two_people_are_never_taken_for_one(one: str, other: str) -> None:
    same = (one or "local") == (other or "local")
    assert (naming.plain(one) == naming.plain(other)) is same


@given(st.text(max_size=300))
def test_a_kept_id_is_one_that_every_database_holds(text: str) -> None:
    name = naming.plain(text)
    assert 1 <= len(name) <= naming.LONGEST
    assert "\x00" not in name
    name.encode()


async def test_ids_that_differ_at_their_end_alone_are_two_people(
    planner: Planner, clock: Callable, store: MemoryStore
) -> None:
    engine = Engine(planner, store, clock)
    await say(engine, "our budget is tiny", "x" * 200 + "1")
    reply = await say(engine, "show my answers", "x" * 200 + "2")
    assert not reply.standing.recorded


async def test_with_a_key_nobodys_id_is_in_the_store_and_all_works_as_before(
    planner: Planner, clock: Callable, store: MemoryStore
) -> None:
    first = Engine(planner, store, clock, naming=Naming(b"key"))
    once = Message("182736455", "998877", text="hello", source="discord:5544")
    await first.handle(once)
    with pytest.raises(Repeated):
        await first.handle(once)
    await talk(first, "182736455", "998877")
    (log,) = store._logs.values()
    assert naming.KEYED.fullmatch(log.session.user)
    assert naming.KEYED.fullmatch(log.session.channel)
    assert naming.KEYED.fullmatch(log.rows[0][3] or "")
    again = Engine(planner, store, clock, naming=Naming(b"key"))
    reply = await say(again, "show my answers", "182736455", "998877")
    assert "budget" in reply.standing.recorded
    stranger = Engine(planner, store, clock, naming=Naming(b"another key"))
    assert not (await say(stranger, "show my answers", "182736455")).standing.recorded


async def test_deleting_reaches_what_was_kept_before_there_was_a_key(
    planner: Planner, clock: Callable, store: MemoryStore
) -> None:
    await talk(Engine(planner, store, clock))
    engine = Engine(planner, store, clock, naming=Naming(b"key"))
    await talk(engine)
    await say(engine, "delete my data")
    assert (await say(engine, "yes")).event == "deleted"
    assert store._logs == {}


async def test_readings_may_be_kept_without_what_was_written(
    planner: Planner, clock: Callable, store: MemoryStore
) -> None:
    engine = Engine(planner, store, clock, keeps_words=False)
    await talk(engine)
    await say(engine, "how much is gpt-4o for 10,000 purple emails a day?")
    held = await kept(store, "ada")
    assert '"type": "recorded"' in held
    assert not [word for word in ("purple", "purse", "hgfdsa", "help me") if word in held]
    reply = await say(engine, "show my answers")
    later = await say(Engine(planner, store, clock, keeps_words=False), "show my answers")
    assert reply.standing.recorded == later.standing.recorded
    assert reply.standing.recorded["budget"].leaning == "open"


async def test_an_export_holds_everything_from_every_channel_and_nothing_of_others(
    planner: Planner, clock: Callable, store: MemoryStore
) -> None:
    engine = Engine(planner, store, clock)
    await talk(engine)
    await say(engine, "my secret garden", "bob")
    elsewhere = Message("ada", "attic", text="a word from elsewhere", source="discord:5544")
    await engine.handle(elsewhere)
    reply = await say(engine, "export my data")
    assert reply.attachment
    _, document = reply.attachment
    rows = [
        json.loads(line) for line in document.split("```json\n")[1].split("\n```")[0].split("\n")
    ]
    sessions = await store.sessions_of("ada")
    assert len(rows) == sum([len(await store.read(each.id)) for each in sessions])
    assert {row["channel"] for row in rows} == {"lab", "attic"}
    assert [row["channel"] for row in rows if row.get("source") == "discord:5544"] == ["attic"]
    said = [row["text"] for row in rows if row["type"] == "heard"]
    assert said == [*TALK, "a word from elsewhere", "export my data"]
    assert "garden" not in document


async def test_a_record_of_the_decision_in_another_form_says_where_the_rest_is(
    engine: Engine,
) -> None:
    await say(engine, "our budget is tiny")
    reply = await say(engine, "export it as json")
    assert reply.attachment
    assert set(json.loads(reply.attachment[1])) >= {"answers", "recommendation"}
    assert "all that I keep" in reply.text


async def test_an_export_holds_what_a_person_did_as_an_operator(
    engine: Engine, clock: Callable
) -> None:
    await engine.store.note(Deed(clock.now, "ada", "unanswered", "discord:1"))
    await engine.store.note(Deed(clock.now, "bob", "stats", "discord:1"))
    reply = await say(engine, "export my data")
    assert '"type": "deed", "what": "unanswered", "about": "discord:1"' in reply.attachment[1]
    assert '"what": "stats"' not in reply.attachment[1]


async def test_an_export_of_nobody_holds_the_wish_itself(engine: Engine) -> None:
    reply = await say(engine, "export my data", "zoe")
    assert reply.kind == "export"
    assert reply.attachment
    assert "export my data" in reply.attachment[1]


async def test_an_export_that_is_too_long_for_a_file_says_so(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    await talk(engine)
    monkeypatch.setattr(summaries, "LARGEST", 1000)
    reply = await say(engine, "export my data")
    assert "more than fits in one file" in reply.text
    assert reply.attachment
    assert "export my data" in reply.attachment[1], "the newest are there"
    assert TALK[2] not in reply.attachment[1], "the oldest are left out"
