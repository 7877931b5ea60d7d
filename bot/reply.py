"""A reply as data: what the bot says, before any front end gives it a form."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from bot.content.schema import Leaning, Side, SourceRef

Kind = Literal[
    "answer",
    "compare",
    "model",
    "license",
    "hardware",
    "cost",
    "question",
    "explain_question",
    "recommendation",
    "summary",
    "clarify",
    "smalltalk",
    "control",
    "export",
    "delete",
    "refuse",
    "out_of_scope",
    "error",
]
EventName = Literal[
    "started",
    "cancelled",
    "restarted",
    "resumed",
    "exported",
    "deleted",
    "confirm_delete",
    "back",
]
Verdict = Literal["open", "closed", "hybrid"]


@dataclass(frozen=True)
class Option:
    """A button: `id` is what a press sends back, `label` what it shows."""

    id: str
    label: str


@dataclass(frozen=True)
class Table:
    """Rows of cells under a header; every row has as many cells as the header."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Line:
    """A line of a chart through `points` (x, y), from left to right and straight between them;
    with `upper`, as many points above those, it is a band."""

    name: str
    points: tuple[tuple[float, float], ...]
    upper: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class Mark:
    """A place in a chart with a word on it."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Bar:
    """A bar of a chart: `value` (0 or more) is its length, `shown` stands at its end, and `side`
    is the one that it pulls to, in a weighing."""

    label: str
    value: float
    shown: str
    side: Side | None = None


@dataclass(frozen=True)
class Chart:
    """Data for a picture, with `alt` for those who can't see it; `bars` are the same in text, for
    front ends without pictures. The picture is of `lines` over two axes that start at 0 or, where
    there are none, of the bars from a middle line: "open" to the left, all others to the right."""

    title: str
    x_label: str
    y_label: str
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]
    bars_title: str
    bars: tuple[Bar, ...]
    alt: str


@dataclass(frozen=True)
class Answer:
    """What is held for a factor: the value's id, how it leans, and what the person said."""

    value: str
    leaning: Leaning
    text: str


@dataclass(frozen=True)
class Change:
    """An answer that a turn set or altered; None stands for no answer."""

    before: Answer | None
    after: Answer | None


@dataclass(frozen=True)
class Reason:
    """One factor's share in the verdict; `weight` is its part of the sum of all pulls, 0..1."""

    factor: str
    leaning: Leaning
    weight: float
    text: str


@dataclass(frozen=True)
class Flip:
    """A change of answer that would change the verdict."""

    factor: str
    to: str
    verdict: Verdict


@dataclass(frozen=True)
class Recommendation:
    verdict: Verdict
    confidence: Literal["high", "medium", "low"]
    provisional: bool
    what_if: bool
    scores: dict[Verdict, float]
    reasons: tuple[Reason, ...]
    flips: tuple[Flip, ...]
    models: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """Where the guided dialogue stands after the reply."""

    session: str | None = None
    in_dialogue: bool = False
    asking: str | None = None
    recorded: dict[str, Answer] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()
    progress: tuple[int, int] | None = None


@dataclass(frozen=True)
class Reply:
    """One reply. `text` is plain Markdown without the sources, which renderers add; `worked` are
    the messages that a sum was made of, oldest first, for one that goes on with it; `search` is
    the code of the search whose results it lists, with the page: "OB10:0"; `is_first` says that
    nothing was said in this conversation before."""

    kind: Kind
    text: str
    title: str | None = None
    table: Table | None = None
    after_table: str = ""
    chart: Chart | None = None
    topics: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    confidence: float = 1.0
    options: tuple[Option, ...] = ()
    sources: tuple[SourceRef, ...] = ()
    changed: dict[str, Change] = field(default_factory=dict)
    event: EventName | None = None
    recommendation: Recommendation | None = None
    private: bool = False
    attachment: tuple[str, str] | None = None
    worked: tuple[str, ...] = ()
    search: str = ""
    is_first: bool = False
    standing: Standing = Standing()

    def with_(self, **fields: object) -> Reply:
        """The same reply with other values in some fields."""
        return replace(self, **fields)  # type: ignore[arg-type]
