"""A turn in the making: the events so far and the state that they lead to."""

from __future__ import annotations

from dataclasses import dataclass

from bot.content.snapshot import Content
from bot.conversation.events import Event, Supposed
from bot.conversation.state import Dialogue, State, fold
from bot.reply import Answer, Change, Reply, Standing
from bot.understanding.context import Context


@dataclass(frozen=True)
class Plan:
    """What a turn does: events to keep, the reply to send, and whether to erase the person."""

    events: tuple[Event, ...]
    reply: Reply
    erases: bool = False


class Draft:
    """Gathers a turn's events and keeps the state folded; lives for one turn only."""

    def __init__(self, content: Content, state: State) -> None:
        self.content = content
        self.before = state
        self.state = state
        self.events: list[Event] = []
        self.erases = False

    def add(self, *events: Event) -> None:
        self.events += events
        self.state = fold(events, self.state)

    @property
    def dialogue(self) -> Dialogue | None:
        return self.state.dialogue

    @property
    def asking(self) -> str | None:
        opened = self.state.open_dialogue
        return opened.asking if opened else None

    @property
    def answers(self) -> dict[str, Answer]:
        """The answers held now, whatever became of the dialogue (none once it was cancelled)."""
        return held(self.state)

    def changes(self) -> dict[str, Change]:
        """What this turn set or altered; a what-if's answers stand against those held."""
        before, after = held(self.before), self.answers
        changed = {
            factor: Change(before.get(factor), after.get(factor))
            for factor in {**before, **after}
            if before.get(factor) != after.get(factor)
        }
        supposal = self.state.dialogue.supposed if self.state.dialogue else None
        if supposal and any(isinstance(event, Supposed) for event in self.events):
            for factor, answer in supposal.answers.items():
                changed[factor] = Change(after.get(factor), answer)
        return changed

    def standing(self) -> Standing:
        opened = self.state.open_dialogue
        dialogue = self.state.dialogue
        is_held = dialogue is not None and dialogue.status != "cancelled"
        return Standing(
            in_dialogue=opened is not None,
            asking=self.asking,
            recorded=self.answers,
            skipped=dialogue.skipped if dialogue and is_held else (),
            progress=self._progress(opened) if opened and opened.asking else None,
        )

    def _progress(self, dialogue: Dialogue) -> tuple[int, int]:
        """(number of this question, about how many there will be)."""
        number = len(dialogue.asked)
        core = sum(factor.core for factor in self.content.factors.values())
        given = sum(
            f.id in dialogue.answers and f.id not in dialogue.asked
            for f in self.content.factors.values()
            if f.core
        )
        return number, max(number, core - given + 1)


def held(state: State) -> dict[str, Answer]:
    dialogue = state.dialogue
    if dialogue is None or dialogue.status == "cancelled":
        return {}
    return dict(dialogue.answers)


def context_of(state: State) -> Context:
    """What the understanding needs to know of the talk so far."""
    focus, opened = state.focus, state.open_dialogue
    return Context(
        asking=opened.asking if opened else None,
        in_dialogue=opened is not None,
        has_verdict=bool(state.dialogue and state.dialogue.verdict),
        kind=focus.kind,
        topics=focus.topics,
        entities=focus.entities,
        earlier_entities=focus.earlier_entities,
        sides=focus.sides,
        aspects=focus.aspects,
        listed=focus.listed,
        worked=focus.worked,
    )
