"""`/ajar`: what those who manage a server, or run the bot, may see and set.

Discord hides these commands from others, but that is only a hint: each checks again.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import discord
from discord import app_commands

from bot.conversation.events import from_json
from bot.conversation.tally import Logged, tally, unanswered
from bot.errors import AjarError
from bot.render import limits
from bot.render.discord import Payload
from bot.render.discord_text import inert
from bot.render.fit import one_line, showable
from bot.storage.store import Deed
from bot.transports.backstage import Backstage
from bot.transports.discord.components import Interaction
from bot.transports.discord.desk import Desk
from bot.transports.discord.places import Place

NAME: Final = "ajar"
PLATFORM: Final = "discord"
DAYS: Final = 30
MOST_RECORDS: Final = 20_000
MOST_SHOWN: Final = 15
LONGEST_SHOWN: Final = 110
MANAGERS: Final = discord.Permissions(manage_guild=True)
SERVERS: Final = app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False)
INSTALLED: Final = app_commands.AppInstallationType(guild=True, user=False)
Work = Callable[[discord.Guild], Awaitable[str]]


class Admin(app_commands.Group):
    """The group. Whatever is done by it is noted first, for `ajar audit`: what can't be noted is
    not done."""

    def __init__(self, desk: Desk, backstage: Backstage) -> None:
        super().__init__(
            name=NAME,
            description=_about(desk, NAME),
            default_permissions=MANAGERS,
            allowed_contexts=SERVERS,
            allowed_installs=INSTALLED,
        )
        self.desk, self.backstage = desk, backstage
        for command in (_setup(self), _stats(self), _unanswered(self), _reload(self)):
            self.add_command(command)

    async def answer(
        self, interaction: Interaction, what: str, work: Work, *, owners: bool = False
    ) -> None:
        """Does the work, named `what`, for those who may have it done, and shows its text to them
        alone."""
        guild = interaction.guild
        if guild is None or not interaction.permissions.manage_guild:
            await self.desk.note(interaction, "discord_not_allowed")
        elif owners and interaction.user.id not in owners_of(interaction.client.application):
            await self.desk.note(interaction, "discord_owners_only")
        else:
            who = self.backstage.naming(str(interaction.user.id))
            deed = Deed(discord.utils.utcnow(), who, what, f"{PLATFORM}:{guild.id}")
            await self.desk.work(interaction, lambda: self._payload(work, guild, deed))

    async def _payload(self, work: Work, guild: discord.Guild, deed: Deed) -> Payload:
        await self.backstage.store.note(deed)
        return Payload(limits.shorten(await work(guild), limits.CONTENT), is_private=True)

    async def log(self, guild: discord.Guild) -> list[Logged]:
        """What was said in this server's channels of late, as (person, event) pairs."""
        every = self.backstage.naming.every
        rooms = {name for each in (*guild.channels, *guild.threads) for name in every(str(each.id))}
        since = discord.utils.utcnow() - timedelta(days=DAYS)
        found = await self.backstage.store.latest(rooms, since, MOST_RECORDS)
        return [(session.user, from_json(record.data)) for session, record in found]


def owners_of(application: discord.AppInfo | None) -> set[int]:
    """The ids of those whose application this is."""
    if application is None:
        return set()
    if application.team is not None:
        return {member.id for member in application.team.members}
    return {application.owner.id}


def _about(desk: Desk, key: str) -> str:
    return limits.shorten(desk.words.say(f"discord_about_{key}"), limits.COMMAND_DESCRIPTION)


def _setup(admin: Admin) -> app_commands.Command[Any, ..., None]:
    desk = admin.desk

    @app_commands.command(name="setup", description=_about(desk, "setup"))
    @app_commands.describe(
        channel=_about(desk, "setup_channel"),
        threads=_about(desk, "setup_threads"),
        quiet=_about(desk, "setup_quiet"),
    )
    async def setup(
        interaction: Interaction,
        channel: discord.TextChannel | None = None,
        threads: bool | None = None,
        quiet: bool | None = None,
    ) -> None:
        async def work(guild: discord.Guild) -> str:
            before = await desk.places.of(guild)
            place = before.switched(channel.id) if channel else before
            place = replace(
                place,
                threads=place.threads if threads is None else threads,
                quiet=place.quiet if quiet is None else quiet,
            )
            if place != before:
                await desk.places.set(guild, place)
            return _described(desk, place)

        await admin.answer(interaction, "setup", work)

    return setup


def _described(desk: Desk, place: Place) -> str:
    def yes(value: bool) -> str:
        return desk.words.say("discord_on" if value else "discord_off")

    rooms = " ".join(f"<#{channel}>" for channel in place.channels)
    return desk.words.say(
        "discord_setup",
        channels=rooms or desk.words.say("discord_all_channels"),
        threads=yes(place.threads),
        quiet=yes(place.quiet),
    )


def _stats(admin: Admin) -> app_commands.Command[Any, ..., None]:
    desk = admin.desk

    async def work(guild: discord.Guild) -> str:
        counts = tally(await admin.log(guild))
        sections = desk.words.content.section_by_id
        topics = [sections[topic].title for topic in counts.topics if topic in sections]
        numbers = {name: value for name, value in vars(counts).items() if name != "topics"}
        return desk.words.say(
            "discord_stats",
            days=DAYS,
            answered=counts.answered,
            topics=", ".join(topics) or "–",
            **numbers,
        )

    @app_commands.command(name="stats", description=_about(desk, "stats"))
    async def stats(interaction: Interaction) -> None:
        await admin.answer(interaction, "stats", work)

    return stats


def _unanswered(admin: Admin) -> app_commands.Command[Any, ..., None]:
    desk = admin.desk

    async def work(guild: discord.Guild) -> str:
        log = await admin.log(guild)
        missed = unanswered(log)[-MOST_SHOWN:]
        if not missed:
            key = "discord_unanswered_unkept" if tally(log).unknown else "discord_unanswered_none"
            return desk.words.say(key, days=DAYS)
        lines = (f"- {inert(one_line(showable(text), LONGEST_SHOWN))}" for text in missed)
        return "\n".join((desk.words.say("discord_unanswered", days=DAYS), *lines))

    @app_commands.command(name="unanswered", description=_about(desk, "unanswered"))
    async def missed(interaction: Interaction) -> None:
        await admin.answer(interaction, "unanswered", work)

    return missed


def _reload(admin: Admin) -> app_commands.Command[Any, ..., None]:
    desk = admin.desk

    async def work(_: discord.Guild) -> str:
        try:
            content = await admin.backstage.reload()
        except AjarError as error:
            return desk.words.say("discord_reload_failed", problems=inert(str(error)))
        return desk.words.say("discord_reloaded", topics=len(content.sections))

    @app_commands.command(name="reload", description=_about(desk, "reload"))
    async def reload(interaction: Interaction) -> None:
        await admin.answer(interaction, "reload", work, owners=True)

    return reload
