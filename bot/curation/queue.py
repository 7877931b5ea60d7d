"""What deserves a look in a log: messages without an answer, asked back, or voted down. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from bot.content.checks_sheets import key_of
from bot.conversation import events as ev
from bot.storage.store import Record

Why = Literal["unanswered", "clarified", "downvoted"]
Place = tuple[str, int]
WHY: dict[str, Why] = {"out_of_scope": "unanswered", "clarify": "clarified"}
DOWN = frozenset({"control/feedback-bad"})
DOWN_PRESSES = frozenset({"control:feedback-bad"})
# A reply of the dialogue is voted down for what it weighs, which no utterance of an intent mends.
WEIGHED = frozenset({"question", "recommendation", "control", "explain_question"})
TOPIC = "topic:"


@dataclass(frozen=True)
class Missed:
    """A message to look at, once for all who wrote it: `places` are (session, sequence) of its
    events, `chosen` the intent that somebody picked when they were asked back."""

    text: str
    why: Why
    places: tuple[Place, ...]
    chosen: str | None = None

    @property
    def key(self) -> str:
        return key_of(self.text)


@dataclass
class _Last:
    """The message before, and what it got."""

    text: str
    place: Place
    top: str
    kind: str = ""


def missed(session: str, records: Iterable[Record]) -> Iterator[Missed]:
    """Those of one conversation, in order; a message whose text was not kept has an empty one."""
    last: _Last | None = None
    open_: Missed | None = None
    for record in records:
        event = ev.from_json(record.data)
        if isinstance(event, ev.Heard | ev.Pressed):
            if open_ is not None:
                yield _with_choice(open_, event)
                open_ = None
            if _is_down(event):
                if last is not None and last.kind not in (*WHY, *WEIGHED, ""):
                    yield Missed(last.text, "downvoted", (last.place,))
                last = None
            elif isinstance(event, ev.Heard):
                top = event.ranking[0][0] if event.ranking else ""
                last = _Last(event.text, (session, record.sequence), top)
            else:
                last = None
        elif isinstance(event, ev.Replied) and last is not None:
            last.kind = event.kind
            why = WHY.get(event.kind)
            open_ = Missed(last.text, why, (last.place,)) if why else None
    if open_ is not None:
        yield open_


def _is_down(event: ev.Heard | ev.Pressed) -> bool:
    if isinstance(event, ev.Pressed):
        return event.option in DOWN_PRESSES
    return bool(event.ranking) and event.ranking[0][0] in DOWN


def _with_choice(found: Missed, event: ev.Heard | ev.Pressed) -> Missed:
    """The message with the topic that was picked next, where one was."""
    if isinstance(event, ev.Pressed) and event.option.startswith(TOPIC):
        chosen = event.option.removeprefix(TOPIC)
        return Missed(found.text, found.why, found.places, chosen)
    return found


def queue(
    found: Iterable[Missed], reviewed: Collection[Place], known: Collection[str]
) -> list[Missed]:
    """The messages that are still to be looked at, the most frequent first, each text once.

    Left out is what was `reviewed`, in whoever's conversation the same text stands, what is among
    the `known` utterances (by key), and what has no text.
    """
    by_key: dict[str, list[Missed]] = {}
    for each in found:
        if each.key:
            by_key.setdefault(each.key, []).append(each)
    seen = {*reviewed}
    left = [
        _merged(group)
        for key, group in by_key.items()
        if key not in known and not any(p in seen for one in group for p in one.places)
    ]
    return sorted(left, key=lambda one: (-len(one.places), one.key))


def _merged(group: list[Missed]) -> Missed:
    first = group[0]
    places = tuple(place for each in group for place in each.places)
    picks = [each.chosen for each in group if each.chosen]
    chosen = max(picks, key=picks.count) if picks else None
    return Missed(first.text, first.why, places, chosen)
