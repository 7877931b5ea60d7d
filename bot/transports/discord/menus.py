"""The two entries in the menu of a message: ask about it, and explain a term in it."""

from __future__ import annotations

from typing import Final

import discord
from discord import app_commands

from bot.transports.discord.components import Interaction
from bot.transports.discord.desk import Desk
from bot.transports.discord.hearing import without_mention
from bot.transports.discord.localising import labelled

# A message no longer than this is itself the term; for a longer one a form asks which.
LONGEST_TERM: Final = 60


def menus(desk: Desk) -> tuple[app_commands.ContextMenu, ...]:
    """Both answer in private: whoever wrote the message did not ask."""

    async def ask(interaction: Interaction, message: discord.Message) -> None:
        text = _text_of(interaction, message)
        if text:
            await desk.say(interaction, text, hidden=True)
        else:
            await desk.note(interaction, "discord_no_text")

    async def define(interaction: Interaction, message: discord.Message) -> None:
        text = _text_of(interaction, message)
        if not text:
            await desk.note(interaction, "discord_no_text")
        elif len(text) > LONGEST_TERM:
            await desk.ask_for_term(interaction)
        else:
            sentence = desk.words.say("discord_text_define", term=text)
            await desk.say(interaction, sentence, hidden=True)

    return (
        app_commands.ContextMenu(name=labelled(desk.words, "menu", "ask"), callback=ask),
        app_commands.ContextMenu(name=labelled(desk.words, "menu", "define"), callback=define),
    )


def _text_of(interaction: Interaction, message: discord.Message) -> str:
    me = interaction.client.user
    return without_mention(message.content, me.id) if me else message.content
