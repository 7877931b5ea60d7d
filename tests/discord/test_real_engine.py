"""The whole way: Discord, the real engine, the shipped content."""

from __future__ import annotations

import pytest
from simulated import Discord, labels, said

from bot.content.cache import Cache
from bot.content.snapshot import Content
from bot.engine import Engine
from bot.transports.discord.client import AjarClient


@pytest.fixture
def simcord_bot(content: Content, engine: Engine) -> AjarClient:
    return AjarClient(content, engine, Cache(None))


async def test_a_question_is_answered_with_its_sources(discord: Discord) -> None:
    await discord.ada.send(discord.channel, f"{discord.me} what is the catch with open models?")
    assert "Sources: " in said(discord.last)
    assert "](<https://" in said(discord.last)


async def test_two_models_are_compared(discord: Discord) -> None:
    result = await discord.ada.slash(discord.channel, "compare", first="Llama", second="GPT-4")
    assert "Llama" in said(result.response)
    assert "GPT-4" in said(result.response)


async def test_two_makers_are_compared_then_their_families(discord: Discord) -> None:
    result = await discord.ada.slash(discord.channel, "compare", first="OpenAI", second="Anthropic")
    assert "Newest open" in said(result.response)
    await discord.ada.click(result.response, label="Compare their main families")
    assert "GPT and Claude" in said(discord.last)


async def test_the_words_of_a_section_are_explained_by_a_button(discord: Discord) -> None:
    await discord.ada.send(discord.channel, f"{discord.me} what is quantisation?")
    await discord.ada.click(discord.last, label="Words explained")
    assert "**GGUF:**" in said(discord.last)


async def test_a_search_goes_on_by_button_and_is_corrected(discord: Discord) -> None:
    await discord.ada.send(discord.channel, f"{discord.me} open models under an apache licence")
    await discord.ada.click(discord.last, label="Five more")
    assert "6. **" in said(discord.last)
    await discord.ada.send(discord.channel, f"{discord.me} no, under 10B")
    assert "at most 10 billion parameters" in said(discord.last)


COMMANDS = [
    ("compare", {"first": "Llama", "second": "GPT-4", "third": "Qwen", "fourth": "Grok"}, "Grok"),
    ("compare", {"first": "MIT License", "second": "Apache License 2.0"}, "Apache"),
    ("model", {"name": "model:llama"}, "Llama"),
    ("model", {"name": "gpt-5"}, "GPT-5"),
    ("license", {"name": "license:mit"}, "MIT License"),
    ("license", {"name": "apache"}, "Apache License"),
    ("fits", {"device": "NVIDIA GeForce RTX 3090"}, "What fits on NVIDIA GeForce RTX 3090"),
    ("fits", {"device": "NVIDIA GeForce RTX 3090", "model": "Llama 3.3 70B"}, "Llama 3.3 70B on"),
    ("cost", {"model": "GPT-4"}, "What GPT-4 costs"),
    ("cost", {"model": "Claude Sonnet 4.5", "usage": "10,000 emails a day"}, "What that costs"),
    ("define", {"term": "RAG"}, "Retrieval-augmented generation"),
    ("define", {"term": "topic:concepts/lock-in"}, "lock-in"),
    ("ask", {"question": "topic:open/licenses"}, "MIT"),
    ("answers", {}, "told me nothing yet"),
    ("export", {}, "all that I keep about you"),
    ("feedback", {"rating": "control:feedback-good"}, "Thank you"),
]


@pytest.mark.parametrize(("name", "options", "wanted"), COMMANDS)
async def test_every_command_is_understood(
    discord: Discord, name: str, options: dict, wanted: str
) -> None:
    result = await discord.ada.slash(discord.channel, name, **options)
    assert wanted in said(result.response)


async def test_what_was_told_is_shown_and_exported_as_a_file(discord: Discord) -> None:
    await discord.ada.slash(discord.channel, "recommend", about="our budget is tiny")
    shown = await discord.ada.slash(discord.channel, "answers")
    assert shown.ephemeral
    assert "our budget is tiny" in said(shown.response)
    exported = await discord.ada.slash(discord.channel, "export")
    assert exported.ephemeral
    (file,) = exported.response.attachments
    assert file.filename.endswith(".md")


async def test_an_explanation_asked_for_in_between_keeps_the_question(discord: Discord) -> None:
    await discord.ada.slash(discord.channel, "recommend")
    result = await discord.ada.slash(discord.channel, "license", name="license:mit")
    assert "In my own words" in labels(result.response)


async def test_a_dialogue_leads_to_a_recommendation_in_one_message(discord: Discord) -> None:
    """Clicks the first answer each time, restarting the program on the way."""
    result = await discord.ada.slash(discord.channel, "recommend")
    message = result.response
    for number in range(15):
        if "In my own words" not in labels(message):
            break
        if number == 2:
            await discord.restart()
        await discord.ada.click(message, label=labels(message)[0])
    assert "open" in message.content.lower()
    assert len(discord.answers()) == 1


async def test_an_answer_in_own_words_and_a_stranger(discord: Discord) -> None:
    result = await discord.ada.slash(discord.channel, "recommend")
    before = result.response.content
    refused = await discord.ben.click(result.response, label=labels(result.response)[0])
    assert refused.ephemeral
    assert result.response.content == before
    shown = await discord.ada.click(result.response, label="In my own words")
    await discord.ada.submit_modal(shown, {"text": "nothing at all, it is a hobby"})
    assert result.response.content != before


async def test_help_is_given_in_the_middle_of_a_dialogue(discord: Discord) -> None:
    await discord.ada.slash(discord.channel, "recommend")
    result = await discord.ada.slash(discord.channel, "help")
    assert "Question 2" not in said(result.response)


async def test_everything_is_forgotten_on_request(discord: Discord, engine: Engine) -> None:
    await discord.ada.slash(discord.channel, "recommend")
    result = await discord.ada.slash(discord.channel, "forget")
    assert result.ephemeral
    await discord.ada.click(result.response, label=labels(result.response)[0])
    assert await engine.store.sessions_of(str(discord.ada.id)) == []
