"""A state as JSON and back, so that a long conversation need not be folded from its beginning."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from bot.conversation.state import State

Json = dict[str, Any]
ADAPTER = TypeAdapter(State)


def to_json(state: State) -> Json:
    return dataclasses.asdict(state)


def from_json(data: Mapping[str, Any]) -> State:
    """The state again. Raises ValueError where another version wrote it."""
    return ADAPTER.validate_python(dict(data))
