"""Rules that hold for all answers: of the weighing, the questions, the flips."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.advisor.questions import next_question
from bot.advisor.recommend import recommend
from bot.advisor.sensitivity import double_flip, flips
from bot.advisor.weighing import weigh
from bot.content.cache import Cache
from bot.content.loader import Pack, default_root, load_content
from bot.content.snapshot import Content
from bot.reply import Answer

CONTENT: Content = load_content(Pack(default_root()), Cache(None))
VALUES = {factor: list(values.values()) for factor, values in CONTENT.values.items()}
ORDER = {"open": 1, "neutral": 0, "closed": -1}


@st.composite
def answers(draw: st.DrawFn) -> dict[str, Answer]:
    held: dict[str, Answer] = {}
    for factor in draw(st.permutations(list(VALUES))):
        if draw(st.booleans()):
            value = draw(st.sampled_from([*VALUES[factor], None]))
            held[factor] = (
                Answer(value.id, value.leaning, "said so")
                if value
                else Answer("unknown", "unknown", "no idea")
            )
    return held


@given(answers())
def test_the_order_of_answers_does_not_matter(held: dict[str, Answer]) -> None:
    turned = dict(reversed(list(held.items())))
    assert weigh(CONTENT, turned) == weigh(CONTENT, held)
    assert recommend(CONTENT, turned) == recommend(CONTENT, held)


@given(answers())
def test_unknown_is_as_if_never_asked(held: dict[str, Answer]) -> None:
    known = {factor: answer for factor, answer in held.items() if answer.leaning != "unknown"}
    assert weigh(CONTENT, held) == weigh(CONTENT, known)
    reasons = {reason.factor for reason in recommend(CONTENT, held).reasons}
    assert reasons <= set(known)


@given(answers(), st.data())
def test_an_answer_moved_towards_open_never_moves_the_balance_to_closed(
    held: dict[str, Answer], data: Any
) -> None:
    factor = data.draw(st.sampled_from(list(VALUES)))
    plain = [v for v in VALUES[factor] if not v.split and not v.constraint]
    low, high = data.draw(st.sampled_from([(a, b) for a in plain for b in plain]))
    if ORDER[low.leaning] >= ORDER[high.leaning]:
        return
    before = weigh(CONTENT, {**held, factor: Answer(low.id, low.leaning, "")})
    after = weigh(CONTENT, {**held, factor: Answer(high.id, high.leaning, "")})
    assert after.open >= before.open
    assert after.closed <= before.closed


@given(answers())
def test_every_flip_that_is_named_does_flip(held: dict[str, Answer]) -> None:
    now = weigh(CONTENT, held).verdict
    for flip in flips(CONTENT, held):
        value = CONTENT.values[flip.factor][flip.to]
        trial = {**held, flip.factor: Answer(value.id, value.leaning, "")}
        assert weigh(CONTENT, trial).verdict == flip.verdict != now


@given(answers())
@settings(max_examples=40)
def test_a_pair_of_changes_that_is_named_flips_too(held: dict[str, Answer]) -> None:
    pair = double_flip(CONTENT, held)
    if pair is None:
        return
    trial = dict(held)
    for flip in pair:
        value = CONTENT.values[flip.factor][flip.to]
        trial[flip.factor] = Answer(value.id, value.leaning, "")
    assert weigh(CONTENT, trial).verdict == pair[0].verdict != weigh(CONTENT, held).verdict


@given(answers())
def test_scores_are_shares(held: dict[str, Answer]) -> None:
    scores = recommend(CONTENT, held).scores
    assert sum(scores.values()) == pytest.approx(1, abs=0.001)
    assert all(0 <= score <= 1 for score in scores.values())


def test_ten_thousand_random_walks_end_within_thirteen_questions() -> None:
    dice = random.Random(7)
    total = 0
    for _ in range(10_000):
        held: dict[str, Answer] = {}
        passed: list[str] = []
        asked = 0
        while (factor := next_question(CONTENT, held, passed, asked)) is not None:
            asked += 1
            assert factor not in held
            assert factor not in passed
            if dice.random() < 0.2:
                passed.append(factor)
            else:
                value = dice.choice(VALUES[factor])
                held[factor] = Answer(value.id, value.leaning, "")
        assert asked <= CONTENT.advisor.max_questions
        total += asked
    assert total / 10_000 <= 8
