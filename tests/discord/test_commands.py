"""The slash commands, what they offer while one types, and when Discord is told of them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import simcord
from scripted_engine import ScriptedEngine
from simulated import Discord

from bot.content.cache import Cache
from bot.content.snapshot import Content
from bot.render import limits
from bot.reply import Option, Reply, Standing
from bot.transports.discord.client import INTENTS, AjarClient
from bot.transports.discord.completing import Completer
from bot.transports.discord.sync import manifest

SAID = [
    ("ask", {"question": "what is a licence?"}, "what is a licence?"),
    ("compare", {"first": "Llama", "second": "GPT-4"}, "compare Llama and GPT-4"),
    (
        "compare",
        {"first": "Llama", "second": "GPT-4", "aspect": "Cost"},
        "compare Llama and GPT-4 on Cost",
    ),
    ("recommend", {}, "help me choose"),
    ("recommend", {"about": "a clinic"}, "which model should we use for this: a clinic"),
    ("help", {}, "help"),
    ("forget", {}, "delete my data"),
    ("export", {}, "export my data"),
]


@pytest.mark.parametrize(("name", "options", "text"), SAID)
async def test_each_command_becomes_a_sentence(
    discord: Discord, scripted: ScriptedEngine, name: str, options: dict, text: str
) -> None:
    result = await discord.ada.slash(discord.channel, name, **options)
    assert result.response is not None
    assert scripted.heard[-1].text == text
    assert scripted.heard[-1].channel == str(discord.channel.id)


async def test_commands_work_in_direct_messages(discord: Discord) -> None:
    result = await discord.ada.user.slash("ask", question="what is a licence?")
    assert "what is a licence?" in result.response.content


async def test_privacy_is_told_to_the_one_who_asks(discord: Discord) -> None:
    result = await discord.ada.slash(discord.channel, "privacy")
    assert result.ephemeral
    assert "</forget:" in result.response.content


async def test_forgetting_is_asked_about_and_done_in_private(
    discord: Discord, scripted: ScriptedEngine
) -> None:
    yes = Option("control:delete-yes", "Delete it all")
    scripted.script["delete my data"] = Reply(
        "delete",
        "Really?",
        options=(yes,),
        private=True,
        event="confirm_delete",
        standing=Standing(f"s{discord.ada.id}"),
    )
    result = await discord.ada.slash(discord.channel, "forget")
    assert result.ephemeral
    await discord.ada.click(result.response, label="Delete it all")
    assert result.response.content == "It is all gone."
    assert discord.answers() == []


async def test_a_fault_behind_a_command_is_told_in_private(discord: Discord) -> None:
    result = await discord.ada.slash(discord.channel, "ask", question="break")
    assert result.ephemeral
    assert "Something went wrong on my side" in result.response.content


OFFERED = [
    ("ask", "question", "advantages of op", "Advantages of open models"),
    ("ask", "question", "advntages of open", "Advantages of open models"),
    ("compare", "first", "open", "Open models"),
    ("compare", "second", "apache", "Apache License 2.0"),
    ("compare", "aspect", "pric", "Cost"),
]


@pytest.mark.parametrize(("name", "option", "typed", "wanted"), OFFERED)
async def test_options_offer_what_fits(
    discord: Discord, name: str, option: str, typed: str, wanted: str
) -> None:
    filled = {"first": "Llama", "second": "GPT-4"} if option == "aspect" else {}
    choices = await discord.ada.autocomplete(discord.channel, name, option, typed, **filled)
    assert wanted in [choice["name"] for choice in choices[:3]]
    assert limits.validate({"choices": choices}) == []


@pytest.mark.parametrize("typed", ["", "a", "zzzzqqq", "😀" * 50, "x" * 1000])
async def test_whatever_is_typed_the_offer_keeps_the_limits(discord: Discord, typed: str) -> None:
    choices = await discord.ada.autocomplete(discord.channel, "ask", "question", typed)
    assert limits.validate({"choices": choices}) == []


def test_an_offer_takes_less_than_fifty_milliseconds(content: Content) -> None:
    completer = Completer(content)
    start = time.perf_counter()
    for typed in ("", "o", "what is fine tuning", "lama", "gpt", "x" * 100):
        completer.topics.like(typed)
        completer.things.like(typed)
        completer.aspects.like(typed)
    assert (time.perf_counter() - start) / 18 < 0.05


def test_the_manifest_keeps_the_limits_and_serves_everywhere(simcord_bot: AjarClient) -> None:
    commands = manifest(simcord_bot.tree)
    assert {each["name"] for each in commands} == {
        "ask", "compare", "recommend", "help", "privacy", "export", "forget",
    }  # fmt: skip
    for command in commands:
        assert limits.validate(command) == []
        assert sorted(command["contexts"]) == [0, 1, 2]
        assert sorted(command["integration_types"]) == [0, 1]


def test_no_privileged_intent_is_asked_for(simcord_bot: AjarClient) -> None:
    assert simcord_bot.intents.value == INTENTS.value == 4609


async def test_discord_is_told_of_the_commands_only_when_they_change(
    content: Content, scripted: ScriptedEngine, tmp_path: Path
) -> None:
    first = AjarClient(content, scripted, Cache(tmp_path))
    async with simcord.run(first) as env:
        await env.restart_bot(AjarClient(content, scripted, Cache(tmp_path)))
        assert told(env) == 1
        assert env.bot.clicks.commands["ask"].startswith("</ask:")
        fewer = AjarClient(content, scripted, Cache(tmp_path))
        fewer.tree.remove_command("help")
        await env.restart_bot(fewer)
        assert told(env) == 2


async def test_without_a_memory_discord_is_told_each_time(
    content: Content, scripted: ScriptedEngine
) -> None:
    async with simcord.run(AjarClient(content, scripted, Cache(None))) as env:
        await env.restart_bot(AjarClient(content, scripted, Cache(None)))
        assert told(env) == 2


async def test_the_bot_starts_even_where_discord_refuses_the_commands(
    content: Content, scripted: ScriptedEngine
) -> None:
    client = AjarClient(content, scripted, Cache(None))
    env = simcord.Env(client)
    env.inject_error("PUT", "/applications/*/commands", status=400)
    await env.start()
    assert client.clicks.commands["ask"] == "/ask"
    await env.shutdown()


def told(env: simcord.Env) -> int:
    return sum(request.method == "PUT" for request in env.http_requests)
