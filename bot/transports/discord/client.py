"""The client: which events the bot gets, and who answers them."""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, ClassVar, Final, cast

import discord

from bot.content.cache import Cache
from bot.content.snapshot import Content
from bot.engine import Answering
from bot.operations.metrics import Presence
from bot.render import discord_ids, limits
from bot.render.discord_card import Form
from bot.render.discord_words import Words
from bot.transports.backstage import Backstage
from bot.transports.discord import hearing
from bot.transports.discord.catching_up import CatchUp
from bot.transports.discord.commands import Tree
from bot.transports.discord.components import ITEMS, Interaction, buttons_of
from bot.transports.discord.desk import PATIENCE, Desk
from bot.transports.discord.places import Place, Places
from bot.transports.discord.rooms import Rooms
from bot.transports.discord.sync import sync
from bot.transports.discord.told import Told
from bot.transports.invite import invite

LOG = logging.getLogger(__name__)
# None of these is privileged; without them nothing that the bot answers would reach it.
INTENTS: Final = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)


class AjarClient(discord.Client):
    """One connection to Discord, with no memory of its own: messages and members aren't cached."""

    intents_wanted: ClassVar[discord.Intents] = INTENTS
    can_be_invited: ClassVar[bool] = True

    def __init__(
        self,
        content: Content,
        engine: Answering,
        cache: Cache,
        backstage: Backstage | None = None,
        patience: float = PATIENCE,
        form: Form | None = "layout",
    ) -> None:
        # The bot never speaks, so that what voice would need is not worth a warning.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        super().__init__(
            intents=self.intents_wanted,
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
        )
        self.backstage = backstage
        places = Places(backstage.store if backstage else None)
        rooms = Rooms(backstage.store, backstage.naming) if backstage else None
        self.clicks = Desk(Words(content), engine, places, patience, form, rooms)
        if backstage is not None:
            backstage.watch(self.standing)
        self.tree = Tree(self, self.clicks, backstage)
        self.catch_up = CatchUp(cache, self._answer)
        self._cache = cache

    @property
    def shards_served(self) -> Sequence[int]:
        """The shards that are this process's; none where the bot isn't split."""
        return ()

    async def setup_hook(self) -> None:
        self.add_dynamic_items(*ITEMS)
        application = self.application_id or 0
        store = self.backstage.store if self.backstage else None
        self.catch_up.open(application, self.shards_served)
        await self.tree.set_translator(self.tree.localiser)
        told = Told(application, self._cache, store)
        self.clicks.commands = await sync(self.tree, told)

    async def on_ready(self) -> None:
        if self.can_be_invited and not self.guilds:
            LOG.info("in no server yet; invite the bot: %s", invite(str(self.application_id)))
        here, now = {guild.id for guild in self.guilds}, discord.utils.utcnow()
        await self.clicks.rooms.compare(here, now, self._is_ours)
        await self.catch_up.run(self, now)

    async def on_connect(self) -> None:
        self.catch_up.began()

    async def on_message(self, message: discord.Message) -> None:
        if not self.clicks.turns.is_leaving:
            self.catch_up.saw(message)
            await self._answer(message)

    async def leave(self, seconds: float) -> bool:
        """Begins no turn any more, and waits at most so long, in seconds, for those under way;
        whether all came to their end. What comes meanwhile is left to the next start."""
        is_done = await self.clicks.turns.drain(seconds)
        self.clicks.turns.cut()
        self.catch_up.keep()
        return is_done

    async def _answer(self, message: discord.Message) -> None:
        text = self.heard(message, self.user.id) if self.user else None
        if text is not None:
            await self.clicks.hear(message, text)

    def heard(self, message: discord.Message, me: int) -> str | None:
        """What a message says to the bot, whose id is `me`; None where it isn't meant for it."""
        return hearing.heard(message, me)

    async def on_interaction(self, interaction: Interaction) -> None:
        """Forms, and buttons of earlier versions; all others go to the items by themselves."""
        data = cast("dict[str, Any]", interaction.data or {})
        custom_id = str(data.get("custom_id", ""))
        if interaction.type is discord.InteractionType.modal_submit:
            await self.clicks.submit(interaction)
        elif interaction.type is discord.InteractionType.component and not any(
            pattern.fullmatch(custom_id) for pattern in discord_ids.COMPONENTS
        ):
            await self.clicks.note(interaction, "discord_old_button")

    def standing(self) -> Presence:
        """How this connection, or each of its shards, stands right now."""
        beats = getattr(self, "latencies", None) or [(self.shard_id or 0, self.latency)]
        is_open = not self.is_closed()
        return Presence(
            waiting=self.clicks.gate.waiting,
            servers=len(self.guilds),
            turned_away=self.clicks.turned_away,
            shards={n: s if is_open and math.isfinite(s) else None for n, s in beats},
        )

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Forgets how a server was set up that the bot was taken out of, and in time what was said
        there; an outage is none."""
        await self.clicks.rooms.leave(guild.id, discord.utils.utcnow())
        await self.clicks.places.set(guild, Place())

    def _is_ours(self, guild: int) -> bool:
        """Whether events of this server come to this process."""
        shards = self.shards_served
        return not shards or (guild >> 22) % (self.shard_count or 1) in shards

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Introduces the bot once, in the first channel where it may speak; the nonce keeps a
        second process from doing so too."""
        await self.clicks.rooms.leave(guild.id, None)
        places = (guild.system_channel, *guild.text_channels)
        for place in places:
            if place is not None and place.permissions_for(guild.me).send_messages:
                payload = self.clicks.welcome(guild=guild)
                with suppress(discord.HTTPException):
                    await place.send(
                        payload.content,
                        view=buttons_of(payload) or discord.utils.MISSING,
                        nonce=f"hello-{guild.id}"[-limits.NONCE :],
                    )
                return
