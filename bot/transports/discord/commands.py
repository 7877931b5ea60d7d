"""The commands as Discord knows them, made from their list; each speaks to the engine."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable, Coroutine
from typing import Any, Final

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.content.snapshot import Content
from bot.logs import describe
from bot.render.discord_words import Words
from bot.transports.backstage import Backstage
from bot.transports.discord.admin import Admin
from bot.transports.discord.command_list import Slot, Spec, specs_for
from bot.transports.discord.completing import Completer
from bot.transports.discord.components import Interaction
from bot.transports.discord.desk import Desk
from bot.transports.discord.localising import Localiser, labelled
from bot.transports.discord.menus import menus

LOG = logging.getLogger(__name__)
EVERYWHERE: Final = app_commands.AppCommandContext(
    guild=True, dm_channel=True, private_channel=True
)
ANYBODY: Final = app_commands.AppInstallationType(guild=True, user=True)
Typed = app_commands.Range[str, 1, 1_000]
MaybeTyped = Typed | None
Choices = list[app_commands.Choice[str]]
Complete = Callable[[Interaction, str], Coroutine[Any, Any, Choices]]
Command = app_commands.Command[Any, ..., None]


class Tree(app_commands.CommandTree[discord.Client]):
    """The commands that the content has an answer for; one that fails is answered in private."""

    def __init__(self, client: discord.Client, desk: Desk, backstage: Backstage | None) -> None:
        """Without `backstage` there are no commands for those who run the bot."""
        super().__init__(client, allowed_contexts=EVERYWHERE, allowed_installs=ANYBODY)
        self.desk = desk
        completer = self.completer = Completer(desk.words.content)
        for spec in specs_for(desk.words.content):
            self.add_command(command(spec, desk, completer))
        for menu in menus(desk):
            self.add_command(menu)
        if backstage is not None:
            self.add_command(Admin(desk, backstage))
            backstage.listen(self.renew)
        self.localiser = Localiser(desk)

    def renew(self, content: Content) -> None:
        """Speaks and offers by this content; what Discord shows of the commands stays."""
        self.desk.words = Words(content)
        self.completer.take(content)

    async def on_error(
        self, interaction: Interaction, error: app_commands.AppCommandError, /
    ) -> None:
        """What discord.py raises itself, as for a command that Discord knows in an old form."""
        LOG.error("command failed: %s", describe(error))
        await self.desk.note(interaction, "discord_error")


def command(spec: Spec, desk: Desk, completer: Completer) -> Command:
    """The command of `spec`, with the options that its slots ask for."""

    async def run(interaction: Interaction, **given: str | None) -> None:
        filled = {name: value for name, value in given.items() if value}
        await _speak(spec, desk, completer, interaction, filled)

    # Discord.py reads the options off the signature, so that this one is made to measure.
    vars(run)["__signature__"] = _signature(spec)
    words = desk.words
    names = {slot.name: labelled(words, "option", slot.name) for slot in spec.slots}
    app_commands.rename(**names)(run)
    app_commands.describe(
        **{slot.name: labelled(words, "about", f"{spec.name}_{slot.name}") for slot in spec.slots}
    )(run)
    for slot in spec.slots:
        if slot.choices:
            choices = [
                app_commands.Choice(name=locale_str(words.say(key), key=key), value=option)
                for key, option in slot.choices
            ]
            app_commands.choices(**{slot.name: choices})(run)
    made: Command = app_commands.Command(
        name=labelled(words, "name", spec.name),
        description=labelled(words, "about", spec.name),
        callback=run,
    )
    for slot in spec.slots:
        if slot.offers:
            made.autocomplete(slot.name)(_offer(completer, slot))
    return made


async def _speak(
    spec: Spec, desk: Desk, completer: Completer, interaction: Interaction, given: dict[str, str]
) -> None:
    """One thing picked from an offer or a list is an option to the engine, all else a sentence."""
    if spec.note:
        await desk.note(interaction, spec.note)
        return
    options = {option for slot in spec.slots for _, option in slot.choices}
    chosen = next((value for value in given.values() if value in options), None)
    only = next(iter(given.values())) if len(given) == 1 else ""
    picked = spec.control or chosen or (only if only in completer.options else None)
    if picked:
        added = given.get("comment", "")
        await desk.choose(interaction, picked, added, hidden=spec.is_hidden)
        return
    key, slots = spec.sentence(given, f" {desk.words.say('discord_joint')} ")
    await desk.say(interaction, desk.words.say(key, **slots), hidden=spec.is_hidden)


def _signature(spec: Spec) -> inspect.Signature:
    first = inspect.Parameter("interaction", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return inspect.Signature([first, *map(_parameter, spec.slots)])


def _parameter(slot: Slot) -> inspect.Parameter:
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    if slot.choices:
        return inspect.Parameter(slot.name, kind, annotation=str)
    if slot.is_needed:
        return inspect.Parameter(slot.name, kind, annotation=Typed)
    return inspect.Parameter(slot.name, kind, annotation=MaybeTyped, default=None)


def _offer(completer: Completer, slot: Slot) -> Complete:
    async def complete(interaction: Interaction, current: str) -> Choices:
        """What fits, without what another option of the command holds already."""
        assert slot.offers is not None
        others = {str(value) for name, value in interaction.namespace if name != slot.name}
        found = completer.offer(slot.offers, current)
        return [
            app_commands.Choice(name=name, value=value)
            for name, value in found
            if value not in others
        ]

    return complete
