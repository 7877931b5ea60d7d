"""Holds the catalogues of translations against the English: nothing lacks, nothing is left over,
nothing was translated from a text that has changed since, and the same slots are filled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.content import schema
from bot.content.catalogue import BUTTON, ENGLISH, FRONT, SAID, Catalogue, Entry
from bot.content.checks_sheets import Sheets
from bot.content.checks_texts import HALF_SLOT, SLOT
from bot.errors import Problem


def check_locales(sheets: Sheets) -> Iterator[Problem]:
    """What one language says, every other has to say as well; all of them, what a front end says
    by itself, and all buttons."""
    english = english_of(sheets)
    catalogues = list(sheets.files(Catalogue))
    said = {entry.key for _, each in catalogues for entry in each.entries}
    wanted = {key for key in english if is_wanted(key)} | (said & set(english))
    held: dict[str, dict[str, str]] = {}
    files: dict[str, str] = {}
    for file, each in catalogues:
        files.setdefault(each.language, file)
        if each.language == ENGLISH:
            yield Problem(file, 1, "English is what is translated", "edit knowledge/phrases/")
        known = held.setdefault(each.language, {})
        for entry in each.entries:
            yield from _entry(file, entry, english, known)
            known.setdefault(entry.key, f"{file}:{entry.line}")
    for language, known in sorted(held.items()):
        for key in sorted(wanted - set(known)):
            what = f"the language {language} lacks {key!r}"
            yield Problem(
                files[language], 1, what, f"run `ajar translate {language}`, then fill it"
            )


def english_of(sheets: Sheets) -> dict[str, str]:
    """What can be translated, by its key in a catalogue; of several variants the first."""
    found: dict[str, str] = {}
    for _, table in sheets.files(schema.Phrases):
        for key, text in table.phrases.items():
            found[key] = text if isinstance(text, str) else text[0]
        found |= {f"{BUTTON}{key}": text for key, text in table.buttons.items()}
    return found


def is_wanted(key: str) -> bool:
    """Whether every language has to have this."""
    return key.startswith(BUTTON) or (key.startswith(FRONT) and not key.startswith(SAID))


def _entry(
    file: str, entry: Entry, english: Mapping[str, str], known: Mapping[str, str]
) -> Iterator[Problem]:
    source = english.get(entry.key)
    if source is None:
        what = f"nothing in English has the context {entry.key!r}"
        yield Problem(file, entry.line, what, "correct msgctxt, or remove the entry")
    elif entry.key in known:
        what = f"{entry.key!r} stands twice, first in {known[entry.key]}"
        yield Problem(file, entry.line, what, "remove one")
    elif not entry.text.strip():
        yield Problem(file, entry.line, f"{entry.key!r} is not translated", "fill msgstr")
    elif entry.fuzzy:
        what = f"the translation of {entry.key!r} is marked as fuzzy"
        yield Problem(file, entry.line, what, "correct it, then remove the mark")
    elif entry.source.strip() != source.strip():
        what = f"the English of {entry.key!r} has changed since it was translated"
        hint = "translate it anew and put the present English into msgid"
        yield Problem(file, entry.line, what, hint)
    else:
        yield from _slots(file, entry)


def _slots(file: str, entry: Entry) -> Iterator[Problem]:
    wanted, given = set(SLOT.findall(entry.source)), set(SLOT.findall(entry.text))
    if wanted - given:
        what = f"the translation of {entry.key!r} lacks {', '.join(sorted(wanted - given))}"
        yield Problem(file, entry.line, what, "put it where it belongs")
    for slot in sorted(given - wanted):
        what = f"the translation of {entry.key!r} has {slot}, which the English has not"
        yield Problem(file, entry.line, what, "take it out")
    if HALF_SLOT.search(SLOT.sub("", entry.text)):
        what = f"a slot of {entry.key!r} is not closed, or not a name in braces"
        yield Problem(file, entry.line, what, "write it as {slot}")
