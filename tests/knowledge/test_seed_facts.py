"""Every statement of the original guide can be asked for, with what has become of it since."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from rapidfuzz import fuzz, process

from bot.content.loader import Pack, load_training
from bot.conversation.plan import Planner
from bot.conversation.state import State, fold
from bot.render.plain import render

FACTS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "seed_facts.yaml").read_text(encoding="utf-8")
)
FEWEST, FEWEST_OUTDATED = 70, 38
ALIKE = 92


def told(planner: Planner, question: str) -> str:
    """All that a person reads who asks, and then wants to know more."""
    plan = planner.text(question, State())
    pages = [render(plan.reply)]
    more = [option.id for option in plan.reply.options if option.id.startswith("more:")]
    state = fold(plan.events, State())
    pages += [render(planner.press(option, state).reply) for option in more]
    return "\n".join(pages)


def test_the_list_covers_the_guide() -> None:
    assert len(FACTS) >= FEWEST
    assert sum("today" in fact for fact in FACTS) >= FEWEST_OUTDATED
    assert len({fact["ask"] for fact in FACTS}) == len(FACTS)


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact["fact"])
def test_the_fact_can_be_asked_for(planner: Planner, fact: dict[str, Any]) -> None:
    text = told(planner, fact["ask"])
    wanted = [*fact["find"], *([fact["today"]] if "today" in fact else [])]
    lacking = [each for each in wanted if not re.search(each, text, re.IGNORECASE)]
    assert lacking == [], text


def test_no_question_is_one_that_was_learned(pack: Pack) -> None:
    learned = {text.lower() for text, _ in load_training(pack).intent_pairs()}
    near = {
        fact["ask"]: found[0]
        for fact in FACTS
        if (
            found := process.extractOne(
                fact["ask"].lower(), learned, scorer=fuzz.ratio, score_cutoff=ALIKE
            )
        )
    }
    assert near == {}
