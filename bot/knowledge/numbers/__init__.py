"""Amounts in a message, in digits or words: how much of what, and how often.

"half a million requests a month" is 500,000 requests a month; "2k in, 300 out" are tokens read and
written. Pure: text in, values out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bot.knowledge.numbers.read import Numeral, numerals
from bot.knowledge.numbers.units import (
    GROUP_OF,
    Period,
    Unit,
    is_span,
    per_item,
    period_in,
    unit_after,
)

MAX_AMOUNTS = 24
MAX_TEXT = 2000
NO_NUMBER = re.compile(
    r"\b(?:(?:ba?|ga|ka|squi)?[jz]illions?|infinit(?:e|y|ely)|umpteen|googol(?:plex)?|"
    r"countless|uncountable)\b"
)


@dataclass(frozen=True)
class Amount:
    """A finite quantity. `unit` is "count" where nothing says of what; `each` marks a size of one
    item ("of 800 tokens", "per request"); `noun` is the word that named the unit; `start` and
    `end` are places in the folded text."""

    value: float
    unit: Unit
    period: Period | None
    noun: str
    text: str
    start: int
    end: int
    each: bool = False


def amounts(text: str) -> tuple[Amount, ...]:
    """The amounts of a text, in order, at most 24; values may be negative or zero."""
    folded = fold(text)
    found = numerals(folded)[:MAX_AMOUNTS]
    return tuple(_amount(folded, found, place) for place in range(len(found)))


def no_number(text: str) -> str | None:
    """A word that stands for no number at all, such as "a gazillion" or "infinite"."""
    match = NO_NUMBER.search(fold(text))
    return match.group() if match else None


def fold(text: str) -> str:
    """Lower case and one form of each character, as the patterns here expect; bounded length."""
    folded = unicodedata.normalize("NFKC", text[:MAX_TEXT]).lower()
    return folded.replace("’", "'").replace("−", "-").replace("–", "-").replace("—", " - ")


def _amount(text: str, found: Sequence[Numeral], place: int) -> Amount:
    here = found[place]
    before = text[found[place - 1].end if place else 0 : here.start]
    after = text[here.end : found[place + 1].start if place + 1 < len(found) else len(text)]
    unit, noun, length = unit_after(here, before, after)
    end = here.end + length
    period = None
    if unit != "count" or not is_span(after):
        period = period_in(text[end : here.end + len(after)]) or period_in(_last_part(before))
    each = per_item(unit, before, text[end : end + 24])
    spoken = " ".join(text[here.start : end].split())
    value, unit = _scaled(here, unit, noun)
    return Amount(value, unit, period, noun, spoken, here.start, end, each)


def _scaled(number: Numeral, unit: Unit, noun: str) -> tuple[float, Unit]:
    """ "70b" alone are billions of parameters, "2b tokens" are 2,000,000,000; a TB is 1,000 GB."""
    if number.scale == "b" and unit in {"billion", "count"}:
        return number.value, "billion"
    if unit == "billion":
        return number.value / 1e9, "billion"
    factor = 1e9 if number.scale == "b" else 1e3 if noun.startswith("t") and unit == "gb" else 1.0
    return number.value * factor, unit


def _last_part(before: str) -> str:
    """What stands before a number without the part that a comma or full stop closes off."""
    return re.split(r"[,;.!?]", before)[-1]


def first(found: Sequence[Amount], *units: Unit) -> Amount | None:
    """The first amount in one of these units."""
    return next((amount for amount in found if amount.unit in units), None)


def of_group(found: Sequence[Amount], group: str) -> tuple[Amount, ...]:
    """The amounts whose unit is of a group: "work" is what can be counted as requests."""
    return tuple(amount for amount in found if GROUP_OF.get(amount.unit) == group)
