"""`/ajar`: what those who manage a server, or run the bot, may see and set.

Discord hides these commands from others, but that is only a hint: each checks again.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.conversation.events import from_json
from bot.conversation.tally import Logged, remarks, tally, unanswered
from bot.errors import AjarError
from bot.render import limits
from bot.render.discord import Payload
from bot.render.discord_text import inert
from bot.render.discord_words import Words
from bot.render.fit import one_line, showable
from bot.storage.store import Deed
from bot.transports.backstage import Backstage
from bot.transports.discord.components import Interaction
from bot.transports.discord.desk import Desk
from bot.transports.discord.localising import labelled
from bot.transports.discord.places import Place, name_of

NAME: Final = "ajar"
DAYS: Final = 30
MOST_RECORDS: Final = 20_000
MOST_SHOWN: Final = 15
LONGEST_SHOWN: Final = 110
MANAGERS: Final = discord.Permissions(manage_guild=True)
SERVERS: Final = app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False)
INSTALLED: Final = app_commands.AppInstallationType(guild=True, user=False)
Work = Callable[[discord.Guild, Words], Awaitable[str]]
AUTO: Final = "auto"


class Admin(app_commands.Group):
    """The group. Whatever is done by it is noted first, for `ajar audit`: what can't be noted is
    not done."""

    def __init__(self, desk: Desk, backstage: Backstage) -> None:
        super().__init__(
            name=NAME,
            description=labelled(desk.words, "about", NAME),
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
            words = self.desk.words_for(interaction)
            who = self.backstage.naming(str(interaction.user.id))
            deed = Deed(discord.utils.utcnow(), who, what, name_of(guild.id))

            async def payload() -> Payload:
                await self.backstage.store.note(deed)
                text = limits.shorten(await work(guild, words), limits.CONTENT)
                return Payload(text, is_private=True)

            await self.desk.work(interaction, payload)

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


def _made(
    admin: Admin, key: str, callback: Callable[..., Coroutine[Any, Any, None]]
) -> app_commands.Command[Any, ..., None]:
    words = admin.desk.words
    return app_commands.Command(
        name=labelled(words, "name", key),
        description=labelled(words, "about", key),
        callback=callback,
    )


def _setup(admin: Admin) -> app_commands.Command[Any, ..., None]:
    desk = admin.desk

    async def setup(
        interaction: Interaction,
        channel: discord.TextChannel | None = None,
        threads: bool | None = None,
        quiet: bool | None = None,
        language: str | None = None,
    ) -> None:
        async def work(guild: discord.Guild, words: Words) -> str:
            before = await desk.places.of(guild)
            place = before.switched(channel.id) if channel else before
            place = replace(
                place,
                threads=place.threads if threads is None else threads,
                quiet=place.quiet if quiet is None else quiet,
                language=_language(desk, language, place.language),
            )
            if place != before:
                await desk.places.set(guild, place)
            return _described(words, place)

        await admin.answer(interaction, "setup", work)

    options = ("channel", "threads", "quiet", "language")
    app_commands.rename(**{each: labelled(desk.words, "option", each) for each in options})(setup)
    texts = {each: labelled(desk.words, "about", f"setup_{each}") for each in options}
    app_commands.describe(**texts)(setup)
    app_commands.choices(language=_languages(desk))(setup)
    return _made(admin, "setup", setup)


def _languages(desk: Desk) -> list[app_commands.Choice[str]]:
    """Every language by its own name, and none of them."""
    words = desk.words
    auto = locale_str(words.say("discord_language_server"), key="discord_language_server")
    names = {each: words.in_language(each).say("discord_language") for each in words.languages}
    found = [app_commands.Choice(name=auto, value=AUTO)]
    found += [app_commands.Choice(name=name, value=each) for each, name in names.items()]
    return found[: limits.CHOICES]


def _language(desk: Desk, chosen: str | None, before: str) -> str:
    if chosen is None:
        return before
    return chosen if chosen in desk.words.languages else ""


def _described(words: Words, place: Place) -> str:
    def yes(value: bool) -> str:
        return words.say("discord_on" if value else "discord_off")

    rooms = " ".join(f"<#{channel}>" for channel in place.channels)
    named = place.language and words.in_language(place.language).say("discord_language")
    return words.say(
        "discord_setup",
        channels=rooms or words.say("discord_all_channels"),
        threads=yes(place.threads),
        quiet=yes(place.quiet),
        language=named or words.say("discord_language_server"),
    )


def _stats(admin: Admin) -> app_commands.Command[Any, ..., None]:
    async def work(guild: discord.Guild, words: Words) -> str:
        counts = tally(await admin.log(guild))
        sections = words.content.section_by_id
        topics = [sections[topic].title for topic in counts.topics if topic in sections]
        numbers = {name: value for name, value in vars(counts).items() if name != "topics"}
        return words.say(
            "discord_stats",
            days=DAYS,
            answered=counts.answered,
            topics=", ".join(topics) or "–",
            **numbers,
        )

    async def stats(interaction: Interaction) -> None:
        await admin.answer(interaction, "stats", work)

    return _made(admin, "stats", stats)


def _unanswered(admin: Admin) -> app_commands.Command[Any, ..., None]:
    async def work(guild: discord.Guild, words: Words) -> str:
        log = await admin.log(guild)
        missed, said = unanswered(log), remarks(log)
        lines = [words.say("discord_unanswered", days=DAYS), *_listed(missed)]
        if not missed:
            key = "discord_unanswered_unkept" if tally(log).unknown else "discord_unanswered_none"
            lines = [words.say(key, days=DAYS)]
        if said:
            lines += ["", words.say("discord_remarks"), *_listed(said)]
        return "\n".join(lines)

    async def missed(interaction: Interaction) -> None:
        await admin.answer(interaction, "unanswered", work)

    return _made(admin, "unanswered", missed)


def _listed(texts: list[str]) -> list[str]:
    """The newest of them, each on a line of its own that can do nothing."""
    return [f"- {inert(one_line(showable(each), LONGEST_SHOWN))}" for each in texts[-MOST_SHOWN:]]


def _reload(admin: Admin) -> app_commands.Command[Any, ..., None]:
    async def work(_: discord.Guild, words: Words) -> str:
        try:
            content = await admin.backstage.reload()
        except AjarError as error:
            return words.say("discord_reload_failed", problems=inert(str(error)))
        return words.say("discord_reloaded", topics=len(content.sections))

    async def reload(interaction: Interaction) -> None:
        await admin.answer(interaction, "reload", work, owners=True)

    return _made(admin, "reload", reload)
