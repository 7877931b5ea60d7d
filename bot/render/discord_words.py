"""The sentences of the Discord front end itself, whichever content pack is in use."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from typing import Final

from bot.content import schema
from bot.content.catalogue import ENGLISH, FOLDER, SUFFIX, Catalogue, Translation, translations
from bot.content.loader import Pack, Reader, default_root
from bot.content.snapshot import Content, fill

OWN: Final = "knowledge/phrases/discord.yaml"
Table = Mapping[str, str]


class Words:
    """Says a phrase of the pack, or of the pack that comes with the program where the first has
    none of that key; in `language` as far as it is translated, else in English."""

    def __init__(self, content: Content, language: str = ENGLISH) -> None:
        self.content = content
        self.language = language
        self._own = content.translation.get(language)
        self._shipped = _shipped_translations().get(language)
        self._others: dict[str, Words] = {}

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """All that can be spoken, English first."""
        return (ENGLISH, *sorted({*self.content.translation, *_shipped_translations()}))

    def in_language(self, language: str) -> Words:
        """The same words in another language; English where there is nothing in that one."""
        wanted = language if language in self.languages else ENGLISH
        if wanted == self.language:
            return self
        if wanted not in self._others:
            self._others[wanted] = Words(self.content, wanted)
        return self._others[wanted]

    def say(self, key: str, **slots: object) -> str:
        own, shipped = self.content.phrases.phrases.get(key), _shipped().phrases.get(key)
        held = self._own.phrases if self._own else {}
        spare = self._shipped.phrases if self._shipped else {}
        return fill(_said(key, _first(own), _first(shipped), held, spare), slots)

    def button(self, key: str) -> str:
        own, shipped = self.content.phrases.buttons.get(key), _shipped().buttons.get(key)
        held = self._own.buttons if self._own else {}
        spare = self._shipped.buttons if self._shipped else {}
        return _said(key, own, shipped, held, spare)


def _first(phrase: str | tuple[str, ...] | None) -> str | None:
    return phrase[0] if isinstance(phrase, tuple) else phrase


def _said(key: str, own: str | None, shipped: str | None, held: Table, spare: Table) -> str:
    """The pack's translation, or that of the program unless the pack says something else there;
    raises KeyError where nobody knows the key."""
    if key in held:
        return held[key]
    if key in spare and own in (None, shipped):
        return spare[key]
    english = shipped if own is None else own
    if english is None:
        raise KeyError(key)
    return english


@cache
def _shipped() -> schema.Phrases:
    return Reader(Pack(default_root())).one(OWN, schema.Phrases) or schema.Phrases()


@cache
def _shipped_translations() -> dict[str, Translation]:
    reader = Reader(Pack(default_root()))
    found = translations(reader.many(FOLDER, Catalogue, SUFFIX))
    return {each.language: each for each in found}
