"""The small simulated Discord of the preview: one server, one channel, two people, the bot."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, cast

import discord

from bot.content.cache import Cache
from bot.content.snapshot import Content
from bot.engine import Answering
from bot.render.discord_card import Form
from bot.transports.backstage import Backstage
from bot.transports.discord.client import INTENTS, AjarClient
from bot.transports.discord.components import buttons_of
from bot.transports.discord.hearing import spoken

if TYPE_CHECKING:
    from simcord import ChannelHandle, Env
    from simcord.preview import Preview

PEOPLE: Final = ("ada", "ben")
WIDTH: Final = 1_100
HEIGHT: Final = 800


class PreviewClient(AjarClient):
    """The bot, but it hears all that is said in the preview's only channel: the page has no way to
    write a mention, so that a person's first words would get no answer."""

    can_be_invited = False
    intents_wanted = discord.Intents(INTENTS.value | discord.Intents(message_content=True).value)

    def __init__(
        self,
        content: Content,
        engine: Answering,
        backstage: Backstage | None = None,
        form: Form | None = "layout",
    ) -> None:
        super().__init__(content, engine, Cache(None), backstage, form=form)

    def heard(self, message: discord.Message, me: int) -> str | None:
        return spoken(message, me)


class World:
    """Furnishes a simulated Discord and opens it to a browser; `locale` is its language."""

    def __init__(self, client: PreviewClient, env: Env, locale: str = "en-GB") -> None:
        self.client = client
        self.env = env
        self.locale = locale
        guild = env.create_guild("Ajar", preferred_locale=locale)
        self.channel: ChannelHandle = guild.create_text_channel("ask-ajar")
        self.people = [guild.add_member(env.create_user(name)) for name in PEOPLE]

    async def furnish(self, now: datetime | None = None) -> None:
        """Sets the clock, gives the bot its name, and lets it say hello with things to try."""
        desk = self.client.clicks
        if self.client.user:
            await self.client.user.edit(username=desk.words.content.guide.name)
        ahead = (now or datetime.now(UTC)) - self.env.now()
        await self.env.advance_time(max(0.0, ahead.total_seconds()))
        channel = cast(discord.TextChannel, self.client.get_channel(self.channel.id))
        payload = desk.welcome("discord_begin_preview", channel.guild)
        await channel.send(payload.content, view=buttons_of(payload) or discord.utils.MISSING)
        await self.env.settle()

    def preview(self, port: int) -> Preview:
        """The page, not yet served."""
        return self.env.preview(
            self.channel,
            viewers=self.people,
            layout="channel",
            width=WIDTH,
            height=HEIGHT,
            locale=self.locale,
            port=port,
        )
