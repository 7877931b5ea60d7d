"""Rules that hold for all answers: of the weighing, the questions, the flips."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.advisor.questions import next_question, open_matters
from bot.advisor.recommend import recommend, starting_points
from bot.advisor.sensitivity import double_flips, flips
from bot.advisor.weighing import weigh
from bot.content.cache import Cache
from bot.content.loader import Pack, default_root, load_content
from bot.content.snapshot import Content
from bot.reply import Answer, Flip

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


def weights() -> st.SearchStrategy[dict[str, float]]:
    return st.dictionaries(
        st.sampled_from(list(VALUES)), st.sampled_from([0.0, 0.5, 1.5, 2.0, 3.0])
    )


def trial_of(held: dict[str, Answer], *changes: Flip) -> dict[str, Answer]:
    trial = dict(held)
    for flip in changes:
        value = CONTENT.values[flip.factor][flip.to]
        trial[flip.factor] = Answer(value.id, value.leaning, "")
    return trial


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


@given(answers(), weights())
def test_every_flip_that_is_named_does_flip(
    held: dict[str, Answer], given_weights: dict[str, float]
) -> None:
    now = weigh(CONTENT, held, given_weights).verdict
    for flip in flips(CONTENT, held, given_weights):
        assert weigh(CONTENT, trial_of(held, flip), given_weights).verdict == flip.verdict != now


@given(answers(), weights())
@settings(max_examples=30, deadline=None)
def test_every_pair_that_is_named_flips_and_neither_half_does(
    held: dict[str, Answer], given_weights: dict[str, float]
) -> None:
    now = weigh(CONTENT, held, given_weights).verdict
    for first, second in double_flips(CONTENT, held, given_weights):
        both = weigh(CONTENT, trial_of(held, first, second), given_weights).verdict
        assert both == first.verdict == second.verdict != now
        for each in (first, second):
            assert weigh(CONTENT, trial_of(held, each), given_weights).verdict == now


@given(answers())
@settings(max_examples=30)
def test_no_single_change_that_flips_is_left_out(held: dict[str, Answer]) -> None:
    now = weigh(CONTENT, held).verdict
    named = {(flip.factor, flip.to) for flip in flips(CONTENT, held)}
    for factor, answer in held.items():
        for value in VALUES[factor]:
            is_change = answer.leaning not in {"unknown", value.leaning} and not value.split
            flip = Flip(factor, value.id, now)
            if is_change and weigh(CONTENT, trial_of(held, flip)).verdict != now:
                assert (factor, value.id) in named


@given(answers(), weights(), st.sampled_from(list(VALUES)))
def test_a_weight_of_nothing_is_as_if_never_asked(
    held: dict[str, Answer], given_weights: dict[str, float], factor: str
) -> None:
    without = {f: answer for f, answer in held.items() if f != factor}
    nothing = {**given_weights, factor: 0.0}
    assert weigh(CONTENT, held, nothing) == weigh(CONTENT, without, nothing)
    assert next_question(CONTENT, without, (), 0, nothing) != factor
    assert factor not in {reason.factor for reason in recommend(CONTENT, held, nothing).reasons}


@given(answers(), weights(), st.sampled_from(list(VALUES)))
def test_more_weight_never_pulls_away_from_where_the_answer_leans(
    held: dict[str, Answer], given_weights: dict[str, float], factor: str
) -> None:
    leaning = held[factor].leaning if factor in held else "unknown"
    value = CONTENT.values[factor].get(held[factor].value) if factor in held else None
    if leaning not in {"open", "closed"} or value is None:
        return
    low = weigh(CONTENT, held, {**given_weights, factor: 1.0}).balance
    high = weigh(CONTENT, held, {**given_weights, factor: 2.0}).balance
    assert high >= low - 1e-9 if leaning == "open" else high <= low + 1e-9


@given(answers())
def test_what_is_unknown_and_matters_can_turn_the_verdict(held: dict[str, Answer]) -> None:
    now = weigh(CONTENT, held).verdict
    for factor in open_matters(CONTENT, held):
        assert factor not in held or held[factor].leaning == "unknown"
        flips_it = [Flip(factor, value.id, now) for value in VALUES[factor]]
        assert any(weigh(CONTENT, trial_of(held, flip)).verdict != now for flip in flips_it)


@given(answers())
def test_there_are_three_or_four_models_to_start_with(held: dict[str, Answer]) -> None:
    """But for video that is to be passed on: one open licence there allows that."""
    kept = {factor: answer.value for factor, answer in held.items()}
    is_rare = kept.get("modality") == "video" and kept.get("licensing") in {"redistribute", "split"}
    for verdict in ("open", "closed", "hybrid"):
        points = starting_points(CONTENT, held, verdict)
        assert (1 if is_rare else 3) <= len(points) <= 4
        assert len({point.model for point in points}) == len(points)
        assert all(point.model in CONTENT.model_by_id for point in points)


@given(answers())
def test_scores_are_shares(held: dict[str, Answer]) -> None:
    scores = recommend(CONTENT, held).scores
    assert sum(scores.values()) == pytest.approx(1, abs=0.001)
    assert all(0 <= score <= 1 for score in scores.values())


def test_random_walks_end_within_thirteen_questions(walks: int) -> None:
    dice = random.Random(7)
    total = 0
    for _ in range(walks):
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
    assert total / walks <= 8
