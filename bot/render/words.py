"""The sentences of the front ends themselves, whichever content pack is in use."""

from __future__ import annotations

from functools import cache
from typing import Protocol

from bot.content import schema
from bot.content.loader import Pack, Reader, default_root
from bot.content.snapshot import fill

OWN = "knowledge/phrases/terminal.yaml"


class HasPhrases(Protocol):
    """A content snapshot, as far as it is needed here."""

    @property
    def phrases(self) -> schema.Phrases:
        """The sentences and buttons by key."""


class Words:
    """Says a phrase of the pack, or of the pack that comes with the program where the first has
    none of that key; also of use before any content is loaded. An unknown key
    says itself."""

    def __init__(self, content: HasPhrases | None = None) -> None:
        self._phrases = content.phrases.phrases if content else {}

    def say(self, key: str, **slots: object) -> str:
        phrase = self._phrases.get(key) or _shipped().phrases.get(key, key)
        return fill(phrase if isinstance(phrase, str) else phrase[0], slots)


@cache
def _shipped() -> schema.Phrases:
    return Reader(Pack(default_root())).one(OWN, schema.Phrases) or schema.Phrases()
