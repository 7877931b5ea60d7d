"""What the talk was about so far, as far as understanding the next message needs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

POINTERS = frozenset(
    ["it", "its", "that", "this", "they", "them", "those", "these", "one", "ones", "both", "theirs"]
)
# After these "that" begins a clause: "a model that fits".
NOUNS = frozenset(
    ["model", "models", "llm", "llms", "ai", "something", "anything", "tool", "system", "license"]
)


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


def points(words: Sequence[str]) -> bool:
    """Whether a word among these points at something that was said before."""
    return any(
        word in POINTERS and not (word == "that" and place and words[place - 1] in NOUNS)
        for place, word in enumerate(words)
    )
