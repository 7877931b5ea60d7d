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
from bot.render.discord import Button, Payload, Style, render
from bot.render.discord_words import Words
from bot.reply import Reply
from bot.transports.discord import forms
from bot.transports.discord.components import Interaction
from bot.transports.discord.delivery import FAULTS, defer, deliver, reply_to, thread_for
from bot.transports.discord.drawing import drawn
from bot.transports.discord.gate import Full, Gate
from bot.transports.discord.places import Place, Places
from bot.transports.discord.sealed import Seals
from bot.transports.discord.throttle import Throttle
from bot.transports.discord.turns import Turns

if TYPE_CHECKING:
    from discord.abc import MessageableChannel

LOG = logging.getLogger(__name__)
PATIENCE: Final = 1.0
STARTERS: Final[Mapping[str, Style]] = {
    "choose": "primary",
    "compare": "secondary",
    "open": "secondary",
}
# Private only so that nobody else is bothered: these may be said in public where they must.
HARMLESS: Final = frozenset({"refuse", "error"})


class Desk:
    """Answers interactions and messages through the engine; keeps the `Clicks` contract.

    `patience` is how long, in seconds, the engine may take before Discord is told to wait.
    """

    def __init__(
        self, words: Words, engine: Answering, places: Places, patience: float = PATIENCE
    ) -> None:
        self.words = words
        self.engine = engine
        self.places = places
        self.patience = patience
        self.turns = Turns()
        self.seals = Seals()
        self.throttle = Throttle()
        self.gate = Gate()
        self.turned_away: Counter[str] = Counter()
        self.commands: Mapping[str, str] = {}

    async def say(self, interaction: Interaction, text: str, *, hidden: bool = False) -> None:
        """Brings a command's words to the engine; a `hidden` answer is for this person alone."""
        await self._answer(interaction, _message(interaction, text=text), hidden=hidden)

    async def choose(self, interaction: Interaction, option: str, *, hidden: bool = False) -> None:
        """Brings an option that a command stands for to the engine."""
        await self._answer(interaction, _message(interaction, option=option), hidden=hidden)

    async def press(
        self, interaction: Interaction, session: str, option: str, *, edits: bool
    ) -> None:
        message = _message(interaction, press=Press(session, option))
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
            message = _message(interaction, text=text)
            await self._answer(interaction, message, edits=interaction.message is not None)

    async def ask_for_term(self, interaction: Interaction) -> None:
        """Opens the form that asks which term of a message is meant."""
        await self._open(interaction, forms.term_form(self.words))

    async def open_form(self, interaction: Interaction, user: str, factor: str) -> None:
        if str(interaction.user.id) != user:
            await self.note(interaction, "discord_not_yours")
            return
        await self._open(interaction, forms.form(self.words, factor))

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
            payload = replace(render(reply, self.words, person), is_private=True)
            await self._show(interaction, payload)
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
        await self._show(interaction, self.sentence(key, is_private=True))

    async def work(self, interaction: Interaction, make: Callable[[], Awaitable[Payload]]) -> None:
        """Answers in private with what takes its time to be made."""
        with self.turns.running(), request():
            try:
                await defer(interaction, hidden=True)
                payload = await make()
            except Exception as error:  # whatever it is, the person is owed an answer
                LOG.error("no answer: %s", describe(error))
                payload = self.sentence("discord_error", is_private=True)
            await self._show(interaction, payload, hidden=True)

    def sentence(self, key: str, *, is_private: bool = False) -> Payload:
        return Payload(self.words.say(key, **self.commands), is_private=is_private)

    def welcome(self, invitation: str = "discord_begin") -> Payload:
        """What a new server is told once; its buttons work for everybody."""
        content = self.words.content
        needs = {"choose": bool(content.factors), "compare": bool(content.guide.sides)}
        buttons = [
            Button(self.words.button(f"discord_start_{each}"), discord_ids.starter(each), style)
            for each, style in STARTERS.items()
            if needs.get(each, True)
        ]
        texts = (self.sentence(key).content for key in ("discord_hello", invitation))
        return Payload("\n\n".join(texts), (tuple(buttons),))

    async def hear(self, message: discord.Message, text: str) -> None:
        """Answers a message; a blank one with how to reach the bot."""
        if not self.turns.is_new(message.id):
            return
        if self.throttle.is_silent(message.author.id):
            self.turned_away["too fast"] += 1
            return
        with self.turns.running(), request():
            try:
                place = await self.places.of(message.guild)
                if place.hears(message.channel):
                    await self._answer_message(message, text, place)
            except Repeated:
                LOG.info("this message was answered before")
            except Exception as error:  # whatever it is, the person is owed an answer
                LOG.error("no answer: %s", describe(error))
                with suppress(*FAULTS):
                    await reply_to(message, self.sentence("discord_error"))

    async def _answer_message(self, message: discord.Message, text: str, place: Place) -> None:
        verdict = self.throttle.verdict(message.author.id, message.channel.id)
        self.turned_away["too fast"] += verdict != "go"
        if verdict == "note":
            await reply_to(message, self.sentence("discord_slow_down"))
        elif verdict == "go" and not text:
            await reply_to(message, self.sentence("discord_blank"))
        elif verdict == "go":
            thread = await thread_for(message, text) if place.threads else None
            payload = await self._payload_for(message, text, thread or message.channel, place.quiet)
            await reply_to(message, payload, thread)

    async def _payload_for(
        self, message: discord.Message, text: str, room: MessageableChannel, quiet: bool
    ) -> Payload:
        """The engine's reply; shows the bot typing where that takes a while."""
        said = Message(str(message.author.id), str(room.id), text, source=_source(message))
        reply = asyncio.create_task(self._turn(said, message.guild))
        try:
            if await self._is_late(reply):
                async with room.typing():
                    await reply
            return await drawn(self._in_public(message, await reply, said.user, quiet))
        except Full:
            return self.sentence("discord_busy")

    async def _turn(self, said: Message, guild: discord.Guild | None) -> Reply:
        """The engine's reply, in its turn among the servers; direct messages wait one by one."""
        try:
            async with self.gate.turn(guild.id if guild else int(said.user)):
                return await self.engine.handle(said)
        except Full:
            self.turned_away["no room"] += 1
            raise

    def _in_public(self, message: discord.Message, reply: Reply, user: str, quiet: bool) -> Payload:
        """The reply, or in a server a button that shows a private one to this person alone;
        where the server wants it `quiet`, every reply is private."""
        is_private = quiet or (reply.private and reply.kind not in HARMLESS)
        if message.guild is None or not is_private:
            return render(reply, self.words, user)
        custom_id = discord_ids.sealed(user, self.seals.put(user, reply))
        button = Button(self.words.button("discord_show_sealed"), custom_id)
        return Payload(self.sentence("discord_sealed").content, ((button,),))

    async def _answer(
        self, interaction: Interaction, said: Message, *, edits: bool = False, hidden: bool = False
    ) -> None:
        if not self.turns.is_new(interaction.id):
            return
        if self.throttle.verdict(interaction.user.id, int(said.channel)) != "go":
            self.turned_away["too fast"] += 1
            await self.note(interaction, "discord_slow_down")
            return
        with self.turns.running(), request():
            try:
                hidden = hidden or (await self.places.of(interaction.guild)).quiet
                answer = asyncio.create_task(self._payload(said, interaction.guild))
                if await self._is_late(answer):
                    await defer(interaction, hidden=hidden)
                payload = await answer
                payload = replace(payload, is_private=hidden or payload.is_private)
            except Repeated:
                LOG.info("this interaction was answered before")
                return
            except Full:
                payload, edits = self.sentence("discord_busy", is_private=True), False
            except Exception as error:  # whatever it is, the person is owed an answer
                LOG.error("no answer: %s", describe(error))
                payload, edits = self.sentence("discord_error", is_private=True), False
            await self._show(interaction, payload, edits=edits, hidden=hidden)

    async def _payload(self, said: Message, guild: discord.Guild | None) -> Payload:
        return await drawn(render(await self._turn(said, guild), self.words, said.user))

    async def _is_late(self, answer: asyncio.Task[Any]) -> bool:
        done, _ = await asyncio.wait({answer}, timeout=self.patience)
        return not done

    async def _show(
        self,
        interaction: Interaction,
        payload: Payload,
        *,
        edits: bool = False,
        hidden: bool = False,
    ) -> None:
        """Delivers; where Discord doesn't take it (too late, message gone), says so once."""
        stub = "" if hidden else self.words.say("discord_answered_privately")
        try:
            await deliver(interaction, payload, edits=edits, stub=stub)
        except FAULTS as error:
            LOG.error("not delivered: %s (code %s)", describe(error), getattr(error, "code", "-"))
            sorry = self.sentence("discord_error", is_private=True)
            with suppress(*FAULTS):
                await deliver(interaction, sorry, stub=stub)


def _message(
    interaction: Interaction,
    text: str | None = None,
    press: Press | None = None,
    option: str | None = None,
) -> Message:
    user, channel = interaction.user.id, interaction.channel_id or interaction.user.id
    return Message(str(user), str(channel), text, press, option, _source(interaction))


def _source(event: discord.Message | Interaction) -> str:
    """The name by which a turn's log knows what brought it about, so that it comes once."""
    return f"discord:{event.id}"
