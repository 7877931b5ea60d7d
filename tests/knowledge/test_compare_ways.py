"""A comparison is the same however it is asked for: in free text, as a command, by JSON lines."""

from __future__ import annotations

import random

import pytest

from bot.content.snapshot import Content
from bot.conversation.plan import Planner
from bot.conversation.state import State
from bot.engine import Engine, Message
from bot.knowledge.catalogue import catalogue
from bot.knowledge.compare import compare_many
from bot.render.jsonl import to_object
from bot.render.plain import render
from bot.reply import Reply

WAYS = ("compare {} and {}", "{} vs {}", "what is the difference between {} and {}?")
FEW = 60


def ask(planner: Planner, said: str) -> Reply:
    return planner.text(said, State()).reply


def test_every_model_is_found_by_its_name(content: Content, planner: Planner) -> None:
    """The names are those that the command offers while somebody types."""
    other = content.model_by_id["gpt-4o"]
    for model in content.models:
        if model is not other:
            reply = ask(planner, f"compare {model.name} and {other.name}")
            assert reply.entities == (model.id, other.id), model.name


def test_every_licence_is_found_by_its_name(content: Content, planner: Planner) -> None:
    for each in content.licenses:
        if each.id != "mit":
            reply = ask(planner, f"compare {each.name} and the MIT License")
            assert reply.kind == "compare"
            assert {each.id, "mit"} <= set(reply.entities), each.name


@pytest.mark.parametrize("way", WAYS)
def test_free_text_and_the_command_give_the_same(
    content: Content, planner: Planner, way: str
) -> None:
    names = [model.name for model in content.models if model.kind == "model"]
    chance = random.Random(5)
    for _ in range(FEW):
        first, second = chance.sample(names, 2)
        things = f" {content.say('discord_joint')} ".join((first, second))
        command = content.say("discord_text_compare", things=things)
        one, other = ask(planner, command), ask(planner, way.format(first, second))
        assert one.kind == other.kind == "compare"
        assert render(one) == render(other)


async def test_json_lines_and_the_terminal_show_the_same_table(
    content: Content, planner: Planner, engine: Engine
) -> None:
    for said in ("llama 3.3 70b vs gpt-4o", "mit or apache 2.0, what differs", "openai vs google"):
        direct = ask(planner, said)
        reply = await engine.handle(Message("ada", said, text=said))
        assert direct.table is not None
        assert reply.table == direct.table
        text = to_object(reply, 1, 0.0)["text"]
        assert text == render(direct)
        assert all(row[0] in text for row in direct.table.rows)


@pytest.mark.parametrize(
    ("said", "entities"),
    [
        ("openai vs anthropic", ("openai", "anthropic")),
        ("compare google and meta", ("google", "meta")),
        ("google or anthropic, who has the better models?", ("google", "anthropic")),
        ("how does xai differ from deepseek", ("xai", "deepseek")),
        ("is openai cheaper than mistral?", ("openai", "mistral-ai")),
        ("anthropic, openai and amazon side by side", ("anthropic", "openai", "amazon")),
    ],
)
def test_vendors_are_compared_in_free_text(
    planner: Planner, said: str, entities: tuple[str, ...]
) -> None:
    reply = ask(planner, said)
    assert reply.kind == "compare"
    assert set(entities) <= set(reply.entities)
    assert reply.table is not None
    assert {"Newest open", "Dearest"} & {row[0] for row in reply.table.rows}


def test_a_comparison_of_vendors_goes_on_with_an_aspect(planner: Planner) -> None:
    plan = planner.text("compare openai and anthropic", State())
    from bot.conversation.state import fold

    state = fold(plan.events, State())
    reply = planner.text("and on cost?", state).reply
    assert reply.entities == ("openai", "anthropic")
    assert reply.topics == ("comparison/cost",)
    families = planner.press("compare:gpt,claude", state).reply
    assert families.entities == ("gpt", "claude")
    assert planner.press("compare:gpt,nobody", state).reply.kind == "refuse"


@pytest.mark.parametrize(
    ("said", "entities"),
    [
        ("is GPT-4o cheaper than open models", ("gpt-4o",)),
        ("claude against open source models", ("claude",)),
        ("llama 3.3 70b, gpt-4o and qwen3 32b compared", ("llama-3.3-70b", "gpt-4o", "qwen3-32b")),
        ("gemma 4 31b vs mistral small 4 vs phi-4 vs claude", ("gemma-4-31b",)),
    ],
)
def test_a_model_against_a_side_and_several_at_once(
    planner: Planner, said: str, entities: tuple[str, ...]
) -> None:
    reply = ask(planner, said)
    assert reply.kind == "compare"
    assert set(entities) <= set(reply.entities)


def test_the_entrance_and_free_text_agree_for_every_pair_of_vendors(
    content: Content, planner: Planner
) -> None:
    names = {
        each: models[0].vendor.partition(" (")[0]
        for each, models in catalogue(content).vendors.items()
    }
    big = [each for each, models in catalogue(content).vendors.items() if len(models) > 6]
    for one in big:
        for other in big:
            if one < other:
                reply = ask(planner, f"compare {names[one]} with {names[other]}")
                known = {*reply.entities}
                assert reply.kind == "compare"
                assert {one, other} <= known or render(reply) == render(
                    compare_many(content, reply.entities)
                ), (one, other)
