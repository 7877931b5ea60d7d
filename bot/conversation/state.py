"""The state of a conversation, folded from its events; any list of events folds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import singledispatch
from typing import Literal, cast

from bot.content.schema import Leaning
from bot.conversation import events as ev
from bot.reply import Answer

Status = Literal["open", "concluded", "cancelled"]


@dataclass(frozen=True)
class Dialogue:
    """A guided dialogue. `question` counts the questions put, so that old buttons are told."""

    status: Status = "open"
    asking: str | None = None
    question: int = 0
    answers: Mapping[str, Answer] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    misses: int = 0
    digressions: int = 0
    is_rest_skipped: bool = False
    verdict: str | None = None
    supposed: Mapping[str, Answer] = field(default_factory=dict)
    rated: bool | None = None

    @property
    def is_open(self) -> bool:
        return self.status == "open"


@dataclass(frozen=True)
class Focus:
    """What the last replies were about, for messages that lean on them."""

    kind: str | None = None
    topics: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    earlier_entities: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    aspects: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    worked: tuple[str, ...] = ()
    search: str = ""


@dataclass(frozen=True)
class State:
    """`dialogue` is the newest one, whatever its status; `dialogues` counts them."""

    dialogue: Dialogue | None = None
    dialogues: int = 0
    focus: Focus = Focus()
    turns: int = 0
    is_deleting: bool = False
    last_recorded: tuple[str, ...] = ()

    @property
    def open_dialogue(self) -> Dialogue | None:
        return self.dialogue if self.dialogue and self.dialogue.is_open else None


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
    return replace(state, turns=state.turns + 1, is_deleting=False, last_recorded=())


@apply.register
def _(event: ev.Pressed, state: State) -> State:
    return replace(state, turns=state.turns + 1, is_deleting=False, last_recorded=())


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
    answer = Answer(event.value, cast(Leaning, event.leaning), event.text)
    answers = {**state.dialogue.answers, event.factor: answer}
    skipped = tuple(f for f in state.dialogue.skipped if f != event.factor)
    changed = _dialogue(state, answers=answers, skipped=skipped, supposed={}, misses=0)
    return replace(changed, last_recorded=(*state.last_recorded, event.factor))


@apply.register
def _(event: ev.Withdrawn, state: State) -> State:
    held = state.dialogue.answers if state.dialogue else {}
    return _dialogue(state, answers={f: a for f, a in held.items() if f != event.factor})


@apply.register
def _(event: ev.Skipped, state: State) -> State:
    if state.dialogue is None or event.factor in state.dialogue.skipped:
        return state
    return _dialogue(state, skipped=(*state.dialogue.skipped, event.factor))


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
    if state.dialogue is None:
        return state
    asked = state.dialogue.asked
    upto = asked.index(event.factor) if event.factor in asked else len(asked)
    answers = {f: a for f, a in state.dialogue.answers.items() if f != event.factor}
    skipped = tuple(f for f in state.dialogue.skipped if f != event.factor)
    return _dialogue(state, status="open", asked=asked[:upto], answers=answers, skipped=skipped)


@apply.register
def _(event: ev.Concluded, state: State) -> State:
    asking = state.dialogue.asking if state.dialogue and event.provisional else None
    status = "open" if event.provisional else "concluded"
    return _dialogue(state, verdict=event.verdict, status=status, asking=asking, supposed={})


@apply.register
def _(event: ev.Supposed, state: State) -> State:
    supposed = {f: Answer(v, cast(Leaning, lean), text) for f, v, lean, text in event.answers}
    return _dialogue(state, supposed=supposed)


@apply.register
def _(event: ev.Weighed, state: State) -> State:
    weights = state.dialogue.weights if state.dialogue else {}
    return _dialogue(state, weights={**weights, event.factor: event.weight})


@apply.register
def _(event: ev.AskedToDelete, state: State) -> State:
    return replace(state, is_deleting=True)


@apply.register
def _(event: ev.Rated, state: State) -> State:
    return _dialogue(state, rated=event.fits)


@apply.register
def _(event: ev.Replied, state: State) -> State:
    """Chit-chat and controls leave the subject of the talk as it was."""
    old = state.focus
    if event.kind in {"smalltalk", "control", "refuse", "error", "delete", "export", "summary"}:
        return replace(state, focus=replace(old, options=event.options))
    if event.kind in {"question", "explain_question"} and not event.entities:
        kept = replace(old, kind=event.kind, topics=event.topics or old.topics)
        return replace(state, focus=replace(kept, options=event.options))
    listed = event.listed
    if not listed and event.topics[:1] and event.topics[0] in old.listed:
        listed = old.listed  # one of a list was shown: "and the last one?" still means that list
    earlier = (*event.entities, *(e for e in (*old.entities, *old.earlier_entities)))
    return replace(
        state,
        focus=Focus(
            kind=event.kind,
            topics=event.topics,
            entities=event.entities,
            earlier_entities=tuple(dict.fromkeys(earlier))[:4],
            sides=event.sides,
            aspects=event.aspects,
            listed=listed,
            options=event.options,
            worked=event.worked,
            search=event.search,
        ),
    )
