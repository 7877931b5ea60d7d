"""Reads single numbers from a folded text: digits with scales, and number words."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

NAMES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90, "dozen": 12, "couple": 2, "single": 1, "nought": 0,
}  # fmt: skip
UNITS = {word: float(value) for word, value in NAMES.items()}
SCALES = {
    "hundred": 1e2, "thousand": 1e3, "grand": 1e3, "k": 1e3, "million": 1e6, "mil": 1e6,
    "mio": 1e6, "mln": 1e6, "mn": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12,
    "quadrillion": 1e15, "t": 1e12, "b": 1.0, "dozen": 12.0, "lakh": 1e5, "crore": 1e7,
}  # fmt: skip
PLURALS = {
    "tens": 10.0, "dozens": 12.0, "hundreds": 1e2, "thousands": 1e3, "millions": 1e6,
    "billions": 1e9,
}  # fmt: skip
# "hundreds of", "a few thousand": no exact number; three is taken, and the reply shows it.
VAGUE = 3.0
BIG = {"hundred", "thousand", "million", "billion", "trillion", "dozen", "grand", *PLURALS}
WORDS = {*UNITS, *SCALES, *PLURALS} - {"k", "m", "b", "t", "mil", "grand"}

DIGITS = re.compile(
    r"(?<![a-z0-9.,])(?<![a-z]-)(?P<sign>(?<!\S)[-+]\s?)?(?P<money>(?:us|a|c)?[$€£]\s?)?"
    r"(?P<number>\d+,\d{1,2}(?=\s?(?:[kmb]|mio|mln|bn|million|billion)\b)|"
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?: 000)+(?!\d)|\d{1,3}(?:\.\d{3}){2,}|"
    r"\d+(?:\.\d+)?(?:e[+-]?\d{1,4}(?![a-z0-9]))?|\.\d+)(?:\s?\^\s?(?P<power>\d{1,4}))?"
    r"(?P<short>\s?(?:k|mio|mln|mn|bn|mil)|[mbt])?(?![a-z0-9]|\.\d)"
)
ATTACHED = re.compile(
    r"(?<![a-z0-9.,])(?<![a-z]-)(?P<number>\d+(?:\.\d+)?)(?=(?:gb|gib|g|tb|rps|h|usd|eur|x)\b)"
)
SCALE_AFTER = re.compile(r"\s+(hundred|thousand|million|billion|trillion|dozen|grand|lakh|crore)\b")
HALF_AFTER = re.compile(r"\s+and\s+a\s+half\b")
WORD = re.compile(r"[a-z]+")
OPENING = re.compile(
    r"(?:(?P<half>half)|(?P<quarter>(?:a )?quarter)|(?P<few>(?:a few|several|some|many))|an?)"
    r"(?: of)?(?: an?)? (?=(?:" + "|".join(sorted(BIG)) + r"|couple)\b)"
)
MINUS = re.compile(r"(?:^|\s)(?:minus|negative)\s+$")


@dataclass(frozen=True)
class Numeral:
    """A number in a text; `scale` keeps the letter b, which may mean billions of parameters."""

    value: float
    start: int
    end: int
    money: bool = False
    scale: str = ""


def numerals(text: str) -> list[Numeral]:
    """The finite numbers of a folded text, in order, none overlapping another."""
    found: list[Numeral] = []
    at = 0
    while at < len(text):
        numeral = _digits(text, at) or _words(text, at)
        if numeral is None:
            at = _next_place(text, at)
            continue
        if math.isfinite(numeral.value):
            found.append(numeral)
        at = max(numeral.end, at + 1)
    return found


def _next_place(text: str, at: int) -> int:
    """The next place at which a number may begin: past the word that begins here."""
    word = WORD.match(text, at)
    return word.end() if word else at + 1


def _digits(text: str, at: int) -> Numeral | None:
    match = DIGITS.match(text, at) or ATTACHED.match(text, at)
    if not match:
        return None
    groups = match.groupdict()
    value = _value(match["number"], groups.get("power"))
    scale = (groups.get("short") or "").strip()
    value *= SCALES.get(scale, 1.0)
    end = match.end()
    if half := HALF_AFTER.match(text, end):
        value, end = value + 0.5, half.end()
    while following := SCALE_AFTER.match(text, end):
        value, end = value * SCALES[following[1]], following.end()
    if (groups.get("sign") or "").startswith("-") or MINUS.search(text[max(0, at - 12) : at]):
        value = -value
    return Numeral(value, at, end, bool(groups.get("money")), scale)


def _value(number: str, power: str | None) -> float:
    if re.fullmatch(r"\d+,\d{1,2}", number):
        return float(number.replace(",", "."))
    dots = number.count(".")
    plain = number.replace(",", "").replace(" ", "")
    base = float(plain.replace(".", "") if dots > 1 else plain)
    if power is None:
        return base
    try:
        return base ** int(power)
    except OverflowError:
        return math.inf


def _words(text: str, at: int) -> Numeral | None:
    """A number in words; "and" and hyphens join, "a" counts only before a large word."""
    if at and (text[at - 1].isalnum() or text[at - 1] == "'"):
        return None
    opening = OPENING.match(text, at)
    factor, place = (_opening(opening), opening.end()) if opening else (1.0, at)
    total, current, end, seen = 0.0, 0.0, at, False
    while word := WORD.match(text, place):
        name = word.group()
        if name in PLURALS:
            current, seen = PLURALS[name] * (current if seen else VAGUE / factor), True
        elif name in UNITS and not (seen and name in {"dozen", "couple", "single"}):
            current, seen = current + UNITS[name], True
        elif name in SCALES and name in WORDS and (seen or opening):
            total, current, seen = _scaled(total, current if seen else 1.0, SCALES[name], seen)
        else:
            break
        end = word.end()
        place = _joined(text, end)
    if not seen:
        return None
    half = HALF_AFTER.match(text, end)
    value, end = (total + current + 0.5, half.end()) if half else (total + current, end)
    while following := SCALE_AFTER.match(text, end):
        value, end = value * SCALES[following[1]], following.end()
    sign = -1.0 if MINUS.search(text[max(0, at - 12) : at]) else 1.0
    return Numeral(sign * factor * value, at, end)


def _opening(match: re.Match[str]) -> float:
    if match["half"]:
        return 0.5
    if match["quarter"]:
        return 0.25
    return VAGUE if match["few"] else 1.0


def _scaled(total: float, current: float, scale: float, seen: bool) -> tuple[float, float, bool]:
    """ "two hundred thousand": hundreds stay in the running part, larger scales close it."""
    if scale <= 1e2:
        return total, max(current, 1.0 if not seen else current) * scale, True
    if current == 0 and total:
        return total * scale, 0.0, True
    return total + current * scale, 0.0, True


def _joined(text: str, end: int) -> int:
    """Where the next word of the same number begins, past blanks, a hyphen or "and"."""
    joint = re.compile(r"(?:\s+and\s+(?=(?:" + "|".join(sorted(UNITS)) + r")\b)|[\s-]+(?:of\s+)?)")
    match = joint.match(text, end)
    return match.end() if match else len(text) + 1
