"""Brings a catalogue up to date with the English: adds what lacks, marks what was translated from a
text that has changed since, and drops what is gone."""

from __future__ import annotations

import io

from bot.content.catalogue import FOLDER, SUFFIX, Catalogue, Entry
from bot.content.checks_locales import english_of, is_wanted
from bot.content.checks_sheets import Sheets

FILE = f"{FOLDER}/{{language}}/frame{SUFFIX}"
WIDTH = 100
HEADER = (
    "# What Ajar says around its content. docs/content.md says how to translate it.\n"
    'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"MIME-Version: 1.0\\n"\n'
    '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n\n'
)


def updated(sheets: Sheets, language: str) -> str:
    """The text of the one file that holds all translations into `language`, in the order of the
    English. An entry without a translation has an empty msgstr; one whose English has changed is
    marked as fuzzy, which `ajar check` reports until somebody has looked at it."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import write_po

    english = english_of(sheets)
    catalogues = [each for _, each in sheets.files(Catalogue)]
    said = {entry.key for each in catalogues for entry in each.entries}
    kept: dict[str, Entry] = {}
    for each in catalogues:
        if each.language == language:
            kept |= {entry.key: entry for entry in each.entries}
    made = Catalog()
    for key, source in english.items():
        if is_wanted(key) or key in said:
            old = kept.get(key)
            is_stale = bool(old and (old.fuzzy or old.source.strip() != source.strip()))
            flags = {"fuzzy"} if old and old.text and is_stale else set()
            made.add(source, old.text if old else "", context=key, flags=flags)
    held = io.BytesIO()
    write_po(held, made, width=WIDTH, omit_header=True)
    return HEADER.format(language=language) + held.getvalue().decode()
