"""A comment beside a rating is kept with it, unless the operator keeps no words."""

from __future__ import annotations

import pytest

from bot.conversation import events as ev
from bot.conversation.discreet import without_words
from bot.conversation.events import from_json, to_json
from bot.conversation.plan import Planner
from bot.conversation.state import State
from bot.conversation.tally import remarks
from bot.engine import Engine, Message


def test_a_comment_is_an_event_of_its_turn(planner: Planner) -> None:
    plan = planner.press("control:feedback-bad", State(), said="  too dear\x00 for us ")
    (remark,) = [event for event in plan.events if isinstance(event, ev.Remarked)]
    assert remark.text == "too dear for us"
    assert from_json(to_json(remark)) == remark
    assert isinstance(plan.events[-1], ev.Replied)
    assert remarks([("anna", event) for event in plan.events]) == ["too dear for us"]


@pytest.mark.parametrize("said", ["", "  ", "\x00"])
def test_no_comment_is_no_event(planner: Planner, said: str) -> None:
    plan = planner.press("control:feedback-good", State(), said=said)
    assert not any(isinstance(event, ev.Remarked) for event in plan.events)


def test_where_no_words_are_kept_the_comment_is_not_either() -> None:
    kept = without_words(ev.Remarked("too dear"))
    assert kept == ev.Remarked("")
    assert remarks([("anna", kept)]) == []


async def test_the_first_reply_of_a_conversation_says_so(engine: Engine) -> None:
    first = await engine.handle(Message("anna", "lab", text="hello"))
    second = await engine.handle(Message("anna", "lab", text="hello"))
    elsewhere = await engine.handle(Message("anna", "attic", text="hello"))
    assert (first.is_first, second.is_first, elsewhere.is_first) == (True, False, True)


async def test_a_turn_is_said_in_the_language_of_the_message(engine: Engine) -> None:
    german = await engine.handle(Message("anna", "lab", text="thanks", language="de"))
    english = await engine.handle(Message("anna", "lab", text="thanks"))
    unknown = await engine.handle(Message("anna", "lab", text="thanks", language="xx"))
    assert german.text == "Gern geschehen."
    assert english.text.startswith(("You're welcome.", "Gladly."))
    assert unknown.text.startswith(("You're welcome.", "Gladly."))


async def test_a_language_changes_no_decision(engine: Engine) -> None:
    told = "we are a clinic and patient data must stay in-house"
    english = await engine.handle(Message("anna", "lab", text=told))
    german = await engine.handle(Message("ben", "lab", text=told, language="de"))
    assert german.kind == english.kind
    assert german.standing.recorded == english.standing.recorded
    assert [each.id for each in german.options] == [each.id for each in english.options]
