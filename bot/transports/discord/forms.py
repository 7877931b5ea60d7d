"""The form for an answer in one's own words.

Discord.py keeps open forms in memory alone, so a submitted one is read from the interaction
itself: that works after a restart as before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import discord
from discord import ui

from bot.render import discord_ids, limits
from bot.render.discord_words import Words

FIELD: Final = "text"
LONGEST_ANSWER: Final = 1_000
LONGEST_TERM: Final = 100


def form(words: Words, factor: str) -> ui.Modal:
    """One text input under the question of `factor`; without the question where it is unknown."""
    asked = words.content.factors.get(factor)
    title = asked.title if asked else words.say("discord_form_title")
    question = asked.question if asked else words.say("discord_form_hint")
    modal = ui.Modal(
        title=limits.shorten(title, limits.MODAL_TITLE),
        custom_id=discord_ids.form(factor),
        timeout=limits.TOKEN_SECONDS,
    )
    answer: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id=FIELD,
        style=discord.TextStyle.paragraph,
        placeholder=limits.shorten(words.say("discord_form_hint"), limits.INPUT_PLACEHOLDER),
        max_length=LONGEST_ANSWER,
    )
    label = limits.shorten(words.say("discord_form_label"), limits.LABEL)
    description = limits.shorten(question, limits.LABEL_DESCRIPTION)
    modal.add_item(ui.Label(text=label, description=description, component=answer))
    return modal


def term_form(words: Words) -> ui.Modal:
    """One text input for the term that is to be explained."""
    modal = ui.Modal(
        title=limits.shorten(words.say("discord_menu_define"), limits.MODAL_TITLE),
        custom_id=discord_ids.TERM,
        timeout=limits.TOKEN_SECONDS,
    )
    term: ui.TextInput[ui.Modal] = ui.TextInput(custom_id=FIELD, max_length=LONGEST_TERM)
    label = limits.shorten(words.say("discord_term_label"), limits.LABEL)
    modal.add_item(ui.Label(text=label, component=term))
    return modal


def text_in(data: Mapping[str, Any]) -> str | None:
    """The first text in a submitted form, whichever version of the bot made it."""
    return next(_values(data.get("components") or ()), None)


def _values(components: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for component in components:
        if isinstance(component.get("value"), str):
            yield component["value"]
        inner = component.get("component")
        yield from _values(component.get("components") or ([inner] if inner else ()))
