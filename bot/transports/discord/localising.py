"""The names and descriptions of commands in the languages that there are catalogues for."""

from __future__ import annotations

from typing import Final, Protocol

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.content.catalogue import ENGLISH
from bot.render import limits
from bot.render.discord_words import Words

ROOM: Final = {
    "name": limits.COMMAND_NAME,
    "option": limits.COMMAND_NAME,
    "menu": limits.COMMAND_NAME,
    "about": limits.COMMAND_DESCRIPTION,
}


class Speaking(Protocol):
    """Whoever holds the present words."""

    words: Words


class Localiser(app_commands.Translator):
    """Translates what carries the `key` of a phrase; Discord's English ones get the English."""

    def __init__(self, desk: Speaking) -> None:
        self._desk = desk

    async def translate(
        self,
        string: locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        key, language = string.extras.get("key"), language_of(locale)
        words = self._desk.words
        if key is None or language not in words.languages:
            return None
        if language == ENGLISH:
            return string.message
        most = ROOM.get(str(key).split("_")[1], limits.CHOICE)
        return limits.shorten(words.in_language(language).say(key), most)


def labelled(words: Words, kind: str, key: str) -> locale_str:
    """The text of a phrase such as `discord_about_ask`, to be translated when Discord is told;
    `kind` is name, option, menu or about."""
    full = f"discord_{kind}_{key}"
    return locale_str(limits.shorten(words.say(full), ROOM[kind]), key=full)


def language_of(locale: discord.Locale | str | None) -> str:
    """The language of a locale such as "es-419"; English where there is none."""
    return str(locale.value if isinstance(locale, discord.Locale) else locale or ENGLISH)[:2]
