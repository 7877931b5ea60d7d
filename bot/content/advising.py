"""How people steer the weighing, as templates: the shape of `intents/advising.yaml`."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from bot.content.basics import Name, Part, Text

Format = Literal["markdown", "json", "html"]
SLOT = "{factor}"
PIECE = re.compile(r"\[[^\[\](){}]+\]|\([^\[\](){}]+\)|\{factor\}|[^\s\[\](){}|]+")


def _sound(template: str) -> str:
    if PIECE.sub("", template).strip():
        raise ValueError("write (a|b), [a|b], {factor} and words; none inside another")
    return template


def _with_slot(template: str) -> str:
    if template.count(SLOT) != 1:
        raise ValueError("it needs {factor} exactly once")
    return template


def _without_slot(template: str) -> str:
    if SLOT in template:
        raise ValueError("{factor} has no place here")
    return template


Template = Annotated[Text, AfterValidator(_sound), AfterValidator(_without_slot)]
FactorTemplate = Annotated[Text, AfterValidator(_sound), AfterValidator(_with_slot)]


class Importance(Part):
    """Wordings that give a factor `weight` times its usual weight.

    They are heard in what is told; where `asked`, in a question ("can you count it double?") too.
    """

    weight: Annotated[float, Field(ge=0, le=5)]
    asked: bool = False
    templates: tuple[FactorTemplate, ...] = Field(min_length=1)


class Advising(Part):
    """Names of the factors, and templates of what is asked of the weighing."""

    articles: tuple[Text, ...] = Field(min_length=1)
    joints: tuple[Text, ...] = Field(min_length=1)
    names: dict[Name, tuple[Text, ...]] = Field(min_length=1)
    importance: tuple[Importance, ...] = ()
    evenly: tuple[Template, ...] = ()
    reweigh: tuple[Template, ...] = ()
    side_by_side: tuple[Template, ...] = ()
    instead: tuple[Template, ...] = ()
    going_on: tuple[Template, ...] = ()
    share: tuple[Template, ...] = ()
    openly: tuple[Template, ...] = ()
    export: tuple[Template, ...] = ()
    fits: tuple[Template, ...] = ()
    fits_not: tuple[Template, ...] = ()
    formats: dict[Format, tuple[Template, ...]] = Field(default_factory=dict)
