"""What somebody sets for the sum: how busy a server is, what power, a card or an hour costs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from bot.knowledge.numbers import Amount

BUYS = re.compile(r"\b(?:buy\w*|bought|purchas\w*|write[- ]?off|written off|depreciat\w*|capex)\b")
OWNS = re.compile(r"\bown (?:hardware|gpus?|servers?|machines?|card)\b")
OWN = re.compile(
    r"\b(?:rent\w*|self[- ]?host\w*|own (?:gpus?|servers?|hardware|machines?|card)|"
    r"break[- ]?even|host(?:ing)? (?:it|them|llama|\w+) ?(?:our|my)sel\w+|on[- ]?prem\w*|"
    r"run(?:ning)? (?:it|them|\w+) (?:our|my)sel\w+|gpus?|electricity|hosting|locally|in[- ]house|"
    r"buy\w* (?:(?:an?|the|our|some|two|more) )*(?:servers?|machines?|hardware|box|workstations?)|"
    r"rtx|geforce|radeon|graphics cards?|rig|"
    r"h100s?|h200s?|a100s?|b200s?|l40s?|4090s?|5090s?|3090s?)\b"
)
RENTS = re.compile(r"\b(?:rent\w*|lease\w*|cloud gpus?)\b")
UTILISED = re.compile(r"\b(?:utili[sz]\w*|busy|load(?:ed)?|in use|occup\w*|usage|duty)\b")
A_UNIT = (
    r"(?:usd|dollars?|bucks|cents?|ct|euros?|eur|€|¢|pounds?|pence|p)?\s*"
    r"(?:an?|per|/|each|for an?|for each)?\s*"
)
KWH = r"(?:kwh|kilowatt[- ]?hours?)\b"
KWH_AFTER = re.compile(rf"\s*{A_UNIT}{KWH}")
KWH_BEFORE = re.compile(
    r"\b(?:kwh|kilowatt[- ]?hours?|power|electricity|energy)"
    r"(?:\s+(?:price|costs?|is|at|of|=|for|about|around))*\s*$"
)
CENTS = re.compile(r"\s*(?:cents?|ct|¢|pence)\b")
SPAN = re.compile(r"\s*-?\s*(?P<unit>months?|mths?|years?|yrs?)\b")
SPAN_BEFORE = re.compile(
    r"\b(?:over|for|in|within|after|keep\w*|last\w*|use\w*|during)\s+(?:(?:it|them|about|around)\s+)*$"
)
CARD = r"(?:cards?|gpus?|piece|unit|[a-z]{0,3}\d{2,4}[a-z]{0,2}\b)"
CARD_AFTER = re.compile(
    rf"\s*(?:(?:an?|per|for (?:an?|one|each|every)|/)\s*{CARD}|"
    r"each\b(?!\s+(?:day|week|month|year|hour))|apiece)"
)
CARD_BEFORE = re.compile(
    r"(?:\b(?:cards?|gpus?|one|it|them)|\b[a-z]{0,3}\d{2,4}[a-z]{0,2})\s+(?:for|at|costs?|is)\s+"
    r"(?:(?:about|around|us)\s+)*$"
)
READ = re.compile(
    r"\s*(?:of (?:(?:the|all|my|our)\s+)?(?:tokens?|them|it|that)\s+)?(?:(?:are|is|being)\s+)?"
    r"(?:read|inputs?|in|prompts?)\b"
)
Name = Literal["utilisation", "kwh_usd", "months", "card_usd", "rent_usd", "read_share"]
# What is possible at all: parts of 1, US dollars, months.
BOUNDS: dict[Name, tuple[float, float]] = {
    "utilisation": (0.01, 1.0),
    "kwh_usd": (0.001, 5.0),
    "months": (1.0, 240.0),
    "card_usd": (20.0, 1e6),
    "rent_usd": (0.005, 1000.0),
    "read_share": (0.0, 1.0),
}


@dataclass(frozen=True)
class Terms:
    """What was set; None where nothing was said. `utilisation` and `read_share` are parts of 1,
    `card_usd` is the price of one card, `rent_usd` that of an hour of one; `odd` are the words of
    a figure that can't be."""

    utilisation: float | None = None
    kwh_usd: float | None = None
    months: float | None = None
    card_usd: float | None = None
    rent_usd: float | None = None
    read_share: float | None = None
    odd: str | None = None

    @property
    def is_own(self) -> bool:
        """Whether they are terms of a server of one's own."""
        told = (self.utilisation, self.kwh_usd, self.months, self.card_usd, self.rent_usd)
        return any(value is not None for value in told)


def terms_of(text: str, found: Sequence[Amount], follows: bool = False) -> Terms:
    """The terms in a folded text with its amounts. `follows` where it goes on with a sum, so that
    "at 60 %" or "over 24 months" need no more words."""
    values: dict[str, Any] = {}
    for name, value, amount in _terms(text, found, follows):
        low, high = BOUNDS[name]
        if not low <= value <= high:
            return Terms(odd=amount.text)
        values[name] = value
    return replace(Terms(), **values)


def newest(listed: Sequence[Terms]) -> Terms:
    """The terms of several messages, oldest first: what was said last counts."""
    result = Terms()
    for terms in listed:
        told = {f.name: getattr(terms, f.name) for f in fields(Terms)}
        said = {name: value for name, value in told.items() if value is not None}
        result = replace(result, **{"odd": None, **said})
    return result


def _terms(
    text: str, found: Sequence[Amount], follows: bool
) -> Iterator[tuple[Name, float, Amount]]:
    for amount in found:
        before, after = text[max(0, amount.start - 40) : amount.start], text[amount.end :]
        if amount.unit == "percent":
            if READ.match(after):
                yield "read_share", amount.value / 100, amount
            elif follows or UTILISED.search(text):
                yield "utilisation", amount.value / 100, amount
        elif amount.unit == "money" or amount.unit == "count":
            buys = follows or BUYS.search(text) or OWNS.search(text)
            yield from _prices(before, after, amount, bool(buys))
            span = SPAN.match(after)
            is_use = follows or SPAN_BEFORE.search(before)
            if span and is_use and amount.unit == "count":
                times = 12 if span["unit"].startswith("y") else 1
                yield "months", amount.value * times, amount


def _prices(
    before: str, after: str, amount: Amount, buys: bool
) -> Iterator[tuple[Name, float, Amount]]:
    is_cents = amount.noun.startswith("cent") or CENTS.match(after)
    value = amount.value / 100 if is_cents else amount.value
    is_card = CARD_AFTER.match(after) or (CARD_BEFORE.search(before) and amount.period is None)
    if KWH_AFTER.match(after) or (KWH_BEFORE.search(before) and amount.period is None):
        yield "kwh_usd", value, amount
    elif amount.unit == "money" and buys and is_card:
        yield "card_usd", value, amount
    elif amount.unit == "money" and amount.period == "hour":
        yield "rent_usd", value, amount
