"""Words explained: asked for in many ways, found in sections, and listed."""

from __future__ import annotations

import pytest

from bot.content.snapshot import Content
from bot.conversation.plan import Planner
from bot.conversation.state import State, fold
from bot.knowledge.budget import ROOM, size
from bot.knowledge.glossary import MOST, glossary_reply, term_reply, terms_of, words_reply
from bot.knowledge.sections import section_reply
from bot.render import discord as for_discord
from bot.render import discord_words, words
from bot.render.limits import validate
from bot.render.plain import render
from bot.render.terminal import as_text
from bot.reply import Reply

WAYS = ("define {}", "what does {} mean?", "wtf is {} lol", "explain the term {} please")


def say(planner: Planner, *texts: str) -> Reply:
    state = State()
    for text in texts:
        plan = planner.text(text, state)
        state = fold(plan.events, state)
    return plan.reply


@pytest.mark.parametrize("way", WAYS)
def test_every_word_of_the_glossary_can_be_asked_for(
    content: Content, planner: Planner, way: str
) -> None:
    assert content.glossary is not None
    for term in content.glossary.terms:
        reply = say(planner, way.format(term.name))
        assert (reply.kind, reply.topics) == ("answer", (term.topic,)), term.name
        assert reply.text == term.meaning
        assert reply.sources == (content.glossary.sources[term.source],)


def test_other_names_of_a_word_lead_to_it_too(content: Content, planner: Planner) -> None:
    assert content.glossary is not None
    for term in content.glossary.terms:
        for alias in term.aliases:
            assert say(planner, f"what is {alias}").text == term.meaning, alias


def test_a_word_alone_is_a_question_at_the_beginning(planner: Planner) -> None:
    assert say(planner, "VRAM").title == "VRAM"
    assert say(planner, "latency?").title == "Latency"


def test_a_word_is_explained_in_the_middle_of_the_dialogue(planner: Planner) -> None:
    reply = say(planner, "help me choose", "what are weights?")
    assert "numbers inside a model" in reply.text
    assert reply.standing.asking is not None
    assert not reply.changed


def test_a_word_in_a_longer_question_is_not_all_that_is_asked(planner: Planner) -> None:
    assert say(planner, "what is the context window of gpt-4o in tokens").kind == "model"
    assert say(planner, "does fine-tuning need the weights?").title != "Weights"


def test_an_explanation_leads_to_the_section_that_goes_on(content: Content) -> None:
    reply = term_reply(content, "gguf")
    assert reply is not None
    assert [option.id for option in reply.options] == ["topic:concepts/quantization"]
    assert term_reply(content, "no-such-word") is None


def test_a_section_offers_the_words_that_it_uses(content: Content, planner: Planner) -> None:
    reply = section_reply(content, "concepts/inference-servers")
    assert reply.options[-1].id == "words:concepts/inference-servers"
    plan = planner.press(reply.options[-1].id, State())
    assert plan.reply.title == "Words in “Inference servers”"
    for name in ("Inference", "llama.cpp", "Ollama", "vLLM"):
        assert f"- **{name}:**" in plan.reply.text
    assert plan.reply.topics == ("concepts/inference-servers",)


def test_the_words_of_every_section_fit_everywhere(content: Content) -> None:
    offered = 0
    for section in content.sections:
        found = terms_of(content, section)
        assert len(found) <= MOST
        reply = words_reply(content, section.id)
        assert (reply is None) == (not found)
        if reply is None:
            continue
        offered += 1
        assert size(reply) <= ROOM
        assert reply.text in render(reply)
        assert all(term.meaning in reply.text for term in found)
        shown = as_text(section_reply(content, section.id), words.Words(content))
        assert content.button("knowledge_words") in shown
        payload = for_discord.render(
            section_reply(content, section.id), discord_words.Words(content), "1"
        )
        assert validate(payload.to_api()) == []
        assert "Words explained" in str(payload.to_api())
    assert offered > 0.8 * len(content.sections)


def test_the_words_of_nothing_are_refused_kindly(planner: Planner) -> None:
    assert planner.press("words:no/such", State()).reply.kind == "refuse"


@pytest.mark.parametrize(
    "said", ["glossary", "show me the glossary", "what jargon can you explain"]
)
def test_the_glossary_lists_its_words(content: Content, planner: Planner, said: str) -> None:
    reply = say(planner, said)
    assert reply.title == "Glossary"
    assert content.glossary is not None
    for term in content.glossary.terms:
        assert term.name in reply.text
    assert reply.text in render(reply)


def test_a_pack_without_a_glossary_has_none_to_show(content: Content) -> None:
    fields = {name: getattr(content, name) for name in Content.model_fields}
    bare = Content(**(fields | {"glossary": None}))
    assert glossary_reply(bare) is None
    assert term_reply(bare, "token") is None
    options = section_reply(bare, "overview").options
    assert not any(option.id.startswith("words:") for option in options)


@pytest.mark.parametrize("word", ["frobnication", "zibbering", "snorkelwhack"])
def test_a_word_that_nobody_knows_is_not_made_up(planner: Planner, word: str) -> None:
    reply = say(planner, f"define {word}")
    assert reply.text.startswith(f"I don't know **{word}**.")
    assert reply.options
