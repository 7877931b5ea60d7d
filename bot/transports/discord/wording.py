"""What `ajar check` holds against Discord's limits: the texts of the front end in every language,
each where it stands, and the commands that are made of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.content import schema
from bot.content.catalogue import BUTTON, ENGLISH, Catalogue
from bot.content.checks_sheets import Sheets
from bot.content.loader import Pack, Reader, read_content
from bot.errors import Problem
from bot.render import limits
from bot.transports.discord import localising
from bot.transports.discord.checkup import Manifest, manifest_of
from bot.transports.discord.localising import language_of

NAMES: Final = ("discord_name_", "discord_option_")
# By the key's beginning, the longest first; all else is said in messages.
ROOM: Final[Mapping[str, int]] = {
    BUTTON: limits.BUTTON_LABEL,
    **{f"discord_{kind}_": most for kind, most in localising.ROOM.items()},
    "discord_rating_": limits.CHOICE,
    "discord_language": limits.CHOICE,
    "discord_form_title": limits.MODAL_TITLE,
    "discord_form_label": limits.LABEL,
    "discord_form_hint": limits.LABEL_DESCRIPTION,
    "discord_term_label": limits.LABEL,
    "discord_pick": limits.SELECT_PLACEHOLDER,
    "discord_": limits.CONTENT,
}


@dataclass(frozen=True)
class Text:
    """A text of the front end in a language, and where it stands."""

    language: str
    key: str
    text: str
    file: str
    line: int


async def problems(pack: Pack) -> list[Problem]:
    """Everything that Discord would refuse of this pack; nothing where it can't be read at all."""
    reader = Reader(pack)
    content = read_content(reader)
    if content is None or reader.problems:
        return []
    texts = list(texts_of(Sheets(reader)))
    found = overlong(texts)
    if not found:
        found += _of_commands(await manifest_of(content), texts)
    return sorted(found)


def texts_of(sheets: Sheets) -> Iterator[Text]:
    """All texts with a room of their own, in English and in translation."""
    for file, table in sheets.files(schema.Phrases):
        for key, phrase in table.phrases.items():
            line = sheets.line(file, ("phrases", key))
            for text in (phrase,) if isinstance(phrase, str) else phrase:
                yield Text(ENGLISH, key, text, file, line)
    for file, catalogue in sheets.files(Catalogue):
        for entry in catalogue.entries:
            yield Text(catalogue.language, entry.key, entry.text, file, entry.line)


def overlong(texts: Iterable[Text]) -> list[Problem]:
    """Texts that are too long for their place, or of the wrong form."""
    return [problem for text in texts for problem in _overlong(text)]


def _overlong(text: Text) -> Iterator[Problem]:
    most = next((room for start, room in ROOM.items() if text.key.startswith(start)), None)
    size = limits.length(text.text)
    if most is not None and size > most:
        what = f"{text.key!r} has {size:,} characters, Discord takes {most:,}"
        yield Problem(text.file, text.line, what, f"shorten it by {size - most:,}")
    elif text.key.startswith(NAMES) and not limits.is_command_name(text.text):
        what = f"{text.key!r} is no name for a command: {text.text!r}"
        yield Problem(text.file, text.line, what, "use lower case letters, digits, - and _ alone")


def _of_commands(commands: Manifest, texts: list[Text]) -> Iterator[Problem]:
    """What only shows in the commands as a whole: names that stand twice, and too much in all."""
    places = {(text.language, text.key): text for text in texts}
    for command in commands:
        for what in limits.validate(command):
            place = _longest(command, places)
            hint = "shorten its descriptions, or rename one"
            yield Problem(place.file if place else "", place.line if place else 0, what, hint)
    yield from _twice(commands, places)


def _twice(commands: Manifest, places: Mapping[tuple[str, str], Text]) -> Iterator[Problem]:
    """Commands of one name in a language: Discord would refuse them all."""
    seen: dict[tuple[int, str, str], str] = {}
    for command in commands:
        kind, name = int(command.get("type", 1)), command["name"]
        for locale, text in (command.get("name_localizations") or {}).items():
            first = seen.setdefault((kind, locale, text), name)
            place = places.get((language_of(locale), f"discord_name_{name}"))
            if first != name and place is not None:
                what = f"/{first} and /{name} are both called {text!r} in {place.language}"
                yield Problem(place.file, place.line, what, "rename one")


def _longest(command: Mapping[str, Any], places: Mapping[tuple[str, str], Text]) -> Text | None:
    """Where the command's name stands in the language that has most to say of it."""
    languages = {language for language, _ in places}
    sizes = {language: _size(command, language) for language in sorted(languages)}
    for language in sorted(languages, key=lambda each: -sizes[each]):
        place = places.get((language, f"discord_name_{command['name']}"))
        if place is not None:
            return place
    return None


def _size(command: Mapping[str, Any], language: str) -> int:
    own = {
        text
        for key in ("name_localizations", "description_localizations")
        for locale, text in (command.get(key) or {}).items()
        if language_of(locale) == language
    }
    inner = [*(command.get("options") or []), *(command.get("choices") or [])]
    return sum(map(limits.length, own)) + sum(_size(each, language) for each in inner)
