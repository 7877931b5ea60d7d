"""What a new server is told once, with things to try."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.render import discord_ids
from bot.render.discord import Button, Payload, Style
from bot.render.discord_words import Words

STARTERS: Final[Mapping[str, Style]] = {
    "choose": "primary",
    "compare": "secondary",
    "open": "secondary",
}


def welcome(words: Words, invitation: str, commands: Mapping[str, str]) -> Payload:
    """The hello and the phrase `invitation`; the buttons below work for everybody."""
    content = words.content
    needs = {"choose": bool(content.factors), "compare": bool(content.guide.sides)}
    buttons = [
        Button(words.button(f"discord_start_{each}"), discord_ids.starter(each), style)
        for each, style in STARTERS.items()
        if needs.get(each, True)
    ]
    texts = (words.say(key, **commands) for key in ("discord_hello", invitation))
    return Payload("\n\n".join(texts), (tuple(buttons),))
