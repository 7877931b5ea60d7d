"""Names of the catalogue as people type and speak them, and models that are meant without one."""

from __future__ import annotations

import pytest

from bot.content.snapshot import Content
from bot.conversation.plan import Planner
from bot.conversation.state import State
from bot.understanding.reading import MentionKind
from bot.understanding.spoken import in_digits
from bot.understanding.understander import Understander

NAMED = [
    ("who made deepsek v3.2", ["deepseek-v3.2"]),
    ("is minmax m2.7 any good", ["minimax-m2.7"]),
    ("tell me about stabel difusion 3.5 large", ["stable-diffusion-3.5-large"]),
    ("difference between qwne3 14b and gemma 4 12b", ["qwen3-14b", "gemma-4-12b"]),
    ("is qwen two point five seventy two b any good", ["qwen2.5-72b"]),
    ("gpt four o or gpt four o mini", ["gpt-4o", "gpt-4o-mini"]),
    ("what is qwen3 235b", ["qwen3-235b-a22b"]),
    ("describe amazon's nova 2 lite", ["nova-2-lite"]),
    ("sd 3.5 medium for t-shirts", ["stable-diffusion-3.5-medium"]),
    ("gemini", ["gemini"]),
]
# Numbers, articles and everyday words that no name is made of.
NOT_NAMED = [
    "a ten person team with four people",
    "we are a one hundred people shop",
    "can you walk me through the choice step by step",
]


@pytest.mark.parametrize(("said", "models"), NAMED)
def test_a_name_is_found_as_it_is_typed(
    understander: Understander, said: str, models: list[str]
) -> None:
    assert list(understander.understand(said).ids("model")) == models


@pytest.mark.parametrize("said", NOT_NAMED)
def test_no_name_is_made_of_everyday_words(understander: Understander, said: str) -> None:
    assert not understander.understand(said).mentions


@pytest.mark.parametrize(
    ("said", "kind", "thing"),
    [
        ("what fits on an h100", "device", "h100-sxm"),
        ("can h one hundred hold llama 3.3 70b", "device", "h100-sxm"),
        ("an llm for my raspberry pi", "device", "raspberry-pi-5"),
        ("explain the mozilla public licence", "license", "mpl-2.0"),
    ],
)
def test_cards_and_licences_answer_to_their_everyday_names(
    understander: Understander, said: str, kind: MentionKind, thing: str
) -> None:
    assert understander.understand(said).ids(kind) == (thing,)


def test_open_ai_beside_closed_ai_names_the_sides(understander: Understander) -> None:
    reading = understander.understand("which gets hacked easier, open ai models or closed ones")
    assert not reading.mentions
    assert set(reading.sides) == {"open", "closed"}


def test_a_model_is_meant_by_what_is_known_of_it(planner: Planner) -> None:
    said = "which text generator did openai hold back in 2019 because it seemed too dangerous"
    reply = planner.text(said, State()).reply
    assert (reply.kind, reply.entities[:1]) == ("model", ("gpt-2",))


def test_who_names_no_model_describes_none(understander: Understander, content: Content) -> None:
    for section in content.sections:
        assert understander.understand(f"tell me about {section.title}").described is None


def test_numbers_that_are_spelled_out_join_to_digits() -> None:
    said = "qwen two point five seventy two billion on h one hundred in twenty minutes"
    assert " ".join(in_digits(said.split())).replace("  ", " ") == (
        "qwen 2 5 7 2 b on h 1 00 in 20 minutes"
    )
