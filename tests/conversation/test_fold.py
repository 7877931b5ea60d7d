"""The fold: any list of events folds, and replaying a log gives the state that was lived."""

from __future__ import annotations

import dataclasses
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.schema import Leaning
from bot.content.snapshot import Content
from bot.conversation import events as ev
from bot.conversation.plan import Planner
from bot.conversation.state import State, fold

TEXTS = st.text(max_size=20)
FACTORS = st.sampled_from(["budget", "support", "privacy", "gone"])
NAMED: dict[str, st.SearchStrategy[Any]] = {
    "factor": FACTORS,
    "leaning": st.sampled_from(get_args(Leaning)),
}
PLAIN: dict[str, st.SearchStrategy[Any]] = {
    "str": TEXTS,
    "bool": st.booleans(),
    "float": st.floats(0, 3),
    "tuple[str, ...]": st.lists(TEXTS, max_size=3).map(tuple),
    "tuple[tuple[str, float], ...]": st.just(()),
    "tuple[tuple[str, str, str, str], ...]": st.lists(
        st.tuples(FACTORS, TEXTS, st.sampled_from(["open", "closed"]), TEXTS), max_size=2
    ).map(tuple),
}


def event_of(kind: type[ev.Event]) -> st.SearchStrategy[ev.Event]:
    fields = {
        field.name: NAMED[field.name] if field.name in NAMED else PLAIN[str(field.type)]
        for field in dataclasses.fields(kind)
    }
    return st.builds(kind, **fields)


EVENTS = st.lists(st.one_of([event_of(kind) for kind in ev.KNOWN.values()]), max_size=30)


@given(EVENTS)
def test_any_events_fold(events: list[ev.Event]) -> None:
    state = fold(events)
    assert state.open_dialogue is None or state.open_dialogue.is_open


@given(EVENTS, st.integers(0, 30))
def test_folding_in_two_parts_is_folding_at_once(events: list[ev.Event], cut: int) -> None:
    assert fold(events[cut:], fold(events[:cut])) == fold(events)


@given(EVENTS)
def test_the_log_gives_the_same_state(events: list[ev.Event]) -> None:
    read = [ev.from_json(ev.to_json(event)) for event in events]
    assert fold(event for event in read if event is not None) == fold(events)


def test_an_event_of_a_newer_program_is_passed_over() -> None:
    assert ev.from_json({"type": "telepathy", "v": 1}) is None
    assert ev.from_json({"type": "asked", "v": 2, "factor": "budget"}) is None
    assert ev.from_json({"type": "asked", "v": 1}) is None


SAID = [
    "help me choose",
    "we have no money",
    "back",
    "skip",
    "why do you ask?",
    "what is fine-tuning?",
    "idk",
    "our data must never leave our servers",
    "result",
    "what if we had nobody technical?",
    "start over",
    "stop",
    "and the closed ones?",
    "continue",
    "delete my data",
    "no",
    "🎉",
    "show my answers",
]


@pytest.mark.parametrize("seed", range(12))
def test_replay_equals_live(planner: Planner, content: Content, seed: int) -> None:
    state, log = State(), []
    for step in range(14):
        plan = planner.text(SAID[(seed * 7 + step * 5) % len(SAID)], state)
        state = fold(plan.events, state)
        log += plan.events
    assert fold(log) == state
    assert state.turns == 14
