"""Several processes on one database: a talk goes from one to the other, and each message is
answered once, also while one process takes over from another."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from benchmarks.rolling import roll
from bot.conversation.plan import Planner
from bot.engine import Engine, Message, Press
from bot.errors import Repeated
from bot.reply import Reply
from bot.storage.sql import SqlStore

TURNS, RESTARTS = 150, 2


@pytest.fixture
async def engines(
    address: str, planner: Planner, clock: Callable
) -> AsyncIterator[tuple[Engine, Engine]]:
    stores = [SqlStore(address) for _ in range(2)]
    for store in stores:
        await store.open()
    first, second = (Engine(planner, store, clock) for store in stores)
    yield first, second
    for store in stores:
        await store.close()


def say(text: str, source: str | None = None) -> Message:
    return Message("ada", "lab", text=text, source=source)


async def test_a_dialogue_that_one_process_began_goes_on_on_the_other(
    engines: tuple[Engine, Engine],
) -> None:
    here, there = engines
    question = await here.handle(say("help me choose"))
    assert question.kind == "question"
    pressed = Press(question.standing.session, question.options[0].id)
    second = await there.handle(Message("ada", "lab", press=pressed))
    assert second.kind == "question"
    assert len(second.standing.recorded) == 1
    third = await here.handle(say("our data must not leave our servers"))
    assert set(third.standing.recorded) > set(second.standing.recorded)
    summary = await there.handle(say("show my answers"))
    assert summary.standing.recorded == third.standing.recorded


async def test_what_one_process_deleted_the_other_does_not_go_on_with(
    engines: tuple[Engine, Engine],
) -> None:
    here, there = engines
    await here.handle(say("our budget is tiny"))
    asked = await there.handle(say("delete my data"))
    wish = next(each.id for each in asked.options if "yes" in each.id)
    press = Press(asked.standing.session, wish)
    await there.handle(Message("ada", "lab", press=press))
    reply = await here.handle(say("show my answers"))
    assert not reply.standing.recorded


async def test_a_message_that_both_get_is_answered_once(engines: tuple[Engine, Engine]) -> None:
    await engines[0].handle(say("help me choose"))

    async def outcome(engine: Engine, number: int) -> str:
        try:
            return type(await engine.handle(say("why?", f"chat:{number}"))).__name__
        except Repeated:
            return "Repeated"

    for number in range(12):
        both = await asyncio.gather(*(outcome(engine, number) for engine in engines))
        assert sorted(both) == ["Repeated", Reply.__name__]
    session = await engines[0].store.find("ada", "lab")
    assert session is not None
    records = await engines[0].store.read(session.id)
    sources = [record.source for record in records if record.source]
    assert sources == [f"chat:{number}" for number in range(12)]


async def test_processes_that_take_over_from_each_other_lose_no_message_and_double_none(
    address: str,
) -> None:
    outcome = await roll(address, TURNS, RESTARTS)
    assert outcome.restarts == RESTARTS
    assert outcome.is_sound, outcome
