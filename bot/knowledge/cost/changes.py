"""Several messages as one question: what a later one says takes the place of what came before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from bot.knowledge.cost.load import COUNTED, MOST_TOKENS
from bot.knowledge.numbers import Amount, first

Part = Literal["pieces", "users", "images", "in", "out", "size", "volume"]
PARTS: dict[str, Part] = {
    "items": "pieces", "users": "users", "images": "images", "tokens_in": "in", "tokens_out": "out",
}  # fmt: skip
# What a part of the work takes the place of, beside what is of its own kind.
ENDS: dict[Part, frozenset[Part]] = {
    "pieces": frozenset({"images", "volume"}),
    "users": frozenset({"images", "volume", "pieces"}),
    "images": frozenset({"pieces", "users", "in", "out", "size", "volume"}),
    "in": frozenset({"size", "volume"}),
    "out": frozenset({"size", "volume"}),
    "size": frozenset({"in", "out"}),
    "volume": frozenset({"pieces", "users", "images", "in", "out", "size"}),
}
LONE_BEFORE = re.compile(
    r"\W*(?:(?:and|but|so|ok|okay|now|then|or|what about|how about|what if|if|it'?s|with|at|for|"
    r"(?:if )?(?:they|there|we|you|it) (?:are|were|is|was)|say|make (?:it|that)|about|around|"
    r"rather|only|just)\s+)*"
)
COUNTED_FIRST: tuple[Part, ...] = ("pieces", "users", "images", "volume", "in")
MULTIPLES = {
    "twice": 2.0, "double": 2.0, "thrice": 3.0, "triple": 3.0, "treble": 3.0, "half": 0.5,
    "a third": 1 / 3, "a quarter": 0.25, "a fifth": 0.2, "a tenth": 0.1, "a hundredth": 0.01,
    "two times": 2.0, "three times": 3.0, "four times": 4.0, "five times": 5.0, "ten times": 10.0,
    "a hundred times": 100.0,
}  # fmt: skip
MULTIPLE = re.compile(
    rf"\b(?:(?P<name>{'|'.join(MULTIPLES)})|(?P<times>\d{{1,4}}(?:\.\d+)?)(?: ?x| times)) (?:of )?"
    r"(?:that|it|this|as (?:much|many)|the (?:volume|load|traffic|amount|number|size|users|work|"
    r"calls|requests|mails|chats|pages))\b"
)
LONE_AFTER = re.compile(r"\W*(?:then|instead|please|rather)?\W*")


def amounts_of(messages: Sequence[tuple[str, Sequence[Amount]]]) -> tuple[Amount, ...]:
    """The amounts that count after all messages; each is a folded text with its amounts, oldest
    first. Amounts that can't be of work count in the newest message alone."""
    result: tuple[Amount, ...] = ()
    for number, (text, found) in enumerate(messages, 1):
        times = multiple(text)
        if result and times:
            result = _scaled(result, times)
            continue
        kept = found if number == len(messages) else [each for each in found if not _is_odd(each)]
        result = _changed(result, _spelled_out(result, kept, text))
    return result


def multiple(text: str) -> float | None:
    """How many times the work before a folded text asks for: "and at twice the volume"."""
    found = MULTIPLE.search(text)
    if found is None:
        return None
    name = found["name"] or ""
    return MULTIPLES[name] if name in MULTIPLES else float(found["times"])


def _scaled(old: Sequence[Amount], times: float) -> tuple[Amount, ...]:
    """The amounts with what is counted multiplied: how much there is of it, not how large it is."""
    parts = [_part(each, old) for each in old]
    counted = next((part for part in COUNTED_FIRST if part in parts), None)
    return tuple(
        replace(each, value=each.value * times) if part == counted else each
        for each, part in zip(old, parts, strict=True)
    )


def _is_odd(amount: Amount) -> bool:
    return amount.unit in COUNTED and not 0 < amount.value <= MOST_TOKENS


def _changed(old: Sequence[Amount], new: Sequence[Amount]) -> tuple[Amount, ...]:
    """`new`, then `old` without what that takes the place of; a period that goes without saying
    is taken over."""
    if not old:
        return tuple(new)
    parts = {part for each in new if (part := _part(each, (*old, *new)))}
    ended = parts.union(*(ENDS[part] for part in parts))
    if "pieces" in parts and not any(each.each for each in new):
        ended.add("users")
    units = {each.unit for each in new} - COUNTED - {"count"}
    kept = [each for each in old if _part(each, old) not in ended and each.unit not in units]
    period = next((each.period for each in old if each.period and each.unit in COUNTED), None)
    return (*(_with_period(each, new, period) for each in new), *kept)


def _with_period(amount: Amount, new: Sequence[Amount], period: str | None) -> Amount:
    is_work = amount.unit in {"items", "images", "tokens", "words"} and not amount.each
    if not is_work or any(each.period for each in new if each.unit in COUNTED):
        return amount
    return replace(amount, period=period)  # type: ignore[arg-type]


def _part(amount: Amount, among: Sequence[Amount]) -> Part | None:
    """Which part of the work an amount is; tokens and words are a size beside what is counted."""
    if amount.unit == "count":
        return "pieces" if amount.period else None
    if amount.unit in {"tokens", "words"}:
        counts = any(_part(each, ()) in {"pieces", "users"} for each in among if each is not amount)
        is_size = amount.each or (counts and amount.period is None)
        return "size" if is_size else "volume"
    return PARTS.get(amount.unit)


def is_lone(amount: Amount, text: str) -> bool:
    """Whether a bare number is all that a folded text says: "and 20,000?"."""
    before, after = text[: amount.start], text[amount.end :]
    is_bare = amount.unit == "count" and amount.period is None
    return bool(is_bare and LONE_BEFORE.fullmatch(before) and LONE_AFTER.fullmatch(after))


def _spelled_out(old: Sequence[Amount], new: Sequence[Amount], text: str) -> tuple[Amount, ...]:
    """ "and 20,000?" counts what was counted before."""
    counted = first(old, "items", "users", "images", "tokens", "words")
    if len(new) != 1 or counted is None or not is_lone(new[0], text):
        return tuple(new)
    return (replace(new[0], unit=counted.unit, noun=counted.noun, period=counted.period),)
