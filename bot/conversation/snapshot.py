"""A state as JSON and back, so that a long conversation need not be folded from its beginning."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, TypeVar

from bot.conversation.state import Dialogue, Focus, State
from bot.reply import Answer

T = TypeVar("T")
Json = dict[str, Any]


def to_json(state: State) -> Json:
    return dataclasses.asdict(state)


def from_json(data: Mapping[str, Any]) -> State:
    """The state again. Raises KeyError or TypeError where another version wrote it."""
    dialogue = data["dialogue"]
    return _made(
        State,
        {
            **data,
            "focus": _made(Focus, data["focus"]),
            "dialogue": dialogue and _dialogue(dialogue),
        },
    )


def _dialogue(data: Mapping[str, Any]) -> Dialogue:
    held = {
        name: {factor: Answer(**answer) for factor, answer in data[name].items()}
        for name in ("answers", "supposed")
    }
    return _made(Dialogue, {**data, **held})


def _made(cls: type[T], data: Mapping[str, Any]) -> T:
    """The dataclass with these fields; lists of JSON become tuples again."""
    return cls(**{key: tuple(v) if isinstance(v, list) else v for key, v in data.items()})
