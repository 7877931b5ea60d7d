"""A state as JSON and back, so that a long conversation need not be folded from its beginning."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from bot.conversation.state import State

Json = dict[str, Any]


@dataclass(frozen=True)
class Opened:
    """A state, and when the last of the events that it was folded from came."""

    state: State
    seen: datetime


ADAPTER = TypeAdapter(Opened)


def to_json(state: State, seen: datetime) -> Json:
    return {"state": dataclasses.asdict(state), "seen": seen.isoformat()}


def from_json(data: Mapping[str, Any]) -> Opened:
    """The state again. Raises ValueError where another version wrote it."""
    return ADAPTER.validate_python(dict(data))
