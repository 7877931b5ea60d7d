"""What a message asks for, composed from intents, names, sides and aspects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.content.schema import Side

Act = Literal[
    "section",
    "compare",
    "model",
    "license",
    "vendor",
    "hardware",
    "cost",
    "find",
    "define",
    "recommend",
    "control",
    "smalltalk",
    "unknown_name",
    "unknown_license",
]


@dataclass(frozen=True)
class Request:
    """One thing asked for. `name` is the control's or small talk's own id, or an unknown name;
    `earlier` are the messages of the sum that it changes, oldest first."""

    act: Act
    confidence: float
    topics: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    licenses: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()
    vendors: tuple[str, ...] = ()
    sides: tuple[Side, ...] = ()
    aspects: tuple[str, ...] = ()
    name: str = ""
    earlier: tuple[str, ...] = ()

    @property
    def entities(self) -> tuple[str, ...]:
        return (*self.models, *self.licenses, *self.devices, *self.vendors)


@dataclass(frozen=True)
class Answer:
    """The message is understood: one request, or several questions in order."""

    requests: tuple[Request, ...]


@dataclass(frozen=True)
class Clarify:
    """Two or three readings are about as likely; the best first."""

    requests: tuple[Request, ...]


@dataclass(frozen=True)
class Unknown:
    """Nothing fits well enough; `nearest` are the topics that come closest, `name` is one that
    nobody knows."""

    nearest: tuple[str, ...]
    confidence: float
    name: str = ""


Outcome = Answer | Clarify | Unknown
