"""Quantities in a message: gigabytes, billions of parameters, tokens, money, counts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.reading import Sum

# Digits are never given back (++), or a long row of them before a letter would take seconds.
NUMBER = r"(?<!\d)(?P<number>\d{1,3}(?:[, ]\d{3})+|\d++(?:\.\d++)?)"
SCALE = r"(?P<scale>k|m|mio|mn|bn|b|t|thousand|million|billion|trillion|hundred)?"
QUANTITY = re.compile(
    rf"(?P<money>[$€£])?\s*{NUMBER}\s*(?P<unit0>gb|gigs?|gigabytes?|gib)?\s*{SCALE}\s*"
    r"(?P<unit>gb|gigs?|gigabytes?|gib|tokens?|tok|words?|requests?|calls?|queries|messages?|chats?|"
    r"users?|people|images?|pictures?|euros?|eur|dollars?|usd|bucks|quid|pounds?|%|percent|params?|"
    r"parameters)?(?![a-z0-9])",
    re.IGNORECASE,
)
SCALES = {
    "k": 1e3,
    "thousand": 1e3,
    "hundred": 1e2,
    "m": 1e6,
    "mio": 1e6,
    "mn": 1e6,
    "million": 1e6,
    "bn": 1e9,
    "billion": 1e9,
    "t": 1e12,
    "trillion": 1e12,
}
UNITS = {
    "gb": "gb", "gig": "gb", "gigabyte": "gb", "gib": "gb",
    "token": "tokens", "tok": "tokens", "word": "words",
    "request": "requests", "call": "requests", "querie": "requests", "message": "requests",
    "chat": "requests", "user": "users", "people": "users",
    "image": "images", "picture": "images",
    "euro": "money", "eur": "money", "dollar": "money", "usd": "money", "buck": "money",
    "quid": "money", "pound": "money", "%": "percent", "percent": "percent",
    "param": "billion", "parameter": "billion",
}  # fmt: skip
MAX_SUMS = 12
MOST = 1e15


def find_sums(text: str) -> tuple[Sum, ...]:
    """The quantities of an already plain text, in order; at most twelve, and none past `MOST`."""
    return tuple(_sums(text))[:MAX_SUMS]


def _sums(text: str) -> Iterator[Sum]:
    for match in QUANTITY.finditer(text):
        try:
            value = float(re.sub(r"[, ]", "", match["number"]))
        except ValueError:
            continue
        scale = (match["scale"] or "").lower()
        unit_word = (match["unit0"] or match["unit"] or "").lower()
        unit = UNITS.get(unit_word.rstrip("s") if unit_word != "percent" else unit_word, "count")
        if match["money"]:
            unit = "money"
        if scale == "b":
            unit, value = ("billion", value) if unit == "count" else (unit, value * 1e9)
        elif unit == "billion" and scale in {"billion", "bn"}:
            pass
        else:
            value *= SCALES.get(scale, 1.0)
        if value <= MOST:
            yield Sum(value, unit, match.group().strip())
