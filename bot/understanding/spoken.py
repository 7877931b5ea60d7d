"""Numbers that are spelled out, as people say them in a name: "qwen two point five"."""

from __future__ import annotations

from collections.abc import Sequence

SMALL = {
    "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
    "seven": "7", "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12",
    "thirteen": "13", "fourteen": "14", "fifteen": "15", "sixteen": "16", "seventeen": "17",
    "eighteen": "18", "nineteen": "19",
}  # fmt: skip
TENS = {
    "twenty": "2", "thirty": "3", "forty": "4", "fifty": "5", "sixty": "6", "seventy": "7",
    "eighty": "8", "ninety": "9",
}  # fmt: skip
SHORT = {"billion": "b", "million": "m"}
POINT, HUNDRED = "point", "hundred"
SPOKEN = frozenset({*SMALL, *TENS, *SHORT, POINT, HUNDRED})


def in_digits(words: Sequence[str]) -> list[str]:
    """`words` with each number word as its digits, one entry a word: what joins to "seventytwo"
    joins to "72", and a "point" between numbers to nothing."""
    if SPOKEN.isdisjoint(words):
        return list(words)
    found: list[str] = []
    for place, word in enumerate(words):
        before = found[-1] if found else ""
        after = words[place + 1] if place + 1 < len(words) else ""
        if word in SMALL:
            found.append(SMALL[word])
        elif word in TENS:
            found.append(TENS[word] if len(SMALL.get(after, "00")) == 1 else f"{TENS[word]}0")
        elif word == POINT and before.isdigit() and (after in SMALL or after.isdigit()):
            found.append("")
        elif word == HUNDRED and before.isdigit():
            found.append("00")
        elif word in SHORT and before.isdigit():
            found.append(SHORT[word])
        else:
            found.append(word)
    return found
