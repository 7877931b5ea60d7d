"""The figures of a search: sizes, context, price and memory, with "under" and "at least"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.content.snapshot import Content
from bot.knowledge.wording import words_of
from bot.understanding.reading import Sum
from bot.understanding.sums import find_sums

Direction = Literal["less", "more", "about"]
BEFORE, AFTER = 4, 3
# What counts as "a 7b model": the sizes on the box are rounded.
LOW, HIGH = 0.8, 1.25
FEWEST_TOKENS = 1_000
UNITS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)  # fmt: skip
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
NUMBERS = {name: n for n, name in enumerate(UNITS)} | {
    name: 10 * n for n, name in enumerate(TENS, 2)
}
HUNDRED = "hundred"
ARTICLE = re.compile(r"\ban? (?=(?:dollar|euro|million|thousand|hundred|billion)\b)")
# "between 5 and 15 billion", "5-15b": the unit belongs to both.
RANGE = re.compile(
    r"(?:between |from )?(\d+(?:\.\d+)?) ?(?:-|–|to|and) ?(\d+(?:\.\d+)?) ?(b|bn|billions?|gb)\b"
)
WORD = re.compile(r"[a-z]+|\d[\d.,]*[a-z]*|\S")


@dataclass(frozen=True)
class Figures:
    """Billions of parameters, tokens, US dollars per million tokens, GB."""

    min_b: float | None = None
    max_b: float | None = None
    min_context: int | None = None
    max_price: float | None = None
    memory_gb: float | None = None


def find_figures(content: Content, text: str) -> Figures:
    """What an already plain text says in figures; names that hold digits are taken out before."""
    values: dict[str, float] = {}
    is_between = False
    spelled = RANGE.sub(r"between \1 \3 and \2 \3", in_digits(text))
    for each, before, after in _placed(spelled):
        direction = _direction(content, before)
        if is_between:
            direction, is_between = "less", False
        elif "between" in before.split():
            direction, is_between = "more", True
        for name, value in _meaning(content, each, direction, before, after):
            values.setdefault(name, value)
    context = values.pop("min_context", None)
    return Figures(min_context=None if context is None else int(context), **values)


def _placed(text: str) -> Iterator[tuple[Sum, str, str]]:
    """Each quantity with the few words before and after it."""
    cursor = 0
    for each in find_sums(text):
        start = text.find(each.text, cursor)
        cursor = start + len(each.text)
        before = WORD.findall(text[:start])[-BEFORE:]
        yield each, " ".join(before), " ".join(WORD.findall(text[cursor:])[:AFTER])


def _direction(content: Content, before: str) -> Direction:
    padded = f" {before} "
    is_more = _any(content, "knowledge_find_more", padded)
    if is_more and _any(content, "knowledge_find_no", padded):
        return "less"  # "nothing bigger than 12b"
    if is_more:
        return "more"
    return "less" if _any(content, "knowledge_find_less", padded) else "about"


def _any(content: Content, key: str, text: str) -> bool:
    return any(f" {word} " in text for word in words_of(content, key))


def _meaning(
    content: Content, each: Sum, direction: Direction, before: str, after: str
) -> Iterator[tuple[str, float]]:
    """(field, value) pairs that one quantity stands for."""
    is_tokens = each.unit == "tokens" or _any(content, "knowledge_find_context", f" {after} ")
    is_unit = before.endswith("per")  # "per 1 million tokens" is the unit of a price
    if each.unit == "gb":
        yield "memory_gb", each.value
    elif each.unit == "money":
        yield "max_price", each.value
    elif each.unit == "billion" or (each.unit == "count" and each.value >= 1e7 and not is_tokens):
        yield from _sizes(each.value / 1e9 if each.value > 1e5 else each.value, direction)
    elif is_tokens and not is_unit and direction != "less" and each.value >= FEWEST_TOKENS:
        yield "min_context", each.value


def _sizes(billions: float, direction: Direction) -> Iterator[tuple[str, float]]:
    if direction == "about":
        yield "min_b", round(billions * LOW, 2)
        yield "max_b", round(billions * HIGH, 2)
    else:
        yield ("max_b" if direction == "less" else "min_b"), billions


def in_digits(text: str) -> str:
    """Gives "four hundred thousand" as "400 thousand", "a dollar" as "1 dollar"."""
    found: list[str] = []
    run: list[str] = []
    for token in ARTICLE.sub("1 ", text).split():
        if token in NUMBERS or (run and token == HUNDRED):
            run.append(token)
            continue
        found += _number(run)
        run = []
        found.append(token)
    return " ".join([*found, *_number(run)])


def _number(run: Sequence[str]) -> list[str]:
    if not run:
        return []
    total = 0
    for token in run:
        total = total * 100 if token == HUNDRED else total + NUMBERS[token]
    return [str(total)]
