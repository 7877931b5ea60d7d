"""The events of a conversation: immutable, versioned, and the session log itself.

Every event is kept as {"type": …, "v": 1, fields …}. An unknown type or version, as a newer
program may have written, is skipped by the fold and never lost.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

VERSION = 1
Json = dict[str, Any]


@dataclass(frozen=True)
class Event:
    """Base of all events; `type` is the name in the log."""

    type: ClassVar[str] = "event"


@dataclass(frozen=True)
class Heard(Event):
    """A message came in; `text` is cleaned, `ranking` the first intents with their confidence."""

    type: ClassVar[str] = "heard"
    text: str
    ranking: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Pressed(Event):
    type: ClassVar[str] = "pressed"
    option: str


@dataclass(frozen=True)
class DialogueStarted(Event):
    type: ClassVar[str] = "dialogue_started"


@dataclass(frozen=True)
class Asked(Event):
    """The dialogue put a factor's question (again)."""

    type: ClassVar[str] = "asked"
    factor: str


@dataclass(frozen=True)
class Recorded(Event):
    """An answer is held now, in place of any earlier one."""

    type: ClassVar[str] = "recorded"
    factor: str
    value: str
    leaning: str
    text: str


@dataclass(frozen=True)
class Withdrawn(Event):
    """An answer is held no longer, as if it had never been given."""

    type: ClassVar[str] = "withdrawn"
    factor: str


@dataclass(frozen=True)
class Skipped(Event):
    type: ClassVar[str] = "skipped"
    factor: str


@dataclass(frozen=True)
class SkippedRest(Event):
    """No further question is wanted."""

    type: ClassVar[str] = "skipped_rest"


@dataclass(frozen=True)
class Missed(Event):
    """The message did not answer what was asked."""

    type: ClassVar[str] = "missed"


@dataclass(frozen=True)
class Digressed(Event):
    """Something else was answered while a question is pending."""

    type: ClassVar[str] = "digressed"


@dataclass(frozen=True)
class Cancelled(Event):
    type: ClassVar[str] = "cancelled"


@dataclass(frozen=True)
class Restarted(Event):
    """All answers are dropped and the dialogue begins anew."""

    type: ClassVar[str] = "restarted"


@dataclass(frozen=True)
class Resumed(Event):
    type: ClassVar[str] = "resumed"


@dataclass(frozen=True)
class WentBack(Event):
    """What was last said to the question about `factor` is taken back, as if never said; ""
    stands for what was said while no question was pending."""

    type: ClassVar[str] = "went_back"
    factor: str


@dataclass(frozen=True)
class Concluded(Event):
    """A verdict was given on the answers held; `provisional` where questions were left open."""

    type: ClassVar[str] = "concluded"
    verdict: str
    provisional: bool = False


@dataclass(frozen=True)
class Supposed(Event):
    """A what-if: answers that are tried, not held (factor, value, leaning, text); weights too."""

    type: ClassVar[str] = "supposed"
    answers: tuple[tuple[str, str, str, str], ...]
    weights: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Weighed(Event):
    """The person gave a factor another weight; 1 is the usual one."""

    type: ClassVar[str] = "weighed"
    factor: str
    weight: float


@dataclass(frozen=True)
class Unweighed(Event):
    """The last change of weights is taken back."""

    type: ClassVar[str] = "unweighed"


@dataclass(frozen=True)
class CameBack(Event):
    """A long silence lay before this message, while a question was pending."""

    type: ClassVar[str] = "came_back"
    hours: float


@dataclass(frozen=True)
class AskedToDelete(Event):
    """Deletion was asked for and waits for a yes."""

    type: ClassVar[str] = "asked_to_delete"


@dataclass(frozen=True)
class Rated(Event):
    type: ClassVar[str] = "rated"
    fits: bool


@dataclass(frozen=True)
class Remarked(Event):
    """What the person added to a press, in their own words."""

    type: ClassVar[str] = "remarked"
    text: str


@dataclass(frozen=True)
class Replied(Event):
    """What was said, as far as later turns need it."""

    type: ClassVar[str] = "replied"
    kind: str
    topics: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    aspects: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    confidence: float = 1.0
    worked: tuple[str, ...] = ()
    search: str = ""


KNOWN: Mapping[str, type[Event]] = {
    cls.type: cls
    for cls in (
        Heard, Pressed, DialogueStarted, Asked, Recorded, Withdrawn, Skipped, SkippedRest, Missed,
        Digressed, Cancelled, Restarted, Resumed, WentBack, Concluded, Supposed, Weighed,
        Unweighed, CameBack, AskedToDelete, Rated, Remarked, Replied,
    )
}  # fmt: skip


def to_json(event: Event) -> Json:
    return {"type": event.type, "v": VERSION, **dataclasses.asdict(event)}


def from_json(data: Mapping[str, Any]) -> Event | None:
    """The event, or None where the type, version or fields are not known here."""
    cls = KNOWN.get(str(data.get("type")))
    if cls is None or data.get("v") != VERSION:
        return None
    fields = {name: _frozen(data[name]) for name in _names(cls) if name in data}
    try:
        return cls(**fields)
    except TypeError:
        return None


def _names(cls: type[Event]) -> tuple[str, ...]:
    return tuple(each.name for each in dataclasses.fields(cls))


def _frozen(value: Any) -> Any:
    """JSON's lists as tuples, at every depth."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(_frozen(each) for each in value)
    return value
