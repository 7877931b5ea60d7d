"""No message or click is answered twice, and none goes lost: dedupe, nonces, retries, limits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import discord as dpy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripted_engine import ScriptedEngine
from simulated import Discord

from bot.content.cache import Cache
from bot.conversation.plan import Planner
from bot.engine import Engine, Message
from bot.errors import Repeated
from bot.storage.sql import SqlStore
from bot.transports.discord.client import AjarClient
from bot.transports.discord.gate import Full, Gate
from bot.transports.discord.throttle import Rate, Throttle

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


@pytest.fixture
async def two_engines(planner: Planner, tmp_path: Path) -> AsyncIterator[tuple[Engine, Engine]]:
    """Two processes on one database, each with a memory of its own."""
    stores = [SqlStore(f"sqlite:///{tmp_path / 'ajar.db'}") for _ in range(2)]
    for store in stores:
        await store.open()
    first, second = (Engine(planner, store, lambda: NOON) for store in stores)
    yield first, second
    for store in stores:
        await store.close()


async def test_two_processes_that_get_one_message_answer_it_once(
    two_engines: tuple[Engine, Engine],
) -> None:
    said = Message("ada", "lab", text="help me choose", source="discord:7")
    both = await asyncio.gather(*(e.handle(said) for e in two_engines), return_exceptions=True)
    assert sorted(type(each).__name__ for each in both) == ["Repeated", "Reply"]
    session = await two_engines[0].store.find("ada", "lab")
    records = await two_engines[0].store.read(session.id)
    assert [record.source for record in records if record.source] == ["discord:7"]


async def test_after_a_repetition_the_talk_goes_on(two_engines: tuple[Engine, Engine]) -> None:
    first, second = two_engines
    await first.handle(Message("ada", "lab", text="help me choose", source="discord:1"))
    with pytest.raises(Repeated):
        await second.handle(Message("ada", "lab", text="help me choose", source="discord:1"))
    reply = await second.handle(Message("ada", "lab", text="why do you ask?", source="discord:2"))
    assert reply.kind == "explain_question"


async def test_what_another_process_answered_is_left_to_it(
    discord: Discord, scripted: ScriptedEngine
) -> None:
    scripted.repeated = True
    await discord.ada.send(discord.channel, f"{discord.me} hello")
    assert discord.answers() == []


async def test_a_command_carries_the_id_of_its_interaction(
    discord: Discord, scripted: ScriptedEngine
) -> None:
    await discord.ada.slash(discord.channel, "ask", question="hello")
    await discord.ada.send(discord.channel, f"{discord.me} hello")
    sources = [message.source for message in scripted.heard]
    assert all(source.startswith("discord:") for source in sources)
    assert len(set(sources)) == 2


@pytest.mark.parametrize(
    "fault", [aiohttp.ServerDisconnectedError(), ConnectionResetError(), TimeoutError()]
)
async def test_a_connection_that_breaks_while_sending_neither_loses_nor_doubles(
    discord: Discord, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    """It breaks after Discord took the message, as one can't know: the nonce keeps it single."""
    nonces = []
    send = dpy.TextChannel.send

    async def breaks_once(channel: dpy.TextChannel, *args: Any, **fields: Any) -> dpy.Message:
        nonces.append(fields["nonce"])
        if len(nonces) == 1:
            raise fault
        return await send(channel, *args, **fields)

    monkeypatch.setattr("bot.transports.discord.delivery.RETRY_SECONDS", 0.0)
    monkeypatch.setattr(dpy.TextChannel, "send", breaks_once)
    await discord.ada.send(discord.channel, f"{discord.me} hello")
    assert len(discord.answers()) == 1
    assert nonces[0] == nonces[1]


@pytest.mark.parametrize("path", ["/interactions/*/callback", "/webhooks/*/messages/@original"])
async def test_a_fault_of_discord_does_not_lose_the_answer_to_a_command(
    discord: Discord, scripted: ScriptedEngine, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr("bot.transports.discord.delivery.RETRY_SECONDS", 0.0)
    if "original" in path:  # the answer comes after "thinking"
        discord.env.bot.clicks.patience = 0.0
        scripted.slow = lambda: asyncio.sleep(0)
    discord.env.inject_error("*", path, status=503)
    result = await discord.ada.slash(discord.channel, "ask", question="hello")
    assert "You asked: hello" in result.response.content
    assert len(discord.answers()) == 1


async def test_a_first_answer_that_did_arrive_is_not_given_again(
    discord: Discord, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = dpy.InteractionResponse.send_message
    calls = []

    async def breaks_after(response: dpy.InteractionResponse, *args: Any, **fields: Any) -> Any:
        calls.append(1)
        if len(calls) > 1:
            response._response_type = None
        sent = await send(response, *args, **fields)
        if len(calls) == 1:
            raise ConnectionResetError
        return sent

    monkeypatch.setattr("bot.transports.discord.delivery.RETRY_SECONDS", 0.0)
    monkeypatch.setattr(dpy.InteractionResponse, "send_message", breaks_after)
    result = await discord.ada.slash(discord.channel, "ask", question="hello")
    assert len(discord.answers()) == 1
    assert "You asked: hello" in result.response.content


# Not too much at once


async def test_somebody_too_quick_is_told_once_and_then_left_alone(
    discord: Discord, scripted: ScriptedEngine
) -> None:
    desk = discord.env.bot.clicks
    desk.throttle = Throttle(lambda: 0.0, person=Rate(2, 10.0))
    for number in range(5):
        await discord.ada.send(discord.channel, f"{discord.me} question {number}")
    assert len(scripted.heard) == 2
    assert ["quicker than I am" in m.content for m in discord.answers()] == [False, False, True]
    await discord.ben.send(discord.channel, f"{discord.me} and mine?")
    assert "and mine?" in discord.last.content


async def test_a_command_too_many_is_answered_in_private(
    discord: Discord, scripted: ScriptedEngine
) -> None:
    discord.env.bot.clicks.throttle = Throttle(lambda: 0.0, person=Rate(1, 10.0))
    await discord.ada.slash(discord.channel, "ask", question="one")
    for _ in range(2):
        result = await discord.ada.slash(discord.channel, "ask", question="two")
        assert result.ephemeral
        assert "quicker than I am" in result.response.content
    assert len(scripted.heard) == 1


@given(gaps=st.lists(st.floats(0, 30), max_size=60))
def test_in_no_stretch_of_time_more_than_the_rate_goes_through(gaps: list[float]) -> None:
    now = 0.0
    throttle = Throttle(lambda: now, person=Rate(3, 5.0), channel=Rate(100, 0.1))
    passed = []
    for gap in gaps:
        now += gap
        if throttle.verdict(1, 2) == "go":
            passed.append(now)
    for first in range(len(passed)):
        for last in range(first, len(passed)):
            assert last - first + 1 <= 3 + (passed[last] - passed[first]) / 5.0 + 1e-6


async def test_a_crowded_server_does_not_make_another_wait() -> None:
    gate, order = Gate(at_once=1), []

    async def turn(guild: int) -> None:
        async with gate.turn(guild):
            await asyncio.sleep(0)
            order.append(guild)

    await asyncio.gather(*(turn(guild) for guild in (1, 1, 1, 1, 1, 2, 3)))
    assert order == [1, 1, 2, 3, 1, 1, 1]


async def test_a_line_has_an_end_and_a_place_that_nobody_wants_is_passed_on() -> None:
    gate = Gate(at_once=1, line=2)
    release = asyncio.Event()

    async def hold() -> None:
        async with gate.turn(1):
            await release.wait()

    holding = asyncio.create_task(hold())
    await asyncio.sleep(0)
    waiting = [asyncio.create_task(hold()) for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(Full):
        await hold()
    waiting[0].cancel()
    release.set()
    await asyncio.gather(holding, waiting[1])
    async with gate.turn(1):
        pass


async def test_where_the_line_is_full_everybody_is_told_so(
    discord: Discord, scripted: ScriptedEngine
) -> None:
    discord.env.bot.clicks.gate = Gate(at_once=0, line=0)
    await discord.ada.send(discord.channel, f"{discord.me} hello")
    assert "Many people are asking" in discord.last.content
    result = await discord.ada.slash(discord.channel, "ask", question="hello")
    assert result.ephemeral
    assert scripted.heard == []


# Clicks that nobody was offered


FORGED = [
    "a1:p:e:s1:control:delete-yes",
    "a1:p:s:somebody:topic:nowhere",
    "a1:p:e::",
    "a1:w:1:budget",
    "a1:r:1:token",
    "a1:q:nothing",
    "a0:x",
    "unheard of",
]


@pytest.mark.parametrize("custom_id", FORGED)
async def test_a_forged_click_is_refused_kindly_in_private_and_changes_nothing(
    discord: Discord, engine: Engine, content: Any, custom_id: str
) -> None:
    await discord.env.restart_bot(AjarClient(content, engine, Cache(None)))
    channel = discord.env.bot.get_channel(discord.channel.id)
    view = dpy.ui.View(timeout=None)
    view.add_item(dpy.ui.Button(label="Forged", custom_id=custom_id))
    message = await channel.send("x", view=view, allowed_mentions=dpy.AllowedMentions.none())
    result = await discord.ben.click(message, label="Forged")
    assert result.ephemeral
    assert result.response.content
    assert await engine.store.sessions_of(str(discord.ben.id)) == []
