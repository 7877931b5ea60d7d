"""What the talk was about so far, as far as understanding the next message needs it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Context:
    """`asking` is the factor of the pending question; `entities` those of the last reply, before
    that `earlier_entities`; `listed` what the last reply listed, in order; `worked` the messages
    that the last sum of money was made of."""

    asking: str | None = None
    in_dialogue: bool = False
    has_verdict: bool = False
    kind: str | None = None
    topics: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    earlier_entities: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    aspects: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    worked: tuple[str, ...] = ()


NOTHING = Context()
