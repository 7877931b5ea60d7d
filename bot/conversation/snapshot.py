"""A state as JSON and back, so that a long conversation need not be folded from its beginning."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, TypeVar

from bot.conversation.dialogue import Dialogue, Focus, Said, State, Supposal
from bot.reply import Answer

T = TypeVar("T")
Json = dict[str, Any]


def to_json(state: State) -> Json:
    return dataclasses.asdict(state)


def from_json(data: Mapping[str, Any]) -> State:
    """The state again. Raises KeyError or TypeError where another version wrote it."""
    dialogue = data["dialogue"]
    parts = {
        "focus": _made(Focus, data["focus"]),
        "dialogue": _dialogue(dialogue) if dialogue is not None else None,
    }
    return _made(State, {**data, **parts})


def _dialogue(data: Mapping[str, Any]) -> Dialogue:
    supposed = data["supposed"]
    parts = {
        "answers": _answers(data["answers"]),
        "said": tuple(map(_said, data["said"])),
        "supposed": _supposal(supposed) if supposed is not None else None,
        "tried": tuple(map(_supposal, data["tried"])),
    }
    return _made(Dialogue, {**data, **parts})


def _answers(data: Mapping[str, Any]) -> dict[str, Answer]:
    return {factor: Answer(**answer) for factor, answer in data.items()}


def _said(data: Mapping[str, Any]) -> Said:
    before = data["before"]
    return Said(**{**data, "before": Answer(**before) if before is not None else None})


def _supposal(data: Mapping[str, Any]) -> Supposal:
    return Supposal(_answers(data["answers"]), data["weights"])


def _made(cls: type[T], data: Mapping[str, Any]) -> T:
    """The dataclass with these fields; lists of JSON become tuples again."""
    return cls(**{key: tuple(v) if isinstance(v, list) else v for key, v in data.items()})
