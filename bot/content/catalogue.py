"""Translations of the frame: what the bot says around its content, as gettext catalogues.

An entry's context is the key of a phrase, or `button.` and that of a button, and its message id the
English text that was translated: where the English changed since, the entry is told apart.
"""

from __future__ import annotations

import io
from pathlib import PurePosixPath
from typing import Any

from pydantic import Field

from bot.content.basics import Name, Part
from bot.content.files import UnreadableError
from bot.errors import Problem

ENGLISH = "en"
FOLDER = "knowledge/locales"
SUFFIX = ".po"
BUTTON = "button."
# What a front end says by itself; keys with _text_ are what a command says to the engine.
FRONT, SAID = "discord_", "discord_text_"


class Entry(Part):
    """One translation: `text` is empty where it is lacking, `fuzzy` where it wants a look."""

    key: str
    source: str
    text: str
    fuzzy: bool = False
    line: int


class Catalogue(Part):
    """One file of translations into a language, which is the name of its folder."""

    language: Name
    entries: tuple[Entry, ...] = ()


class Translation(Part):
    """All that is said in one language, by the keys of the English phrases and buttons."""

    language: Name
    phrases: dict[str, str] = Field(default_factory=dict)
    buttons: dict[str, str] = Field(default_factory=dict)


def parse(text: str, name: str) -> dict[str, Any]:
    """A file as the fields of `Catalogue`; raises UnreadableError with the line of what is odd."""
    from babel.messages.pofile import PoFileError, read_po

    path = PurePosixPath(name)
    try:
        found = read_po(io.BytesIO(text.encode()), ignore_obsolete=True, abort_invalid=True)
    except PoFileError as error:
        problem = Problem(name, error.lineno + 1, str(error), "check the quotes and keywords")
        raise UnreadableError(problem) from error
    except (ValueError, LookupError) as error:
        hint = "compare it with the catalogues that come with the program"
        raise UnreadableError(Problem(name, 0, f"it can't be read: {error}", hint)) from error
    entries = [
        {
            "key": message.context or "",
            "source": _single(message.id),
            "text": _single(message.string),
            "fuzzy": message.fuzzy,
            "line": message.lineno or 0,
        }
        for message in found
        if message.id
    ]
    return {"language": path.parent.name, "entries": entries}


def _single(text: Any) -> str:
    """No phrase has plural forms; of one that does, the first."""
    return text if isinstance(text, str) else str(text[0])


def translations(catalogues: list[Catalogue]) -> tuple[Translation, ...]:
    """One translation a language, without what is lacking or wants a look."""
    found: dict[str, Translation] = {}
    for each in catalogues:
        known = found.setdefault(each.language, Translation(language=each.language))
        for entry in each.entries:
            if entry.text and not entry.fuzzy:
                is_button = entry.key.startswith(BUTTON)
                table = known.buttons if is_button else known.phrases
                table[entry.key.removeprefix(BUTTON)] = entry.text
    return tuple(found.values())
