"""The state of a conversation as values: the dialogue, the subject of the talk, and all of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.reply import Answer

Status = Literal["open", "concluded", "cancelled"]


@dataclass(frozen=True)
class Said:
    """What a turn did to an answer: who asked for it ("" for nobody), and what was held before."""

    turn: int
    asking: str
    factor: str
    before: Answer | None


@dataclass(frozen=True)
class Supposal:
    """A what-if: answers and weights that are tried in place of those held."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Dialogue:
    """A guided dialogue. `question` counts the questions put, so that old buttons are told;
    `said` lets a turn be taken back; `tried` holds the last what-ifs, oldest first, and `supposed`
    the one that the last verdict was about."""

    status: Status = "open"
    asking: str | None = None
    question: int = 0
    answers: Mapping[str, Answer] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    weights_before: Mapping[str, float] | None = None
    weighed_turn: int = 0
    misses: int = 0
    digressions: int = 0
    is_rest_skipped: bool = False
    verdict: str | None = None
    supposed: Supposal | None = None
    tried: tuple[Supposal, ...] = ()
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
    """`dialogue` is the newest one, whatever its status; `dialogues` counts them. `is_back` holds
    for one turn: the first after a long silence."""

    dialogue: Dialogue | None = None
    dialogues: int = 0
    focus: Focus = Focus()
    turns: int = 0
    is_deleting: bool = False
    is_back: bool = False
    last_recorded: tuple[str, ...] = ()

    @property
    def open_dialogue(self) -> Dialogue | None:
        return self.dialogue if self.dialogue and self.dialogue.is_open else None
