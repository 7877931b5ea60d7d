"""Days later, or after an update: a dialogue goes on, is offered anew, or is kindly mended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.content.snapshot import Content
from bot.conversation.plan import Planner
from bot.conversation.silence import OFFERED
from bot.engine import Engine, Message, Press
from bot.reply import Reply
from bot.storage.memory import MemoryStore
from bot.understanding.understander import Understander
from tests.conftest import Clock


class Talk:
    """One person in one channel, whose time can pass."""

    def __init__(self, planner: Planner, new_id: Callable[[], str]) -> None:
        self.clock, self.store, self.new_id = Clock(), MemoryStore(), new_id
        self.engine = Engine(planner, self.store, self.clock, new_id)

    async def say(self, text: str, *, days: float = 0) -> Reply:
        self.clock.now += timedelta(days=days)
        return await self.engine.handle(Message("ann", "here", text))

    async def press(self, session: str | None, option: str) -> Reply:
        return await self.engine.handle(Message("ann", "here", press=Press(session or "", option)))

    def update(self, planner: Planner) -> None:
        """The same store under a program with other content."""
        self.engine = Engine(planner, self.store, self.clock, self.new_id)


@pytest.fixture
async def talk(planner: Planner, new_id: Callable[[], str]) -> Talk:
    talk = Talk(planner, new_id)
    await talk.store.open()
    await talk.say("help me choose")
    await talk.say("we have no money")
    return talk


def offers(reply: Reply) -> bool:
    return tuple(option.id for option in reply.options) == OFFERED


@pytest.mark.parametrize("text", ["hi", "what is fine-tuning?", "help me choose", "thank you"])
async def test_after_days_the_first_message_is_asked_whether_to_go_on(
    talk: Talk, text: str
) -> None:
    reply = await talk.say(text, days=5)
    assert offers(reply)
    assert reply.standing.asking == "flexibility"
    assert set(reply.standing.recorded) == {"budget"}


async def test_yes_goes_on_where_it_was(talk: Talk) -> None:
    await talk.say("hello", days=5)
    reply = await talk.say("yes")
    assert (reply.event, reply.standing.asking) == ("resumed", "flexibility")
    assert set(reply.standing.recorded) == {"budget"}


async def test_no_drops_it(talk: Talk) -> None:
    await talk.say("hello", days=5)
    reply = await talk.say("no")
    assert (reply.event, reply.standing.in_dialogue) == ("cancelled", False)


async def test_the_buttons_do_the_same(talk: Talk) -> None:
    offered = await talk.say("hello", days=5)
    reply = await talk.press(offered.standing.session, "control:restart")
    assert reply.event == "restarted"
    assert not reply.standing.recorded


async def test_an_answer_after_days_is_simply_an_answer(talk: Talk) -> None:
    reply = await talk.say("we take the model as it comes", days=5)
    assert reply.standing.recorded["flexibility"].leaning == "closed"
    assert not offers(reply)


async def test_an_hour_is_not_long(talk: Talk) -> None:
    assert not offers(await talk.say("hi", days=1 / 24))


async def test_the_silence_is_known_after_a_restart_of_the_program(
    talk: Talk, planner: Planner
) -> None:
    talk.update(planner)
    assert offers(await talk.say("hi", days=5))


async def test_a_second_start_goes_on_with_the_first(talk: Talk) -> None:
    reply = await talk.say("help me choose")
    assert (reply.event, reply.standing.asking) == ("resumed", "flexibility")


def changed(content: Content, change: Callable[[dict[str, Any]], None]) -> Content:
    """The content after an update of its factors."""
    raw = content.model_dump(by_alias=True)
    for factor in raw["factor_list"]["factors"]:
        change(factor)
    kept = [factor for factor in raw["factor_list"]["factors"] if factor["id"] != "gone"]
    raw["factor_list"]["factors"] = kept
    return Content.model_validate(raw)


def planner_for(content: Content, understander: Understander) -> Planner:
    return Planner(content, Understander(content, understander.ranker.artefacts))


async def test_a_question_that_is_gone_gives_way_to_another(
    talk: Talk, content: Content, understander: Understander
) -> None:
    def drop(factor: dict[str, Any]) -> None:
        if factor["id"] == "flexibility":
            factor["id"] = "gone"

    talk.update(planner_for(changed(content, drop), understander))
    reply = await talk.say("as it comes")
    assert "questions have changed" in reply.text
    assert reply.standing.asking not in {None, "flexibility"}
    assert reply.standing.recorded["budget"].value == "tight"


async def test_a_button_of_a_question_that_is_gone_leads_on(
    talk: Talk, content: Content, understander: Understander
) -> None:
    shown = await talk.say("help me choose")

    def drop(factor: dict[str, Any]) -> None:
        if factor["id"] == "flexibility":
            factor["id"] = "gone"

    talk.update(planner_for(changed(content, drop), understander))
    reply = await talk.press(shown.standing.session, shown.options[0].id)
    assert reply.standing.asking not in {None, "flexibility"}


async def test_an_answer_that_is_gone_is_let_go(
    talk: Talk, content: Content, understander: Understander
) -> None:
    def rename(factor: dict[str, Any]) -> None:
        for value in factor["values"]:
            if (factor["id"], value["id"]) == ("budget", "tight"):
                value["id"] = "slim"

    talk.update(planner_for(changed(content, rename), understander))
    reply = await talk.say("why do you ask?")
    assert "questions have changed" in reply.text
    assert not reply.standing.recorded
    assert reply.standing.asking == "flexibility"


async def test_an_answer_that_leans_elsewhere_now_leans_there(
    talk: Talk, content: Content, understander: Understander
) -> None:
    def turn(factor: dict[str, Any]) -> None:
        for value in factor["values"]:
            if (factor["id"], value["id"]) == ("budget", "tight"):
                value["leaning"] = "closed"

    talk.update(planner_for(changed(content, turn), understander))
    reply = await talk.say("why do you ask?")
    assert reply.standing.recorded["budget"].leaning == "closed"
    assert "questions have changed" not in reply.text
