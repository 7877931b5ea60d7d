"""The short code of a query, which fits into a button's id and can be read back."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.content.snapshot import Content
from bot.knowledge.catalogue import catalogue
from bot.knowledge.find.purposes import all_purposes
from bot.knowledge.find.request import MEDIA, OPENNESS, ORDERS, PERMITS, Query

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
MARK_LENGTH = 4
FIELD = re.compile(r"([A-Z])([a-z0-9.]*)")
FIGURE = re.compile(r"\d{1,9}(\.\d{1,6})?")
LONGEST_ID = 60


@dataclass(frozen=True)
class Code:
    """How one field of a query is written, and read back to None where it says nothing."""

    field: str
    write: Callable[[Any], str]
    read: Callable[[str, Content], object]


def option_id(query: Query, page: int) -> str | None:
    """Gives "find:<code>:<page>", or None for a query that is too long for a button."""
    found = f"find:{encode(query)}:{page}"
    return found if len(found) <= LONGEST_ID else None


def encode(query: Query) -> str:
    """A capital for each field that filters, with its value behind it."""
    values = ((letter, code, getattr(query, code.field)) for letter, code in CODES.items())
    return "".join(letter + code.write(value) for letter, code, value in values if value)


def decode(text: str, content: Content) -> Query:
    """The query of a code; what isn't understood of it, or not any more, filters nothing."""
    read = {CODES[k].field: CODES[k].read(v, content) for k, v in FIELD.findall(text) if k in CODES}
    values: dict[str, Any] = {name: value for name, value in read.items() if value}
    return Query(**values)


def mark(text: str) -> str:
    """Four letters and digits that stand for an id, from its CRC-32."""
    rest = zlib.crc32(text.encode())
    found = ""
    for _ in range(MARK_LENGTH):
        rest, digit = divmod(rest, len(DIGITS))
        found += DIGITS[digit]
    return found


def _one(field: str, values: tuple[str, ...]) -> Code:
    def read(text: str, _: Content) -> str | None:
        return next(iter(_chosen(text, values)), None)

    return Code(field, lambda value: str(values.index(value)), read)


def _some(field: str, values: tuple[str, ...]) -> Code:
    def read(text: str, _: Content) -> tuple[str, ...]:
        return _chosen(text, values)

    return Code(field, lambda chosen: "".join(str(values.index(each)) for each in chosen), read)


def _chosen(text: str, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(values[int(d)] for d in text if d.isdigit() and int(d) < len(values))


def _figure(field: str, number: type[int] | type[float] = float) -> Code:
    def write(value: float) -> str:
        return str(value) if isinstance(value, int) else f"{value:.6f}".rstrip("0").rstrip(".")

    def read(text: str, _: Content) -> float | None:
        return number(float(text)) if FIGURE.fullmatch(text) else None

    return Code(field, write, read)


def _id(field: str, ids: Callable[[Content], Iterable[str]]) -> Code:
    def read(text: str, content: Content) -> str | None:
        return next((each for each in ids(content) if mark(each) == text), None)

    return Code(field, mark, read)


def _read_purposes(text: str, content: Content) -> tuple[str, ...]:
    by_mark = {mark(each): each for each in all_purposes(content)}
    marks = (text[at : at + MARK_LENGTH] for at in range(0, len(text), MARK_LENGTH))
    return tuple(by_mark[each] for each in marks if each in by_mark)


def _licenses(content: Content) -> Iterable[str]:
    return content.license_by_id


def _vendors(content: Content) -> Iterable[str]:
    return catalogue(content).vendors


def _models(content: Content) -> Iterable[str]:
    return content.model_by_id


CODES: Mapping[str, Code] = {
    "M": _one("medium", MEDIA),
    "O": _one("openness", OPENNESS),
    "A": _figure("min_b"),
    "B": _figure("max_b"),
    "P": _some("permits", PERMITS),
    "L": _id("license", _licenses),
    "N": _id("not_license", _licenses),
    "C": _figure("min_context", int),
    "D": _figure("max_price"),
    "G": _figure("memory_gb"),
    "W": Code("purposes", lambda found: "".join(map(mark, found)), _read_purposes),
    "V": _id("vendor", _vendors),
    "X": _id("not_vendor", _vendors),
    "F": _id("family", _models),
    "K": _id("like", _models),
    "S": _one("order", ORDERS),
}
