"""A search for models as a value."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Literal

Medium = Literal[
    "text", "image", "vision", "video", "speech", "music", "listening", "embedding", "audio"
]
Openness = Literal["open", "open-source", "closed"]
Permit = Literal["commercial", "redistribute", "osi"]
Order = Literal["price", "small", "large", "context", "new"]

MEDIA: tuple[Medium, ...] = (
    "text", "image", "vision", "video", "speech", "music", "listening", "embedding",
    "audio",
)  # fmt: skip
OPENNESS: tuple[Openness, ...] = ("open", "open-source", "closed")
PERMITS: tuple[Permit, ...] = ("commercial", "redistribute", "osi")
ORDERS: tuple[Order, ...] = ("price", "small", "large", "context", "new")


@dataclass(frozen=True)
class Query:
    """What is looked for; None and () filter nothing.

    Sizes are billions of parameters, the price US dollars per million tokens written, the memory
    GB. `license`, `vendor`, `family` and `like` are ids; those named `not_…` are left out.
    """

    medium: Medium | None = None
    openness: Openness | None = None
    min_b: float | None = None
    max_b: float | None = None
    permits: tuple[Permit, ...] = ()
    license: str | None = None
    not_license: str | None = None
    min_context: int | None = None
    max_price: float | None = None
    memory_gb: float | None = None
    purposes: tuple[str, ...] = ()
    vendor: str | None = None
    not_vendor: str | None = None
    family: str | None = None
    like: str | None = None
    order: Order | None = None

    def active(self) -> tuple[str, ...]:
        """The names of the fields that filter something."""
        names = (field.name for field in fields(self))
        return tuple(name for name in names if getattr(self, name) and name != "order")

    def without(self, name: str) -> Query:
        """The same search with one filter less."""
        empty: dict[str, Any] = {name: () if isinstance(getattr(self, name), tuple) else None}
        return replace(self, **empty)
