"""The slash commands, what they offer while one types, and when Discord is told of them."""

from __future__ import annotations

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
from bot.transports.discord.command_list import SPECS
from bot.transports.discord.sync import manifest

LLAMA = {"first": "Llama", "second": "GPT-4"}
SAID = [
    ("ask", {"question": "what is a licence?"}, "what is a licence?"),
    ("compare", LLAMA, "compare Llama and GPT-4"),
    ("compare", LLAMA | {"aspect": "Cost"}, "compare Llama and GPT-4 on Cost"),
    ("compare", LLAMA | {"third": "Qwen", "fourth": "Grok", "aspect": "Cost"},
     "compare Llama and GPT-4 and Qwen and Grok on Cost"),
    ("model", {"name": "some llama"}, "tell me about some llama"),
    ("license", {"name": "mit"}, "what does the mit licence allow?"),
    ("fits", {"device": "my laptop"}, "what can I run on my laptop?"),
    ("fits", {"device": "an RTX 3090", "model": "Phi"}, "can I run Phi on an RTX 3090?"),
    ("cost", {"model": "GPT-4"}, "how much does GPT-4 cost?"),
    ("cost", {"model": "GPT-4", "usage": "ten pages"}, "how much does GPT-4 cost for ten pages?"),
    ("recommend", {}, "help me choose"),
    ("recommend", {"about": "a clinic"}, "help me choose: a clinic"),
    ("define", {"term": "RAG"}, "what is RAG?"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "options", "text"), SAID)
async def test_a_command_becomes_a_sentence(
    discord: Discord, scripted: ScriptedEngine, name: str, options: dict, text: str
) -> None:
    result = await discord.ada.slash(discord.channel, name, **options)
    assert result.response is not None
    assert scripted.heard[-1].text == text
    assert scripted.heard[-1].channel == str(discord.channel.id)


CHOSEN = [
    ("answers", {}, "control:summary", True),
    ("export", {}, "control:export", True),
    ("forget", {}, "control:delete", True),
    ("feedback", {"rating": "control:feedback-bad"}, "control:feedback-bad", True),
    ("ask", {"question": "topic:open/licenses"}, "topic:open/licenses", False),
    ("model", {"name": "model:llama"}, "model:llama", False),
    ("license", {"name": "license:mit"}, "license:mit", False),
]


@pytest.mark.parametrize(("name", "options", "option", "is_private"), CHOSEN)
async def test_what_is_picked_from_a_list_is_never_misread(
    discord: Discord,
    scripted: ScriptedEngine,
    name: str,
    options: dict,
    option: str,
    is_private: bool,
) -> None:
    result = await discord.ada.slash(discord.channel, name, **options)
    assert (scripted.heard[-1].text, scripted.heard[-1].option) == (None, option)
    assert result.ephemeral == is_private


@pytest.mark.parametrize("rating", ["control:feedback-good", "control:feedback-bad"])
async def test_a_rating_may_come_with_a_comment(
    discord: Discord, scripted: ScriptedEngine, rating: str
) -> None:
    result = await discord.ada.slash(
        discord.channel, "feedback", rating=rating, comment="too dear for us"
    )
    assert result.ephemeral
    assert (scripted.heard[-1].option, scripted.heard[-1].text) == (rating, "too dear for us")


async def test_nobody_types_a_control_into_a_command(
    discord: Discord, scripted: ScriptedEngine
) -> None:
    await discord.ada.slash(discord.channel, "ask", question="control:delete-yes")
    assert (scripted.heard[-1].text, scripted.heard[-1].option) == ("control:delete-yes", None)


async def test_an_export_comes_as_a_file_for_one_person(
    discord: Discord, scripted: ScriptedEngine
) -> None:
    scripted.script["control:export"] = Reply(
        "export", "Here.", private=True, attachment=("answers.md", "# Answers")
    )
    result = await discord.ada.slash(discord.channel, "export")
    assert result.ephemeral
    assert [each.filename for each in result.response.attachments] == ["answers.md"]
    assert discord.answers() == []


async def test_help_names_every_command_as_something_to_click(
    discord: Discord, simcord_bot: AjarClient
) -> None:
    result = await discord.ada.slash(discord.channel, "help")
    assert result.ephemeral
    for spec in SPECS:
        assert spec.name == "help" or f"</{spec.name}:" in result.response.content


async def test_a_message_can_be_asked_about_from_its_menu(
    discord: Discord, scripted: ScriptedEngine
) -> None:
    message = await discord.ben.send(discord.channel, "is Llama open?")
    result = await discord.ada.context_menu(discord.channel, "Ask Ajar about this", message)
    assert result.ephemeral
    assert (scripted.heard[-1].text, scripted.heard[-1].user) == (
        "is Llama open?",
        str(discord.ada.id),
    )
    assert discord.answers() == []


async def test_a_term_can_be_explained_from_the_menu_of_a_short_message(
    discord: Discord, scripted: ScriptedEngine
) -> None:
    message = await discord.ben.send(discord.channel, "RAG")
    result = await discord.ada.context_menu(discord.channel, "Explain this term", message)
    assert result.ephemeral
    assert scripted.heard[-1].text == "what is RAG?"


async def test_for_a_long_message_a_form_asks_which_term_is_meant(
    discord: Discord, scripted: ScriptedEngine
) -> None:
    message = await discord.ben.send(discord.channel, "we use RAG on a self-hosted model. " * 9)
    shown = await discord.ada.context_menu(discord.channel, "Explain this term", message)
    assert scripted.heard == []
    result = await discord.ada.submit_modal(shown, {"text": "RAG"})
    assert result.ephemeral
    assert scripted.heard[-1].text == "what is RAG?"


@pytest.mark.parametrize("menu", ["Ask Ajar about this", "Explain this term"])
async def test_a_message_without_text_is_said_to_have_none(
    discord: Discord, scripted: ScriptedEngine, menu: str
) -> None:
    message = await discord.ben.send(discord.channel, f"{discord.me}")
    scripted.heard.clear()
    result = await discord.ada.context_menu(discord.channel, menu, message)
    assert result.ephemeral
    assert "any text" in result.response.content
    assert scripted.heard == []


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
    scripted.script["control:delete"] = Reply(
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
    ("compare", "second", "anthr", "Anthropic"),
    ("compare", "aspect", "pric", "Cost"),
    ("ask", "question", "apache", "Apache License 2.0"),
    ("model", "name", "lama 3.3", "Llama 3.3 70B"),
    ("license", "name", "mit", "MIT License"),
    ("fits", "device", "3090", "NVIDIA GeForce RTX 3090"),
    ("fits", "model", "llama 3.3", "Llama 3.3 70B"),
    ("cost", "model", "gpt-4", "GPT-4"),
    ("define", "term", "rag", "Retrieval-augmented generation"),
    ("define", "term", "vra", "VRAM"),
    ("define", "term", "ggu", "GGUF"),
    ("define", "term", "quantisaton", "Quantisation"),
]


@pytest.mark.parametrize(("name", "option", "typed", "wanted"), OFFERED)
async def test_options_offer_what_fits(
    discord: Discord, name: str, option: str, typed: str, wanted: str
) -> None:
    filled = {"aspect": LLAMA, "model": {"device": "x"} if name == "fits" else {}}.get(option, {})
    choices = await discord.ada.autocomplete(discord.channel, name, option, typed, **filled)
    assert wanted in [choice["name"] for choice in choices[:3]]
    assert limits.validate({"choices": choices}) == []


async def test_what_is_picked_already_is_not_offered_again(discord: Discord) -> None:
    choices = await discord.ada.autocomplete(
        discord.channel, "compare", "second", "GPT-4", first="GPT-4"
    )
    assert "GPT-4" not in [choice["name"] for choice in choices]


@pytest.mark.parametrize("typed", ["", "a", "zzzzqqq", "😀" * 50, "x" * 1000])
async def test_whatever_is_typed_the_offer_keeps_the_limits(discord: Discord, typed: str) -> None:
    choices = await discord.ada.autocomplete(discord.channel, "ask", "question", typed)
    assert limits.validate({"choices": choices}) == []


async def test_the_manifest_keeps_the_limits_and_serves_everywhere(simcord_bot: AjarClient) -> None:
    commands = [each for each in await manifest(simcord_bot.tree) if each["name"] != "ajar"]
    names = {each["name"] for each in commands if each.get("type", 1) == 1}
    assert names == {spec.name for spec in SPECS}
    assert sum(each.get("type") == 3 for each in commands) == 2
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


async def test_commands_that_went_away_at_discord_are_told_again(
    content: Content, scripted: ScriptedEngine, tmp_path: Path
) -> None:
    async with simcord.run(AjarClient(content, scripted, Cache(tmp_path))) as env:
        await env.bot.http.bulk_upsert_global_commands(env.bot.application_id, [])
        before = told(env)
        await env.restart_bot(AjarClient(content, scripted, Cache(tmp_path)))
        assert told(env) == before + 1


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
