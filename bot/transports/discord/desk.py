"""Where Discord and the engine meet: takes what people said or clicked, shows what comes back."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, cast

import discord

from bot.engine import Answering, Message, Press
from bot.errors import Repeated
from bot.logs import describe, request
from bot.render import discord_ids
from bot.render.discord import Button, Payload, render
from bot.render.discord_card import Form
from bot.render.discord_words import Words
from bot.reply import Reply
from bot.transports.discord import forms
from bot.transports.discord.components import Interaction
from bot.transports.discord.delivery import (
    FAULTS,
    defer,
    deliver,
    reply_to,
    thread_for,
    typing,
)
from bot.transports.discord.drawing import drawn
from bot.transports.discord.gate import Full, Gate
from bot.transports.discord.localising import language_of
from bot.transports.discord.places import Place, Places
from bot.transports.discord.rooms import Rooms
from bot.transports.discord.sealed import Seals
from bot.transports.discord.throttle import Throttle
from bot.transports.discord.turns import Turns, is_late, source_of
from bot.transports.discord.welcome import STARTERS, welcome

if TYPE_CHECKING:
    from discord.abc import MessageableChannel

LOG = logging.getLogger(__name__)
PATIENCE: Final = 1.0
# Private only so that nobody else is bothered: these may be said in public where they must.
HARMLESS: Final = frozenset({"refuse", "error"})


class Desk:
    """Answers interactions and messages through the engine; keeps the `Clicks` contract.

    `patience` is how long, in seconds, the engine may take before Discord is told to wait; where
    others wait already, it is told so at once. `form` is that of cards and comparisons, None where
    they are text like all else.
    """

    def __init__(
        self,
        words: Words,
        engine: Answering,
        places: Places,
        patience: float = PATIENCE,
        form: Form | None = None,
        rooms: Rooms | None = None,
    ) -> None:
        self.words = words
        self.form = form
        self.rooms = rooms or Rooms(None)
        self.engine = engine
        self.places = places
        self.patience = patience
        self.turns = Turns()
        self.seals = Seals()
        self.throttle = Throttle()
        self.gate = Gate()
        self.turned_away: Counter[str] = Counter()
        self.commands: Mapping[str, str] = {}

    def words_for(self, interaction: Interaction) -> Words:
        """The words in the language of the person's own Discord."""
        return self.words.in_language(language_of(interaction.locale))

    def words_in(self, place: Place, guild: discord.Guild | None) -> Words:
        """The words for messages, which don't tell their writer's language: that which the server
        set, or its own."""
        language = place.language or language_of(guild.preferred_locale if guild else None)
        return self.words.in_language(language)

    async def say(self, interaction: Interaction, text: str, *, hidden: bool = False) -> None:
        """Brings a command's words to the engine; a `hidden` answer is for this person alone."""
        await self._answer(interaction, self._message(interaction, text=text), hidden=hidden)

    async def choose(
        self, interaction: Interaction, option: str, added: str = "", *, hidden: bool = False
    ) -> None:
        """Brings an option that a command stands for to the engine, with what was added to it."""
        said = self._message(interaction, text=added or None, option=option)
        await self._answer(interaction, said, hidden=hidden)

    async def press(
        self, interaction: Interaction, session: str, option: str, *, edits: bool
    ) -> None:
        message = self._message(interaction, press=Press(session, option))
        await self._answer(interaction, message, edits=edits)

    async def submit(self, interaction: Interaction) -> None:
        """Brings the text of a form to the engine, whichever run of the program opened it."""
        data = cast("dict[str, Any]", interaction.data or {})
        text = forms.text_in(data)
        if text is None:
            await self.note(interaction, "discord_old_button")
        elif data.get("custom_id") == discord_ids.TERM:
            await self.say(
                interaction, self.words.say("discord_text_define", term=text), hidden=True
            )
        else:
            message = self._message(interaction, text=text)
            await self._answer(interaction, message, edits=interaction.message is not None)

    async def ask_for_term(self, interaction: Interaction) -> None:
        """Opens the form that asks which term of a message is meant."""
        await self._open(interaction, forms.term_form(self.words_for(interaction)))

    async def open_form(self, interaction: Interaction, user: str, factor: str) -> None:
        if str(interaction.user.id) != user:
            await self.note(interaction, "discord_not_yours")
            return
        await self._open(interaction, forms.form(self.words_for(interaction), factor))

    async def _open(self, interaction: Interaction, form: discord.ui.Modal) -> None:
        with self.turns.running():
            try:
                await interaction.response.send_modal(form)
            except FAULTS as error:
                LOG.error("no form: %s", describe(error))

    async def reveal(self, interaction: Interaction, user: str, token: str) -> None:
        person = str(interaction.user.id)
        reply = self.seals.get(person, token)
        if reply is not None:
            payload = await drawn(render(reply, self.words_for(interaction), person, self.form))
            await self._show(interaction, replace(payload, is_private=True))
        else:
            is_own = person == user
            await self.note(interaction, "discord_seal_broken" if is_own else "discord_not_yours")

    async def start(self, interaction: Interaction, prompt: str) -> None:
        if prompt in STARTERS:
            await self.say(interaction, self.words.say(f"discord_text_start_{prompt}"))
        else:
            await self.note(interaction, "discord_old_button")

    async def note(self, interaction: Interaction, key: str) -> None:
        """Answers with one of the front end's own sentences, in private."""
        await self._show(interaction, self.private(interaction, key))

    async def work(self, interaction: Interaction, make: Callable[[], Awaitable[Payload]]) -> None:
        """Answers in private with what takes its time to be made."""
        with self.turns.running(), request():
            try:
                await defer(interaction, hidden=True)
                payload = await make()
            except Exception as error:  # whatever it is, the person is owed an answer
                LOG.error("no answer: %s", describe(error))
                payload = self.private(interaction, "discord_error")
            await self._show(interaction, payload, hidden=True)

    def sentence(self, key: str, words: Words) -> Payload:
        return Payload(words.say(key, **self.commands))

    def private(self, interaction: Interaction, key: str) -> Payload:
        """A sentence of the front end's own for this person alone."""
        return replace(self.sentence(key, self.words_for(interaction)), is_private=True)

    def welcome(
        self, invitation: str = "discord_begin", guild: discord.Guild | None = None
    ) -> Payload:
        """What a new server is told once, in its language; its buttons work for everybody."""
        return welcome(self.words_in(Place(), guild), invitation, self.commands)

    async def hear(self, message: discord.Message, text: str) -> None:
        """Answers a message; a blank one with how to reach the bot."""
        if not self.turns.is_new(message.id):
            return
        if self.throttle.is_silent(message.author.id):
            self.turned_away["too fast"] += 1
            return
        with self.turns.running(), request():
            place = Place()
            try:
                place = await self.places.of(message.guild)
                if place.hears(message.channel):
                    await self._answer_message(message, text, place)
            except Repeated:
                LOG.info("this message was answered before")
            except Exception as error:  # whatever it is, the person is owed an answer
                LOG.error("no answer: %s", describe(error))
                with suppress(*FAULTS):
                    words = self.words_in(place, message.guild)
                    await reply_to(message, self.sentence("discord_error", words))

    async def _answer_message(self, message: discord.Message, text: str, place: Place) -> None:
        verdict = self.throttle.verdict(message.author.id, message.channel.id)
        self.turned_away["too fast"] += verdict != "go"
        words = self.words_in(place, message.guild)
        if verdict == "note":
            await reply_to(message, self.sentence("discord_slow_down", words))
        elif verdict == "go" and not text:
            await reply_to(message, self.sentence("discord_blank", words))
        elif verdict == "go":
            thread = await thread_for(message, text) if place.threads else None
            room = thread or message.channel
            payload = await self._payload_for(message, text, room, words, place.quiet)
            await reply_to(message, payload, thread)
            await self.rooms.note(message.guild, room.id)

    async def _payload_for(
        self,
        message: discord.Message,
        text: str,
        room: MessageableChannel,
        words: Words,
        quiet: bool,
    ) -> Payload:
        """The engine's reply; shows the bot typing where that takes a while."""
        said = Message(
            user=str(message.author.id),
            channel=str(room.id),
            text=text,
            source=source_of(message),
            language=words.language,
        )
        reply = asyncio.create_task(self._turn(said, message.guild))
        try:
            if await is_late(reply, self.patience):
                async with typing(room):
                    await reply
            return await drawn(self._in_public(message, await reply, words, quiet))
        except Full:
            return self.sentence("discord_busy", words)

    async def _turn(self, said: Message, guild: discord.Guild | None) -> Reply:
        """The engine's reply, in its turn among the servers; direct messages wait one by one."""
        try:
            async with self.gate.turn(guild.id if guild else int(said.user)):
                return await self.engine.handle(said)
        except Full:
            self.turned_away["no room"] += 1
            raise

    def _in_public(
        self, message: discord.Message, reply: Reply, words: Words, quiet: bool
    ) -> Payload:
        """The reply, or in a server a button that shows a private one to this person alone;
        where the server wants it `quiet`, every reply is private."""
        user = str(message.author.id)
        is_private = quiet or (reply.private and reply.kind not in HARMLESS)
        if message.guild is None or not is_private:
            return render(reply, words, user, self.form)
        custom_id = discord_ids.sealed(user, self.seals.put(user, reply))
        button = Button(words.button("discord_show_sealed"), custom_id)
        return Payload(self.sentence("discord_sealed", words).content, ((button,),))

    async def _answer(
        self, interaction: Interaction, said: Message, *, edits: bool = False, hidden: bool = False
    ) -> None:
        if self.turns.is_leaving:
            await self.note(interaction, "discord_leaving")
            return
        if not self.turns.is_new(interaction.id):
            return
        if self.throttle.verdict(interaction.user.id, int(said.channel)) != "go":
            self.turned_away["too fast"] += 1
            await self.note(interaction, "discord_slow_down")
            return
        with self.turns.running(), request():
            try:
                hidden = hidden or (await self.places.of(interaction.guild)).quiet
                patience = 0.0 if self.gate.is_crowded else self.patience
                answer = asyncio.create_task(self._payload(said, interaction, edits))
                if await is_late(answer, patience):
                    await defer(interaction, hidden=hidden)
                payload = await answer
                payload = replace(payload, is_private=hidden or payload.is_private)
            except Repeated:
                LOG.info("this interaction was answered before")
                return
            except Full:
                payload, edits = self.private(interaction, "discord_busy"), False
            except Exception as error:  # whatever it is, the person is owed an answer
                LOG.error("no answer: %s", describe(error))
                payload, edits = self.private(interaction, "discord_error"), False
            await self._show(interaction, payload, edits=edits, hidden=hidden)
            await self._note(interaction)

    async def _note(self, interaction: Interaction) -> None:
        """Keeps which server the channel belongs to, unless the person brought the bot along."""
        guild = interaction.client.get_guild(interaction.guild_id or 0)
        if interaction.channel_id is not None:
            await self.rooms.note(guild, interaction.channel_id)

    async def _payload(self, said: Message, interaction: Interaction, edits: bool) -> Payload:
        """The reply; what may take the place of a message of text stays text, for a layout could
        not be edited back."""
        reply = await self._turn(said, interaction.guild)
        form = None if edits else self.form
        return await drawn(render(reply, self.words_for(interaction), said.user, form))

    def _message(
        self,
        interaction: Interaction,
        text: str | None = None,
        press: Press | None = None,
        option: str | None = None,
    ) -> Message:
        return Message(
            user=str(interaction.user.id),
            channel=str(interaction.channel_id or interaction.user.id),
            text=text,
            press=press,
            option=option,
            source=source_of(interaction),
            language=self.words_for(interaction).language,
        )

    async def _show(
        self,
        interaction: Interaction,
        payload: Payload,
        *,
        edits: bool = False,
        hidden: bool = False,
    ) -> None:
        """Delivers; where Discord doesn't take it (too late, message gone), says so once."""
        words = self.words_for(interaction)
        stub = "" if hidden else words.say("discord_answered_privately")
        try:
            await deliver(interaction, payload, edits=edits, stub=stub)
        except FAULTS as error:
            LOG.error("not delivered: %s (code %s)", describe(error), getattr(error, "code", "-"))
            sorry = self.private(interaction, "discord_error")
            with suppress(*FAULTS):
                await deliver(interaction, sorry, stub=stub)
