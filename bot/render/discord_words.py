"""The sentences of the Discord front end itself, whichever content pack is in use."""

from __future__ import annotations

from functools import cache
from typing import Final

from bot.content import schema
from bot.content.loader import Pack, Reader, default_root
from bot.content.snapshot import Content, fill

OWN: Final = "knowledge/phrases/discord.yaml"


class Words:
    """Says a phrase of the pack, or of the pack that comes with the program where the first has
    none of that key."""

    def __init__(self, content: Content) -> None:
        self.content = content

    def say(self, key: str, **slots: object) -> str:
        phrase = self.content.phrases.phrases.get(key) or _shipped().phrases[key]
        return fill(phrase if isinstance(phrase, str) else phrase[0], slots)

    def button(self, key: str) -> str:
        return self.content.phrases.buttons.get(key) or _shipped().buttons[key]


@cache
def _shipped() -> schema.Phrases:
    return Reader(Pack(default_root())).one(OWN, schema.Phrases) or schema.Phrases()
