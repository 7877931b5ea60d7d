"""What the checks look at: the parts of a pack that could be read, each with its file and place."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel

from bot.content import glossary, schema
from bot.content.catalogue import Catalogue
from bot.content.files import Place, line_of
from bot.content.loader import Reader
from bot.errors import Problem

M = TypeVar("M", bound=BaseModel)
Reference = tuple[str, Place, str]
LISTS: tuple[tuple[type[BaseModel], str], ...] = (
    (schema.Models, "models"),
    (schema.Licenses, "licenses"),
    (schema.Devices, "devices"),
    (glossary.Glossary, "terms"),
    (schema.Factors, "factors"),
    (schema.Comparison, "aspects"),
    (schema.Intents, "intents"),
)
SECTIONS = "knowledge/sections/"
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Entry:
    """One thing with an id, and where it stands."""

    file: str
    place: Place
    item: Any

    @property
    def id(self) -> str:
        return str(self.item.id)


class Sheets:
    """Read access to what a `Reader` found; whatever it could not read is absent here."""

    def __init__(self, reader: Reader) -> None:
        self.texts = reader.texts
        self.parts = reader.parts
        self.broken = reader.broken

    def files(self, kind: type[M]) -> Iterator[tuple[str, M]]:
        """(file name, what it holds) of all files of one kind, in order of name."""
        for name, part in sorted(self.parts.items()):
            if isinstance(part, kind):
                yield name, part

    def entries(self, kind: type[BaseModel]) -> list[Entry]:
        """The members of all files of a kind; for sections each file is its own member."""
        key = dict(LISTS).get(kind)
        if key is None:
            return [Entry(name, (), part) for name, part in self.files(kind)]
        return [
            Entry(name, (key, number), item)
            for name, part in self.files(kind)
            for number, item in enumerate(getattr(part, key))
        ]

    def ids(self, kind: type[BaseModel]) -> set[str]:
        return {entry.id for entry in self.entries(kind)}

    def is_whole(self, *kinds: type[BaseModel]) -> bool:
        """Whether every file of these kinds could be read, so that what is absent is lacking."""
        return not any(kind in kinds for kind in self.broken.values())

    def section_ids(self) -> set[str]:
        """All topics; a section that can't be read counts under the name of its file."""
        names = [name for name, kind in self.broken.items() if kind is schema.Section]
        broken = {name.removeprefix(SECTIONS).removesuffix(".md") for name in names}
        return self.ids(schema.Section) | broken

    def problem(self, file: str, place: Place, what: str, hint: str) -> Problem:
        return Problem(file, self.line(file, place), what, hint)

    def line(self, file: str, place: Place) -> int:
        """The line of a place in a file; for an entry of a catalogue, that where it begins."""
        part = self.parts.get(file)
        if isinstance(part, Catalogue):
            number = place[1] if len(place) > 1 else None
            return part.entries[number].line if isinstance(number, int) else 1
        return line_of(self.texts.get(file, ""), place)

    def lost(
        self, word: str, known: Collection[str], references: Iterable[Reference]
    ) -> Iterator[Problem]:
        """A problem for every reference to a `word` ("model", "section") that is not `known`."""
        for file, place, name in references:
            if name not in known:
                hint = f"correct the id, or add the {word}"
                yield self.problem(file, place, f"there is no {word} {name!r}", hint)

    def at(self, file: str, place: Place) -> str:
        """A place as people read it, for naming the other half of a clash."""
        return f"{file}:{self.line(file, place)}"


def key_of(text: str) -> str:
    """Letters and digits alone, lower-cased: the form in which two texts count as the same."""
    return " ".join(WORD.findall(text.casefold().replace("'", "").replace("’", "")))


def name_key(name: str) -> str:
    """The key by which a name is looked up: "GPT-4o" and "gpt 4 o" are one, "R+" is "R plus"."""
    return key_of(name.replace("+", " plus ")).replace(" ", "").replace("_", "")


def strings(value: object, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every text inside nested dicts, lists and tuples, with its place."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(inner, (*place, str(key)))
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            yield from strings(inner, (*place, number))


def repeated(pairs: Iterable[tuple[str, Entry]]) -> Iterator[tuple[str, Entry, Entry]]:
    """(key, first entry, later entry) for every key that comes again."""
    first: dict[str, Entry] = {}
    for key, entry in pairs:
        if key in first:
            yield key, first[key], entry
        else:
            first[key] = entry
