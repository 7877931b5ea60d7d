"""Rules that hold on every way through the dialogue, by buttons and events."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.cache import Cache
from bot.content.loader import Pack, default_root, load_content
from bot.content.snapshot import Content
from bot.conversation import events as ev
from bot.conversation.draft import Draft, Plan, held
from bot.conversation.plan import Planner, finish
from bot.conversation.presses import press_reply
from bot.conversation.state import State, fold

CONTENT: Content = load_content(Pack(default_root()), Cache(None))
CONTROLS = (
    "skip", "back", "skip-all", "result", "why-verdict", "why-asked", "what-changes", "why-not",
    "disagree", "real-answers", "side-by-side", "summary", "share", "share-openly", "weigh",
    "export", "restart", "cancel", "resume", "start", "fits", "fits-not", "repeat", "example",
)  # fmt: skip
WALK = 40


def press(option: str, state: State) -> Plan:
    draft = Draft(CONTENT, state)
    draft.add(ev.Pressed(option))
    return finish(draft, press_reply(draft, option))


def walk(seed: int, steps: int = WALK) -> tuple[State, list[ev.Event]]:
    """A talk by buttons: mostly those on offer, now and then any control or a new weight."""
    dice = random.Random(seed)
    state, log = State(), []
    options: tuple[str, ...] = ("control:start",)
    for _ in range(steps):
        chance = dice.random()
        if chance < 0.1:
            events: tuple[ev.Event, ...] = (
                ev.Weighed(dice.choice(list(CONTENT.factors)), dice.choice([0.0, 0.5, 1.0, 2.0])),
            )
        else:
            is_offered = options and chance < 0.7
            option = dice.choice(options) if is_offered else f"control:{dice.choice(CONTROLS)}"
            plan = press(option, state)
            events = plan.events
            options = tuple(each.id for each in plan.reply.options)
            check(plan, fold(events, state))
        state = fold(events, state)
        log += events
    return state, log


def check(plan: Plan, state: State) -> None:
    """Nothing in a turn leaves the person without a next step."""
    dialogue = state.dialogue
    assert plan.reply.text
    if dialogue is None or dialogue.status == "cancelled":
        assert not held(state)
        return
    assert len(dialogue.asked) <= CONTENT.advisor.max_questions
    assert len(set(dialogue.asked)) == len(dialogue.asked)
    if dialogue.is_open:
        assert dialogue.asking in CONTENT.factors
    else:
        assert dialogue.verdict
    if plan.reply.kind == "recommendation":
        assert plan.reply.options
        assert plan.reply.recommendation
        known = {f for f, answer in dialogue.answers.items() if answer.leaning != "unknown"}
        tried = dialogue.supposed.answers if dialogue.supposed else {}
        assert {reason.factor for reason in plan.reply.recommendation.reasons} <= known | {*tried}


@given(st.integers(0, 1_000_000))
@settings(max_examples=25, deadline=None)
def test_every_reachable_state_has_a_next_step_and_replays(seed: int) -> None:
    state, log = walk(seed)
    read = [ev.from_json(ev.to_json(event)) for event in log]
    assert fold(event for event in read if event is not None) == state


@given(st.integers(0, 1_000_000), st.data())
@settings(max_examples=40, deadline=None)
def test_undo_equals_never_said(seed: int, data: st.DataObject) -> None:
    """An answer by button, then "back": what is held, skipped and weighed is as before."""
    state, _ = walk(seed, 12)
    if state.open_dialogue is None:
        state = fold([ev.Resumed()], state)
        state = fold(press("control:start", State()).events) if not state.open_dialogue else state
    shown = press("control:repeat", state)
    state = fold(shown.events, state)
    answers = [o.id for o in shown.reply.options if not o.id.startswith("control:")]
    if not answers:
        return
    said = fold(press(data.draw(st.sampled_from(answers)), state).events, state)
    undone = fold(press("control:back", said).events, said)
    assert state.dialogue
    assert undone.dialogue
    assert held(undone) == held(state)
    assert undone.dialogue.skipped == state.dialogue.skipped
    assert undone.dialogue.weights == state.dialogue.weights
    assert undone.dialogue.asking == state.dialogue.asking


@given(st.integers(0, 1_000_000), st.sampled_from(list(CONTENT.factors)), st.floats(0, 3))
@settings(max_examples=40, deadline=None)
def test_a_weight_taken_back_leaves_no_trace(seed: int, factor: str, weight: float) -> None:
    state, _ = walk(seed, 12)
    if state.dialogue is None or state.dialogue.status == "cancelled":
        return
    heard = fold([ev.Heard("x"), ev.Weighed(factor, weight)], state)
    undone = fold(press("control:back", heard).events, heard)
    assert undone.dialogue
    assert undone.dialogue.weights == state.dialogue.weights
    assert held(undone) == held(state)


@given(st.integers(0, 1_000_000))
@settings(max_examples=40, deadline=None)
def test_skip_equals_never_asked(seed: int) -> None:
    state, _ = walk(seed, 12)
    if state.open_dialogue is None:
        return
    asked = state.open_dialogue.asking
    before = press("control:result", state).reply.recommendation
    skipped = fold(press("control:skip", state).events, state)
    after = press("control:result", skipped).reply.recommendation
    assert before
    assert after
    assert (after.verdict, after.scores, after.reasons) == (
        before.verdict,
        before.scores,
        before.reasons,
    )
    assert skipped.dialogue
    assert skipped.dialogue.asking != asked


@given(st.integers(0, 1_000_000))
@settings(max_examples=25, deadline=None)
def test_always_the_first_button_leads_to_a_verdict(seed: int) -> None:
    """No loop: whoever answers what is asked comes to the end."""
    dice = random.Random(seed)
    plan = press("control:start", State())
    state = fold(plan.events)
    for _ in range(CONTENT.advisor.max_questions):
        if state.open_dialogue is None:
            break
        plan = press(dice.choice(plan.reply.options).id, state)
        state = fold(plan.events, state)
    assert plan.reply.kind == "recommendation"
    assert state.dialogue
    assert state.dialogue.status == "concluded"


def test_the_same_words_are_the_same_turn_again(planner: Planner) -> None:
    state, _ = walk(3)
    assert planner.text("why?", state) == planner.text("why?", state)
