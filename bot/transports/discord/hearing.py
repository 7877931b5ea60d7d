"""Which messages the bot answers, and what they say to it."""

from __future__ import annotations

import re
from typing import Final

import discord

SPOKEN: Final = frozenset({discord.MessageType.default, discord.MessageType.reply})


def heard(message: discord.Message, me: int) -> str | None:
    """The text of a direct message, of one that mentions the bot `me`, or of a reply to it.

    None where the message is not for the bot; blank where Discord doesn't show its text.
    """
    if message.guild is not None and not (_mentions(message, me) or _replies_to(message, me)):
        return None
    return spoken(message, me)


def spoken(message: discord.Message, me: int) -> str | None:
    """What a person wrote, without the mention of the bot; None for all that is no person's."""
    if message.author.bot or message.webhook_id is not None or message.type not in SPOKEN:
        return None
    return without_mention(message.content, me)


def without_mention(text: str, me: int) -> str:
    """The text without the mentions of the bot `me`."""
    return re.sub(rf"<@!?{me}>", " ", text).strip()


def _mentions(message: discord.Message, me: int) -> bool:
    return any(user.id == me for user in message.mentions)


def _replies_to(message: discord.Message, me: int) -> bool:
    original = message.reference.resolved if message.reference else None
    return isinstance(original, discord.Message) and original.author.id == me
