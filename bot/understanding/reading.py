"""What was understood of one message: values only, no text of the bot's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.content.schema import Leaning, Side
from bot.understanding.templates import NO_WISH, Wish

MentionKind = Literal["model", "license", "device", "vendor"]
StrangerKind = Literal["model", "license", "term"]
Certainty = Literal["sure", "likely", "perhaps"]


@dataclass(frozen=True)
class Candidate:
    """An intent with its raw score and the calibrated probability that it is right."""

    intent: str
    score: float
    confidence: float


@dataclass(frozen=True)
class Mention:
    """A thing of the catalogue that the message names; `start` and `end` count tokens."""

    kind: MentionKind
    id: str
    text: str
    start: int
    end: int
    exact: bool = True


@dataclass(frozen=True)
class Stranger:
    """A name that the catalogue lacks, as it was typed.

    "sure" where the message leaves no doubt that a model or licence is meant, "likely" where it
    is of our subject, "perhaps" where it might be of any. `confidence` tells how sure it is that
    something is asked of the name; `is_version` marks a version that a known family lacks.
    """

    name: str
    kind: StrangerKind
    certainty: Certainty
    confidence: float = 1.0
    is_version: bool = False


@dataclass(frozen=True)
class Statement:
    """Something that the message says about the person's situation.

    Of an answer, `confidence` is how surely it is this one, and `fit` how surely the message
    answers the question at all.
    """

    factor: str
    value: str
    leaning: Leaning
    confidence: float
    text: str
    fit: float = 1.0


@dataclass(frozen=True)
class Sum:
    """A quantity in the message: `unit` is one of gb, billion, tokens, money, percent, count."""

    value: float
    unit: str
    text: str


@dataclass(frozen=True)
class Clause:
    """One part of the message with its own ranking."""

    text: str
    candidates: tuple[Candidate, ...]
    is_question: bool = False
    mentions: tuple[Mention, ...] = ()
    sides: tuple[Side, ...] = ()

    @property
    def best(self) -> Candidate | None:
        return self.candidates[0] if self.candidates else None


@dataclass(frozen=True)
class Reading:
    """The whole of it. `candidates` ranks the intents of the message as a whole, best first;
    `contextual` does so with the last reply's thing put in, where the message leans on it; `term`
    is the word of the glossary that is to be explained; `described` is the model that is meant
    without its name, in place of an intent; `steering` the control that a few words of a longer
    message are, while a question is pending; `sequels` rank what it does after the last reply.
    `asks_within` tells that a part of it, if not the whole, is put as a question; `begins` how
    likely it begins a dialogue where none is open, 0..1. `seen` are the words as the classifiers
    see them: names as slots, and a mark for each side."""

    text: str
    corrected: str
    candidates: tuple[Candidate, ...] = ()
    contextual: tuple[Candidate, ...] = ()
    clauses: tuple[Clause, ...] = ()
    mentions: tuple[Mention, ...] = ()
    sides: tuple[Side, ...] = ()
    aspects: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()
    sums: tuple[Sum, ...] = ()
    answer: Statement | None = None
    stranger: Stranger | None = None
    term: str | None = None
    described: Candidate | None = None
    steering: Candidate | None = None
    sequels: tuple[Candidate, ...] = ()
    language: str | None = None
    is_question: bool = False
    asks_within: bool = False
    wants_choice: bool = False
    wish: Wish = NO_WISH
    begins: float = 0.0
    is_cut: bool = False
    corrections: tuple[tuple[str, str], ...] = ()
    seen: tuple[str, ...] = ()

    @property
    def best(self) -> Candidate | None:
        return self.candidates[0] if self.candidates else None

    @property
    def is_empty(self) -> bool:
        """Nothing in it that could mean anything: no letters at all, and no name ("3090?")."""
        return not self.mentions and not any(char.isalpha() for char in self.text)

    def ids(self, *kinds: MentionKind) -> tuple[str, ...]:
        """The ids that were named, each once, in order; all kinds where none is given."""
        wanted = [m.id for m in self.mentions if not kinds or m.kind in kinds]
        return tuple(dict.fromkeys(wanted))

    def confidence_of(self, prefix: str) -> float:
        """The confidence of the best candidate whose intent starts with `prefix`, or 0."""
        return max(
            (c.confidence for c in self.candidates if c.intent.startswith(prefix)), default=0.0
        )
