"""What a content pack is about, and its two sides, where it has any."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from bot.content.basics import Date, Id, Name, Part, Side, Text


def both_or_none(names: dict[Side, str]) -> dict[Side, str]:
    """The names where each side has one, or where there are none at all."""
    if len(names) == 1:
        raise PydanticCustomError("one_side", "one of the two sides is missing")
    return names


Sides = Annotated[dict[Side, Text], AfterValidator(both_or_none)]
TopicsOfSides = Annotated[dict[Side, Id], AfterValidator(both_or_none)]


class Guide(Part):
    """What the pack is about, and the names of its two sides, where it has any.

    `sums_dated_by` says what tells the year of a sum of money: the text itself, or, in words that
    are not to be touched, the date of the section's source.
    """

    name: Text
    language: Name = "en"
    subject: Text
    as_of: Date
    sides: Sides = Field(default_factory=dict)
    side_names: Sides = Field(default_factory=dict)
    start_topics: tuple[Id, ...] = Field(min_length=1)
    listing: tuple[Id, ...] = ()
    sums_dated_by: Literal["text", "source"] = "text"
    factors_topic: Id | None = None
    comparison_topic: Id | None = None
    comparison_prefix: Id | None = None
    examples_topic: TopicsOfSides = Field(default_factory=dict)
    licenses_topic: Id | None = None
    hardware_topic: Id | None = None
    cost_topic: Id | None = None

    @model_validator(mode="after")
    def _sides_are_whole(self) -> Self:
        """Two sides come with all that a comparison of them needs."""
        needed = ("side_names", "comparison_topic", "comparison_prefix")
        lacking = [name for name in needed if self.sides and not getattr(self, name)]
        if lacking:
            text = "two sides also need {names}"
            raise PydanticCustomError("sides", text, {"names": ", ".join(lacking)})
        return self
