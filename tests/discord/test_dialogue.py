"""A guided dialogue in one message: buttons, forms and selects, also after a restart."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import discord as dpy
import pytest
import simcord
from scripted_engine import BUDGET, ScriptedEngine, session_of
from simulated import Discord, labels

from bot.engine import Press
from bot.reply import Option, Reply, Standing
from bot.transports.discord import delivery


async def begin(discord: Discord) -> simcord.ResponseMessage:
    result = await discord.ada.slash(discord.channel, "recommend")
    assert "Question 1" in result.response.content
    return result.response


async def test_the_answers_come_first_and_what_steers_below(discord: Discord) -> None:
    question = await begin(discord)
    first, second = question.components
    assert [each["label"] for each in first["components"]] == list(BUDGET)
    assert [each["label"] for each in second["components"]] == [
        "In my own words",
        "Skip",
        "Why?",
        "Stop",
    ]
    assert {each["style"] for row in question.components for each in row["components"]} == {2}


async def test_the_whole_dialogue_stays_in_one_message(discord: Discord) -> None:
    question = await begin(discord)
    clicked = await discord.ada.click(question, label="Money is tight")
    assert clicked.acknowledged
    assert "Question 2" in question.content
    await discord.ada.click(question, label="Money is tight")
    assert question.content == "Go for open."
    assert labels(question) == ["Start again"]
    assert len(discord.answers()) == 1


async def test_why_a_question_is_asked_is_told_in_the_same_message(discord: Discord) -> None:
    question = await begin(discord)
    await discord.ada.click(question, label="Why?")
    assert question.content.startswith("Because money decides a lot.")
    assert labels(question)[:3] == list(BUDGET)


async def test_an_answer_of_the_knowledge_base_is_not_overwritten(discord: Discord) -> None:
    result = await discord.ada.slash(discord.channel, "ask", question="what is a licence?")
    more = await discord.ada.click(result.response, label="More")
    assert more.response.content == "More of it."
    assert "what is a licence?" in result.response.content
    assert not more.ephemeral


async def test_the_way_on_stands_out(discord: Discord) -> None:
    result = await discord.ada.slash(discord.channel, "ask", question="what is a licence?")
    (row,) = result.response.components
    assert [(each["label"], each["style"]) for each in row["components"]] == [
        ("More", 2),
        ("Help me choose", 1),
    ]


async def test_a_stranger_is_told_kindly_and_alone(discord: Discord) -> None:
    question = await begin(discord)
    before = question.content
    result = await discord.ben.click(question, label="Money is tight")
    assert result.ephemeral
    assert result.response.content == "That is not your dialogue."
    assert question.content == before


async def test_an_old_button_changes_nothing(discord: Discord) -> None:
    asked = await discord.ada.send(discord.channel, f"{discord.me} help me choose")
    old = discord.last
    assert old.reference.message_id == asked.id
    await discord.ada.send(discord.channel, f"{discord.me} it is tight")
    result = await discord.ada.click(old, label="Money is tight")
    assert result.ephemeral
    assert result.response.content == "That question has passed."


async def test_buttons_work_after_a_restart(discord: Discord) -> None:
    question = await begin(discord)
    await discord.restart()
    await discord.ada.click(question, label="Money is tight")
    assert "Question 2" in question.content
    assert len(discord.answers()) == 1


async def test_a_form_takes_an_answer_in_own_words(
    discord: Discord, scripted: ScriptedEngine
) -> None:
    question = await begin(discord)
    shown = await discord.ada.click(question, label="In my own words")
    assert shown.modal["title"] == "Budget"
    label = shown.modal["components"][0]
    assert label["description"].startswith("How much money")
    done = await discord.ada.submit_modal(shown, {"text": "about 50 euros a month"})
    assert done.acknowledged
    assert scripted.heard[-1].text == "about 50 euros a month"
    assert "Question 2" in question.content
    assert len(discord.answers()) == 1


async def test_a_form_sent_after_a_restart_is_answered(
    discord: Discord, scripted: ScriptedEngine
) -> None:
    question = await begin(discord)
    shown = await discord.ada.click(question, label="In my own words")
    await discord.restart()
    done = await discord.ada.submit_modal(shown, {"text": "about 50 euros a month"})
    assert done.acknowledged
    assert scripted.heard[-1].text == "about 50 euros a month"
    assert "Question 2" in question.content


async def test_the_form_opens_for_its_owner_alone(discord: Discord) -> None:
    question = await begin(discord)
    result = await discord.ben.click(question, label="In my own words")
    assert result.modal is None
    assert result.ephemeral
    assert "somebody else" in result.response.content
    assert "</recommend:" in result.response.content


async def test_more_than_five_options_become_a_select(
    discord: Discord, scripted: ScriptedEngine
) -> None:
    options = tuple(Option(f"topic:{n}", f"Topic {n}") for n in range(30))
    standing = Standing(session_of(str(discord.ada.id)))
    scripted.script["many"] = Reply("clarify", "Which one?", options=options, standing=standing)
    result = await discord.ada.slash(discord.channel, "ask", question="many")
    assert labels(result.response) == [f"Topic {n}" for n in range(25)]
    await discord.restart()
    chosen = await discord.ada.select(result.response, ["topic:7"])
    assert chosen.acknowledged
    assert scripted.heard[-1].press == Press(standing.session, "topic:7")
    assert chosen.response.content == "That question has passed."
    assert chosen.ephemeral


FORGED = [
    "a1:p:e:somebody:1.1:budget:tight",
    "a1:p:e::",
    "a1:p:x:s:1",
    "a1:w:77:budget",
    "a1:r:77:token",
    "a1:q:nothing",
    "a0:old:id",
    "hello",
    "a1:p:e:" + "s" * 40 + ":x",
]


@pytest.mark.parametrize("custom_id", FORGED)
async def test_a_forged_or_foreign_id_is_answered_in_private(
    discord: Discord, custom_id: str
) -> None:
    """Somebody else's message with such a button can't exist, but an old version's can."""
    view = dpy.ui.View(timeout=None)
    view.add_item(dpy.ui.Button(label="Old", custom_id=custom_id))
    channel = discord.env.bot.get_channel(discord.channel.id)
    message = await channel.send("An old message", view=view)
    result = await discord.ada.click(message, label="Old")
    assert result.ephemeral
    assert result.response.content
    assert discord.last.content == "An old message"


async def test_a_select_of_an_old_version_is_answered_in_private(discord: Discord) -> None:
    view = dpy.ui.View(timeout=None)
    options = [dpy.SelectOption(label="A", value="a")]
    view.add_item(dpy.ui.Select(custom_id="a0:menu", options=options))
    message = await discord.env.bot.get_channel(discord.channel.id).send("Old", view=view)
    result = await discord.ada.select(message, ["a"])
    assert result.ephemeral
    assert "earlier version" in result.response.content


async def test_a_fault_during_a_click_is_told_in_private(
    discord: Discord, scripted: ScriptedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = await begin(discord)
    before = question.content

    async def broken(message: object) -> Reply:
        raise RuntimeError("the database is gone")

    monkeypatch.setattr(scripted, "handle", broken)
    result = await discord.ada.click(question, label="Money is tight")
    assert result.ephemeral
    assert "Something went wrong on my side" in result.response.content
    assert question.content == before


async def test_after_an_hour_the_answer_comes_in_a_new_message(discord: Discord) -> None:
    question = await begin(discord)
    before = question.content
    await discord.env.advance_time(timedelta(hours=1, minutes=1).total_seconds())
    result = await discord.ada.click(question, label="Money is tight")
    assert question.content == before
    assert "Question 2" in result.response.content


async def test_a_message_that_was_deleted_meanwhile_leaves_no_failed_click(
    discord: Discord,
) -> None:
    question = await begin(discord)
    discord.env.inject_error("POST", "/interactions/*/callback", status=404, code=10_008)
    result = await discord.ada.click(question, label="Money is tight")
    assert result.acknowledged
    assert result.ephemeral


async def test_a_quick_click_needs_no_waiting(discord: Discord) -> None:
    question = await begin(discord)
    clicked = await discord.ada.click(question, label="Money is tight")
    assert clicked.acknowledged
    assert not clicked.deferred


async def test_a_slow_click_is_acknowledged_at_once_and_edits_later(
    discord: Discord, scripted: ScriptedEngine
) -> None:
    question = await begin(discord)
    go_on = hold_back(discord, scripted)
    clicked = await discord.ada.click(question, label="Money is tight")
    assert clicked.deferred
    assert "Question 1" in question.content
    await go_on()
    assert "Question 2" in question.content
    assert len(discord.answers()) == 1


async def test_a_slow_command_shows_that_the_bot_is_at_work(
    discord: Discord, scripted: ScriptedEngine
) -> None:
    go_on = hold_back(discord, scripted)
    result = await discord.ada.slash(discord.channel, "ask", question="hello")
    assert result.deferred
    assert not result.ephemeral
    await go_on()
    assert "You asked: hello" in result.response.content
    assert labels(result.response) == ["More", "Help me choose"]


async def test_a_slow_private_answer_stays_private(
    discord: Discord, scripted: ScriptedEngine
) -> None:
    scripted.script["secret"] = Reply("summary", "Only for you.", private=True)
    go_on = hold_back(discord, scripted)
    result = await discord.ada.slash(discord.channel, "ask", question="secret")
    await go_on()
    assert result.response.content == "I have answered in private."
    (private,) = result.followups
    assert private.ephemeral
    assert private.content == "Only for you."


async def test_a_slow_refusal_of_a_click_leaves_the_message(
    discord: Discord, scripted: ScriptedEngine
) -> None:
    question = await begin(discord)
    before = question.content
    go_on = hold_back(discord, scripted)
    result = await discord.ben.click(question, label="Money is tight")
    await go_on()
    assert question.content == before
    assert [each.ephemeral for each in result.followups] == [True]


async def test_a_slow_message_shows_the_bot_typing(
    discord: Discord, scripted: ScriptedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "TYPING_SECONDS", 3_600.0)
    go_on = hold_back(discord, scripted)
    await discord.ada.send(discord.channel, f"{discord.me} hello")
    assert discord.answers() == []
    assert any(request.path.endswith("/typing") for request in discord.env.http_requests)
    await go_on()
    assert "You asked: hello" in discord.last.content


async def test_the_bot_leaves_only_after_the_turns_under_way(
    discord: Discord, scripted: ScriptedEngine
) -> None:
    question = await begin(discord)
    turns = discord.env.bot.clicks.turns
    go_on = hold_back(discord, scripted)
    await discord.ada.click(question, label="Money is tight")
    assert await turns.drain(0.0) is False
    draining = asyncio.create_task(turns.drain(10.0))
    await go_on()
    assert await draining is True
    assert "Question 2" in question.content


def hold_back(discord: Discord, scripted: ScriptedEngine) -> Callable[[], Awaitable[None]]:
    """Keeps the engine's answers back until the returned function is called."""
    env, release = discord.env, asyncio.Event()
    env.bot.clicks.patience = 0.0
    scripted.slow = lambda: env.external_wait(release.wait(), reason="a slow engine")

    async def go_on() -> None:
        release.set()
        await env.settle()

    return go_on
