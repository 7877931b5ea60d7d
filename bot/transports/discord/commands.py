"""The slash commands: each becomes a sentence to the engine."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from typing import Any, Final

import discord
from discord import app_commands

from bot.logs import describe
from bot.render import limits
from bot.render.discord_words import Words
from bot.transports.discord.completing import Completer, Names
from bot.transports.discord.components import Interaction
from bot.transports.discord.desk import Desk

LOG = logging.getLogger(__name__)
EVERYWHERE: Final = app_commands.AppCommandContext(
    guild=True, dm_channel=True, private_channel=True
)
ANYBODY: Final = app_commands.AppInstallationType(guild=True, user=True)
Typed = app_commands.Range[str, 1, 1_000]
Choices = list[app_commands.Choice[str]]
Complete = Callable[[Interaction, str], Coroutine[Any, Any, Choices]]
Command = app_commands.Command[Any, ..., None]


class Tree(app_commands.CommandTree[discord.Client]):
    """The commands that the content has an answer for; one that fails is answered in private."""

    def __init__(self, client: discord.Client, desk: Desk, completer: Completer) -> None:
        super().__init__(client, allowed_contexts=EVERYWHERE, allowed_installs=ANYBODY)
        self.desk = desk
        content = desk.words.content
        self.add_command(_ask(desk, completer))
        if content.guide.sides or content.models or content.licenses:
            self.add_command(_compare(desk, completer))
        if content.factors:
            self.add_command(_recommend(desk))
        for command in _plain(desk):
            self.add_command(command)

    async def on_error(
        self, interaction: Interaction, error: app_commands.AppCommandError, /
    ) -> None:
        """What discord.py raises itself, as for a command that Discord knows in an old form."""
        LOG.error("command failed: %s", describe(error))
        await self.desk.note(interaction, "discord_error")


def _about(words: Words, key: str) -> str:
    return limits.shorten(words.say(f"discord_about_{key}"), limits.COMMAND_DESCRIPTION)


def _offer(names: Names) -> Complete:
    async def complete(_: Interaction, current: str) -> Choices:
        return [app_commands.Choice(name=name, value=name) for name in names.like(current)]

    return complete


def _ask(desk: Desk, completer: Completer) -> Command:
    words = desk.words

    @app_commands.command(name="ask", description=_about(words, "ask"))
    @app_commands.describe(question=_about(words, "ask_question"))
    async def ask(interaction: Interaction, question: Typed) -> None:
        await desk.say(interaction, question)

    ask.autocomplete("question")(_offer(completer.topics))
    return ask


def _compare(desk: Desk, completer: Completer) -> Command:
    words = desk.words

    @app_commands.command(name="compare", description=_about(words, "compare"))
    @app_commands.describe(
        first=_about(words, "compare_first"),
        second=_about(words, "compare_second"),
        aspect=_about(words, "compare_aspect"),
    )
    async def compare(
        interaction: Interaction, first: Typed, second: Typed, aspect: Typed | None = None
    ) -> None:
        key = "discord_text_compare_on" if aspect else "discord_text_compare"
        await desk.say(interaction, words.say(key, first=first, second=second, aspect=aspect))

    compare.autocomplete("first")(_offer(completer.things))
    compare.autocomplete("second")(_offer(completer.things))
    compare.autocomplete("aspect")(_offer(completer.aspects))
    return compare


def _recommend(desk: Desk) -> Command:
    words = desk.words

    @app_commands.command(name="recommend", description=_about(words, "recommend"))
    @app_commands.describe(about=_about(words, "recommend_about"))
    async def recommend(interaction: Interaction, about: Typed | None = None) -> None:
        key = "discord_text_recommend_about" if about else "discord_text_recommend"
        await desk.say(interaction, words.say(key, about=about))

    return recommend


def _plain(desk: Desk) -> tuple[Command, ...]:
    words = desk.words

    @app_commands.command(name="help", description=_about(words, "help"))
    async def help_(interaction: Interaction) -> None:
        await desk.say(interaction, words.say("discord_text_help"))

    @app_commands.command(name="privacy", description=_about(words, "privacy"))
    async def privacy(interaction: Interaction) -> None:
        await desk.note(interaction, "discord_privacy")

    @app_commands.command(name="forget", description=_about(words, "forget"))
    async def forget(interaction: Interaction) -> None:
        await desk.say(interaction, words.say("discord_text_forget"), hidden=True)

    return help_, privacy, forget
