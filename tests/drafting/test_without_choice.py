"""A pack that has nothing to choose, with buttons, commands and a talk from one that had."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from bot.conversation.controls import CONTROLS
from bot.conversation.plan import Planner
from bot.engine import Engine, Message
from bot.reply import Reply

EngineOf = Callable[[str | None], Awaitable[Engine]]
Drafted = Callable[[str | None], Planner]
GUIDE = "allotment.md"


async def say(engine: Engine, text: str) -> Reply:
    return await engine.handle(Message("ada", "lab", text=text))


@pytest.mark.parametrize("control", ["start", *CONTROLS])
async def test_whatever_control_is_chosen_there_is_an_answer_and_no_question(
    control: str, engine_of: EngineOf
) -> None:
    engine = await engine_of(GUIDE)
    reply = await engine.handle(Message("ada", "lab", option=f"control:{control}"))
    assert reply.text
    assert "{" not in reply.text
    assert reply.recommendation is None
    assert not reply.standing.in_dialogue


async def test_a_dialogue_that_lost_all_its_questions_ends(
    engine_of: EngineOf, drafted: Drafted
) -> None:
    engine = await engine_of(None)
    await say(engine, "help me choose")
    await say(engine, "10 to 25 euros each")
    for _ in range(2):  # the content before would bring the dialogue to its end
        engine.renew(drafted(GUIDE))
    reply = await say(engine, "when do you turn the taps on")
    assert "from April to October" in reply.text
    assert not reply.standing.in_dialogue
    assert reply.standing.recorded == {}


async def test_a_verdict_of_a_pack_that_is_gone_is_not_spoken_of(
    engine_of: EngineOf, drafted: Drafted
) -> None:
    engine = await engine_of(None)
    for text in ("help me choose", "10 to 25 euros each", "just tell me the result"):
        reply = await say(engine, text)
    assert reply.recommendation is not None
    for _ in range(2):
        engine.renew(drafted(GUIDE))
    reply = await engine.handle(Message("ada", "lab", option="control:why-verdict"))
    assert reply.recommendation is None
    assert "haven't recommended anything" in reply.text
