"""Packs that `ajar new` made, on Discord."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

import pytest
import pytest_asyncio
import simcord
from simulated import Discord, labels, said

from bot.content.cache import Cache
from bot.engine import Engine
from bot.transports.discord.client import AjarClient
from bot.transports.discord.sync import manifest

EngineOf = Callable[[str | None], Awaitable[Engine]]


@pytest_asyncio.fixture
async def simcord_bot(engine_of: EngineOf) -> AjarClient:
    engine = await engine_of(None)
    return AjarClient(engine.planner.content, engine, Cache(None))


async def test_a_question_is_answered_from_the_guide(discord: Discord) -> None:
    await discord.ada.send(discord.channel, f"{discord.me} what is drm")
    assert "A lock on a file" in said(discord.last)
    assert "Sources: Paper books and e-books" in said(discord.last)


async def test_the_sides_of_the_guide_are_compared_by_a_command(discord: Discord) -> None:
    result = await discord.ada.slash(
        discord.channel, "compare", first="Paper books", second="E-books"
    )
    assert "Lending" in said(result.response)


async def test_the_drafted_dialogue_is_clicked_through_to_a_verdict(discord: Discord) -> None:
    message = (await discord.ada.slash(discord.channel, "recommend")).response
    for _ in range(8):
        if "In my own words" not in labels(message):
            break
        await discord.ada.click(message, label=labels(message)[0])
    assert "Recommendation: Paper books" in said(message)


async def test_a_guide_without_sides_has_no_commands_for_a_choice(
    discord: Discord, engine_of: EngineOf
) -> None:
    engine = await engine_of("allotment.md")
    client = AjarClient(engine.planner.content, engine, Cache(None))
    names = {
        command["name"] for command in await manifest(client.tree) if command.get("type", 1) == 1
    }
    assert names == {"ask", "define", "help", "privacy", "export", "forget"}
    assert [button.label for row in client.clicks.welcome().rows for button in row] == [
        "What is this about?"
    ]


@pytest.mark.parametrize("guide", [None, "allotment.md"])
async def test_help_names_the_commands_that_there_are_and_no_others(
    engine_of: EngineOf, guide: str | None
) -> None:
    engine = await engine_of(guide)
    client = AjarClient(engine.planner.content, engine, Cache(None))
    async with simcord.run(client):
        told = client.clicks.sentence("discord_help", client.clicks.words).content
    there = {each["name"] for each in await manifest(client.tree) if each.get("type", 1) == 1}
    assert set(re.findall(r"</(\w+):", told)) == there - {"help"}
    assert "{" not in told
