"""Ids and aliases that stand twice, and files that nothing reads."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from bot.content import glossary, schema
from bot.content.checks_sheets import Entry, Sheets, name_key, repeated
from bot.content.loader import Reader
from bot.errors import Problem

NAMED: tuple[tuple[type[BaseModel], str], ...] = (
    (schema.Section, "section"),
    (schema.Models, "model"),
    (schema.Licenses, "licence"),
    (schema.Devices, "device"),
    (glossary.Glossary, "term"),
    (schema.Factors, "factor"),
    (schema.Comparison, "aspect"),
    (schema.Intents, "intent"),
)
WITH_ALIASES = {"section", "model", "licence", "device", "term"}


def check_ids(sheets: Sheets) -> Iterator[Problem]:
    for kind, word in NAMED:
        entries = sheets.entries(kind)
        for name, first, again in repeated((entry.id, entry) for entry in entries):
            what = f"the {word} id {name!r} stands twice, first in {_at(sheets, first)}"
            yield sheets.problem(again.file, (*again.place, "id"), what, "rename or remove one")
        if word in WITH_ALIASES:
            yield from _aliases(sheets, entries, word)
    yield from _terms_with_sections(sheets)
    yield from _inner_ids(sheets)
    yield from _files_named_otherwise(sheets)


def _at(sheets: Sheets, entry: Entry) -> str:
    return sheets.at(entry.file, (*entry.place, "id"))


def _names(entry: Entry) -> list[tuple[str, tuple[str | int, ...]]]:
    """(name, place) of all that a thing answers to: its id, name or title, and aliases."""
    item = entry.item
    title = "name" if hasattr(item, "name") else "title"
    own = [(item.id, (*entry.place, "id")), (getattr(item, title), (*entry.place, title))]
    aliases = [
        (alias, (*entry.place, "aliases", number)) for number, alias in enumerate(item.aliases)
    ]
    return [*own, *aliases]


def _aliases(sheets: Sheets, entries: list[Entry], word: str) -> Iterator[Problem]:
    """A name that two things answer to, or an alias that repeats another of the same thing."""
    owner: dict[str, Entry] = {}
    for entry in entries:
        seen: set[str] = set()
        for name, place in _names(entry):
            first = owner.setdefault(name_key(name), entry)
            is_alias = "aliases" in place
            if first.id != entry.id:
                what = f"{name!r} also names the {word} {first.id!r} in {_at(sheets, first)}"
                yield sheets.problem(entry.file, place, what, "leave it to one of the two")
            elif is_alias and name.casefold() in seen:
                what = f"the alias {name!r} stands twice in {entry.id!r}"
                yield sheets.problem(entry.file, place, what, "remove it here")
            if is_alias:
                seen.add(name.casefold())


def _terms_with_sections(sheets: Sheets) -> Iterator[Problem]:
    """Words of the glossary that have a section of their own: two answers to one question."""
    titles = {name_key(entry.item.title): entry for entry in sheets.entries(schema.Section)}
    for entry in sheets.entries(glossary.Glossary):
        section = titles.get(name_key(entry.item.name))
        if section is not None:
            what = f"{entry.item.name!r} is the title of the section {section.id!r}"
            hint = "remove it here: the section explains it"
            yield sheets.problem(entry.file, (*entry.place, "name"), what, hint)


def _inner_ids(sheets: Sheets) -> Iterator[Problem]:
    """Values inside a factor, constraints, factors among the answers, and phrases."""
    found: list[tuple[str, Entry]] = []
    for entry in sheets.entries(schema.Factors):
        for number, value in enumerate(entry.item.values):
            place = (*entry.place, "values", number, "id")
            found.append((f"value {entry.id}={value.id}", Entry(entry.file, place, value)))
    for file, rules in sheets.files(schema.AdvisorRules):
        for number, rule in enumerate(rules.constraints):
            place = ("constraints", number, "id")
            found.append((f"constraint {rule.id}", Entry(file, place, rule)))
    for file, answers in sheets.files(schema.AnswerUtterances):
        found.append((f"factor {answers.factor}", Entry(file, ("factor",), answers)))
    for file, table in sheets.files(schema.Phrases):
        found += [(f"phrase {k}", Entry(file, ("phrases", k), table)) for k in table.phrases]
        found += [(f"button {k}", Entry(file, ("buttons", k), table)) for k in table.buttons]
    for name, first, again in repeated(found):
        what = f"the {name} stands twice, first in {sheets.at(first.file, first.place)}"
        yield sheets.problem(again.file, again.place, what, "rename or remove one")


def _files_named_otherwise(sheets: Sheets) -> Iterator[Problem]:
    for entry in sheets.entries(schema.Section):
        expected = f"knowledge/sections/{entry.id}.md"
        if entry.file != expected and entry.file != "knowledge/sections.md":
            what = f"the section {entry.id!r} stands in a file of another name"
            yield sheets.problem(entry.file, ("id",), what, f"move it to {expected}")


def unread_files(reader: Reader) -> Iterator[Problem]:
    """Files of the pack that no reader asked for, as in a misspelt folder."""
    for path in reader.pack.paths:
        name = path.relative_to(reader.pack.root).as_posix()
        if name not in reader.texts and all(problem.path != name for problem in reader.problems):
            hint = "move it to a folder that docs/content.md names, or remove it"
            yield Problem(name, 0, "nothing reads this file", hint)
