"""Texts that are too long for a reply, hold characters that can't be seen, or have broken slots."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.content import glossary, schema
from bot.content.checks_sheets import Entry, Sheets, strings
from bot.content.files import Place
from bot.errors import Problem

MAX_SHORT, MAX_NORMAL, MAX_MORE = 350, 1300, 1600
MAX_QUESTION = 300
MAX_PLAIN = 2000
SOURCE_EXTRA = 6
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ue000-\uf8ff]"
)
SLOT = re.compile(r"\{[a-z][a-z0-9_]*\}")
# A brace beside a word; one beside a quote, as in an example of JSON, is text.
HALF_SLOT = re.compile(r"\{\s*\w|\w\s*\}")


def check_texts(sheets: Sheets) -> Iterator[Problem]:
    for entry in sheets.entries(schema.Section):
        yield from _section(sheets, entry)
    for entry in sheets.entries(schema.Factors):
        length = len(entry.item.question)
        if length > MAX_QUESTION:
            place = (*entry.place, "question")
            yield _too_long(sheets, entry.file, place, "the question", length, MAX_QUESTION)
    for entry in sheets.entries(glossary.Glossary):
        length = len(entry.item.meaning)
        if length > MAX_SHORT:
            place = (*entry.place, "meaning")
            yield _too_long(sheets, entry.file, place, "the meaning", length, MAX_SHORT)
    yield from _hidden_characters(sheets)
    yield from _phrase_slots(sheets)


def _too_long(
    sheets: Sheets, file: str, place: Place, what: str, length: int, most: int
) -> Problem:
    text = f"{what} has {length:,} characters, at most {most:,} fit"
    return sheets.problem(file, place, text, f"shorten it by {length - most:,}")


def _section(sheets: Sheets, entry: Entry) -> Iterator[Problem]:
    section: schema.Section = entry.item
    normal = len(section.short) + len(section.normal)
    sizes = {
        "short": ("the short form", len(section.short), MAX_SHORT),
        "normal": ("the short and normal form", normal, MAX_NORMAL),
        "more": ("the part below ## More", len(section.more), MAX_MORE),
    }
    for form, (what, length, most) in sizes.items():
        if length > most:
            line = _line_of_form(sheets.texts[entry.file], form)
            text = f"{what} has {length:,} characters, at most {most:,} fit"
            yield Problem(entry.file, line, text, f"shorten it by {length - most:,}")
    length = plain_length(section)
    if length > MAX_PLAIN:
        what = "the section with its sources"
        yield _too_long(sheets, entry.file, ("sources",), what, length, MAX_PLAIN)


def _line_of_form(text: str, form: str) -> int:
    """The line where a form of a section begins: of the body, its second paragraph, or More."""
    lines = text.replace("\r\n", "\n").split("\n")
    if form == "more":
        return next(n for n, line in enumerate(lines, 1) if line.rstrip() == "## More")
    body = lines.index("---", 1) + 1
    start = next(n for n in range(body, len(lines)) if lines[n].strip())
    if form == "short":
        return start + 1
    blank = next((n for n in range(start, len(lines)) if not lines[n].strip()), start)
    return next((n + 1 for n in range(blank, len(lines)) if lines[n].strip()), start + 1)


def plain_length(section: schema.Section) -> int:
    """Characters of the longest plain reply: title, a form of the text, sources with their urls."""
    longest = max(len(f"{section.short}\n\n{section.normal}"), len(section.more))
    sources = sum(
        len(source.title) + len(source.url or "") + SOURCE_EXTRA for source in section.sources
    )
    return len(section.title) + longest + sources


def _hidden_characters(sheets: Sheets) -> Iterator[Problem]:
    for file, part in sorted(sheets.parts.items()):
        for place, text in strings(part.model_dump(by_alias=True)):
            found = HIDDEN.search(text)
            if found:
                what = f"a hidden character, U+{ord(found[0]):04X}"
                yield sheets.problem(file, place, what, "remove it, or write the line anew")


def _phrase_slots(sheets: Sheets) -> Iterator[Problem]:
    for file, table in sheets.files(schema.Phrases):
        for place, text in strings(table.model_dump()):
            if HALF_SLOT.search(SLOT.sub("", text)):
                what = "a slot that is not closed, or not a name in braces"
                yield sheets.problem(file, place, what, "write it as {slot}")
