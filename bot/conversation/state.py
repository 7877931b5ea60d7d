"""The state of a conversation, folded from its events; any list of events folds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import singledispatch
from typing import cast, get_args

from bot.content.schema import Leaning
from bot.conversation import events as ev
from bot.conversation.dialogue import Dialogue as Dialogue
from bot.conversation.dialogue import Focus, Said, Supposal
from bot.conversation.dialogue import State as State
from bot.reply import Answer

LEANINGS = frozenset(get_args(Leaning))
MOST_TRIED = 4
USUAL = 1.0
MOST_EARLIER = 8
BESIDE = frozenset(
    {"smalltalk", "control", "refuse", "error", "delete", "export", "summary", "out_of_scope"}
)


def fold(events: Iterable[ev.Event], state: State | None = None) -> State:
    """The state after `events`, beginning from `state` or from nothing."""
    current = state or State()
    for event in events:
        current = apply(event, current)
    return current


@singledispatch
def apply(event: ev.Event, state: State) -> State:
    """The state after one event; events that change nothing fall through to here."""
    return state


def _dialogue(state: State, **changes: object) -> State:
    """The state with a changed dialogue; without one nothing changes."""
    if state.dialogue is None:
        return state
    return replace(state, dialogue=replace(state.dialogue, **changes))  # type: ignore[arg-type]


@apply.register
def _(event: ev.Heard, state: State) -> State:
    return replace(state, turns=state.turns + 1, is_deleting=False, is_back=False, last_recorded=())


@apply.register
def _(event: ev.Pressed, state: State) -> State:
    return replace(state, turns=state.turns + 1, is_deleting=False, is_back=False, last_recorded=())


@apply.register
def _(event: ev.DialogueStarted, state: State) -> State:
    return replace(state, dialogue=Dialogue(), dialogues=state.dialogues + 1)


@apply.register
def _(event: ev.Asked, state: State) -> State:
    if state.dialogue is None:
        return state
    asked = state.dialogue.asked
    is_new = state.dialogue.asking != event.factor
    return _dialogue(
        state,
        status="open",
        asking=event.factor,
        question=state.dialogue.question + 1 if is_new else state.dialogue.question,
        asked=asked if event.factor in asked else (*asked, event.factor),
        misses=0 if is_new else state.dialogue.misses,
        digressions=0 if is_new else state.dialogue.digressions,
    )


@apply.register
def _(event: ev.Recorded, state: State) -> State:
    if state.dialogue is None:
        return state
    dialogue = state.dialogue
    answer = Answer(event.value, _leaning(event.leaning), event.text)
    before = dialogue.answers.get(event.factor)
    said = Said(state.turns, dialogue.asking or "", event.factor, before)
    changed = _dialogue(
        state,
        answers={**dialogue.answers, event.factor: answer},
        skipped=tuple(f for f in dialogue.skipped if f != event.factor),
        said=(*dialogue.said, said),
        weights_before=_weights_before(state),
        supposed=None,
        misses=0,
    )
    return replace(changed, last_recorded=(*state.last_recorded, event.factor))


@apply.register
def _(event: ev.Withdrawn, state: State) -> State:
    if state.dialogue is None:
        return state
    held, said = state.dialogue.answers, state.dialogue.said
    return _dialogue(
        state,
        answers={f: a for f, a in held.items() if f != event.factor},
        said=tuple(each for each in said if each.factor != event.factor),
    )


@apply.register
def _(event: ev.Skipped, state: State) -> State:
    if state.dialogue is None or event.factor in state.dialogue.skipped:
        return state
    skipped = (*state.dialogue.skipped, event.factor)
    return _dialogue(state, skipped=skipped, weights_before=_weights_before(state))


@apply.register
def _(event: ev.SkippedRest, state: State) -> State:
    return _dialogue(state, is_rest_skipped=True)


@apply.register
def _(event: ev.Missed, state: State) -> State:
    return _dialogue(state, misses=state.dialogue.misses + 1) if state.dialogue else state


@apply.register
def _(event: ev.Digressed, state: State) -> State:
    return _dialogue(state, digressions=state.dialogue.digressions + 1) if state.dialogue else state


@apply.register
def _(event: ev.Cancelled, state: State) -> State:
    return _dialogue(state, status="cancelled", asking=None)


@apply.register
def _(event: ev.Restarted, state: State) -> State:
    if state.dialogue is None:
        return state
    question = state.dialogue.question
    return replace(state, dialogue=Dialogue(question=question), dialogues=state.dialogues + 1)


@apply.register
def _(event: ev.Resumed, state: State) -> State:
    return _dialogue(state, status="open", is_rest_skipped=False)


@apply.register
def _(event: ev.WentBack, state: State) -> State:
    dialogue = state.dialogue
    if dialogue is None:
        return state
    turn = max((each.turn for each in dialogue.said if each.asking == event.factor), default=0)
    undone = [each for each in dialogue.said if (each.turn, each.asking) == (turn, event.factor)]
    answers = dict(dialogue.answers)
    if event.factor != dialogue.asking:
        answers.pop(event.factor, None)
    for each in reversed(undone):
        answers.pop(each.factor, None)
        if each.before is not None:
            answers[each.factor] = each.before
    gone = {event.factor, *(each.factor for each in undone)} - answers.keys()
    asked = dialogue.asked
    return _dialogue(
        state,
        status="open",
        asked=asked[: asked.index(event.factor)] if event.factor in asked else asked,
        answers=answers,
        skipped=tuple(f for f in dialogue.skipped if f not in gone),
        said=tuple(each for each in dialogue.said if each not in undone),
        weights_before=None,
    )


@apply.register
def _(event: ev.Concluded, state: State) -> State:
    asking = state.dialogue.asking if state.dialogue and event.provisional else None
    status = "open" if event.provisional else "concluded"
    return _dialogue(state, verdict=event.verdict, status=status, asking=asking, supposed=None)


@apply.register
def _(event: ev.Supposed, state: State) -> State:
    if state.dialogue is None:
        return state
    answers = {f: Answer(v, _leaning(lean), text) for f, v, lean, text in event.answers}
    supposal = Supposal(answers, dict(event.weights))
    others = tuple(each for each in state.dialogue.tried if each != supposal)
    return _dialogue(state, supposed=supposal, tried=(*others, supposal)[-MOST_TRIED:])


@apply.register
def _(event: ev.Weighed, state: State) -> State:
    """The usual weight is kept as none at all, so that what is undone leaves no trace."""
    dialogue = state.dialogue
    if dialogue is None:
        return state
    rest = {f: w for f, w in dialogue.weights.items() if f != event.factor}
    weights = rest if event.weight == USUAL else {**rest, event.factor: event.weight}
    is_first = dialogue.weighed_turn != state.turns
    return _dialogue(
        state,
        weights=weights,
        weights_before=dialogue.weights if is_first else dialogue.weights_before,
        weighed_turn=state.turns,
        supposed=None,
    )


@apply.register
def _(event: ev.Unweighed, state: State) -> State:
    before = state.dialogue.weights_before if state.dialogue else None
    if before is None:
        return state
    return _dialogue(state, weights=before, weights_before=None, weighed_turn=0)


def _leaning(name: str) -> Leaning:
    """A leaning that another version wrote and this one doesn't know counts as unknown."""
    return cast(Leaning, name) if name in LEANINGS else "unknown"


def _weights_before(state: State) -> object:
    """The weights that "undo" would go back to; none once another turn did something else."""
    dialogue = state.dialogue
    is_same_turn = dialogue is not None and dialogue.weighed_turn == state.turns
    return dialogue.weights_before if dialogue and is_same_turn else None


@apply.register
def _(event: ev.CameBack, state: State) -> State:
    return replace(state, is_back=True)


@apply.register
def _(event: ev.AskedToDelete, state: State) -> State:
    return replace(state, is_deleting=True)


@apply.register
def _(event: ev.Rated, state: State) -> State:
    return _dialogue(state, rated=event.fits)


@apply.register
def _(event: ev.Replied, state: State) -> State:
    """Chit-chat, controls and what was not understood leave the subject of the talk as it was."""
    old = state.focus
    if event.kind in BESIDE:
        return replace(state, focus=replace(old, options=event.options))
    if event.kind in {"question", "explain_question"} and not event.entities:
        kept = replace(old, kind=event.kind, topics=event.topics or old.topics)
        return replace(state, focus=replace(kept, options=event.options))
    listed = event.listed
    if not listed and {*event.topics[:1], *event.entities} & {*old.listed}:
        listed = old.listed  # one of a list was shown: "and the last one?" still means that list
    earlier = (*event.entities, *(e for e in (*old.entities, *old.earlier_entities)))
    return replace(
        state,
        focus=Focus(
            kind=event.kind,
            topics=event.topics,
            entities=event.entities,
            earlier_entities=tuple(dict.fromkeys(earlier))[:MOST_EARLIER],
            sides=event.sides,
            aspects=event.aspects,
            listed=listed,
            options=event.options,
            worked=event.worked,
            search=event.search,
        ),
    )
