"""What a log tells those who run the bot: how much it was used, and what it could not answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bot.conversation import events as ev

MOST_TOPICS = 5
Logged = tuple[str, ev.Event | None]


@dataclass(frozen=True)
class Tally:
    """Counts over a stretch of time; `topics` are the ids answered most often, the first first."""

    people: int
    turns: int
    unknown: int
    asked_back: int
    recommendations: int
    fits: int
    fits_not: int
    topics: tuple[str, ...]

    @property
    def answered(self) -> int:
        return self.turns - self.unknown - self.asked_back


def tally(log: Iterable[Logged]) -> Tally:
    """The counts of a log of (person, event) pairs; a turn is one reply."""
    people: set[str] = set()
    kinds: Counter[str] = Counter()
    topics: Counter[str] = Counter()
    rated: Counter[bool] = Counter()
    concluded = 0
    for person, event in log:
        people.add(person)
        if isinstance(event, ev.Replied):
            kinds[event.kind] += 1
            topics.update(event.topics[:1])
        elif isinstance(event, ev.Rated):
            rated[event.fits] += 1
        concluded += isinstance(event, ev.Concluded)
    return Tally(
        people=len(people),
        turns=kinds.total(),
        unknown=kinds["out_of_scope"],
        asked_back=kinds["clarify"],
        recommendations=concluded,
        fits=rated[True],
        fits_not=rated[False],
        topics=tuple(topic for topic, _ in topics.most_common(MOST_TOPICS)),
    )


def remarks(log: Iterable[Logged]) -> list[str]:
    """What people added to their feedback, each once, as it comes in the log."""
    said = (event.text for _, event in log if isinstance(event, ev.Remarked) and event.text)
    return list(dict.fromkeys(said))


def unanswered(log: Iterable[Logged]) -> list[str]:
    """The messages that nothing fitted, each once, as they come in the log."""
    found: dict[str, None] = {}
    heard = ""
    for _, event in log:
        if isinstance(event, ev.Heard):
            heard = event.text
        elif isinstance(event, ev.Replied):
            if event.kind == "out_of_scope" and heard:
                found.setdefault(heard)
            heard = ""
    return list(found)
