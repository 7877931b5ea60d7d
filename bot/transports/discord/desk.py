"""Where Discord and the engine meet: takes what people said or clicked, shows what comes back."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final, cast

import discord

from bot.engine import Answering, Message, Press
from bot.logs import describe
from bot.render import discord_ids
from bot.render.discord import Button, Payload, Style, render
from bot.render.discord_words import Words
from bot.reply import Reply
from bot.transports.discord import forms
from bot.transports.discord.components import Interaction
from bot.transports.discord.delivery import defer, deliver, reply_to
from bot.transports.discord.sealed import Seals
from bot.transports.discord.turns import Turns

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

    def __init__(self, words: Words, engine: Answering, patience: float = PATIENCE) -> None:
        self.words = words
        self.engine = engine
        self.patience = patience
        self.turns = Turns()
        self.seals = Seals()
        self.commands: Mapping[str, str] = {}

    async def say(self, interaction: Interaction, text: str, *, hidden: bool = False) -> None:
        """Brings a command's words to the engine; `hidden` where the answer will be private."""
        await self._answer(interaction, self._message(interaction, text=text), hidden=hidden)

    async def press(
        self, interaction: Interaction, session: str, option: str, *, edits: bool
    ) -> None:
        message = self._message(interaction, press=Press(session, option))
        await self._answer(interaction, message, edits=edits)

    async def submit(self, interaction: Interaction) -> None:
        """Brings the text of a form to the engine, whichever run of the program opened it."""
        text = forms.text_in(cast("dict[str, Any]", interaction.data or {}))
        if text is None:
            await self.note(interaction, "discord_old_button")
        else:
            message = self._message(interaction, text=text)
            await self._answer(interaction, message, edits=interaction.message is not None)

    async def open_form(self, interaction: Interaction, user: str, factor: str) -> None:
        if str(interaction.user.id) != user:
            await self.note(interaction, "discord_not_yours")
            return
        with self.turns.running():
            try:
                await interaction.response.send_modal(forms.form(self.words, factor))
            except discord.HTTPException as error:
                LOG.error("no form: %s", describe(error))

    async def reveal(self, interaction: Interaction, user: str, token: str) -> None:
        person = str(interaction.user.id)
        reply = self.seals.get(person, token)
        if reply is not None:
            await self._show(interaction, render(reply, self.words, person))
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
        user = str(message.author.id)
        with self.turns.running():
            try:
                if not text:
                    await reply_to(message, self.sentence("discord_blank"))
                    return
                said = Message(user, str(message.channel.id), text=text)
                reply = await self._patiently(message, said)
                await reply_to(message, self._in_public(message, reply, user))
            except Exception as error:  # whatever it is, the person is owed an answer
                LOG.error("no answer: %s", describe(error))
                with suppress(discord.HTTPException):
                    await reply_to(message, self.sentence("discord_error"))

    async def _patiently(self, message: discord.Message, said: Message) -> Reply:
        """The engine's reply; shows the bot typing where that takes a while."""
        reply = asyncio.create_task(self.engine.handle(said))
        if await self._is_late(reply):
            async with message.channel.typing():
                return await reply
        return await reply

    def _in_public(self, message: discord.Message, reply: Reply, user: str) -> Payload:
        """The reply, or in a server a button that shows a private one to this person alone."""
        if message.guild is None or not reply.private or reply.kind in HARMLESS:
            return render(reply, self.words, user)
        custom_id = discord_ids.sealed(user, self.seals.put(user, reply))
        button = Button(self.words.button("discord_show_sealed"), custom_id)
        return Payload(self.sentence("discord_sealed").content, ((button,),))

    def _message(
        self, interaction: Interaction, text: str | None = None, press: Press | None = None
    ) -> Message:
        channel = interaction.channel_id or interaction.user.id
        return Message(str(interaction.user.id), str(channel), text=text, press=press)

    async def _answer(
        self, interaction: Interaction, said: Message, *, edits: bool = False, hidden: bool = False
    ) -> None:
        if not self.turns.is_new(interaction.id):
            return
        with self.turns.running():
            try:
                reply = asyncio.create_task(self.engine.handle(said))
                if await self._is_late(reply):
                    await defer(interaction, hidden=hidden)
                payload = render(await reply, self.words, said.user)
            except Exception as error:  # whatever it is, the person is owed an answer
                LOG.error("no answer: %s", describe(error))
                payload, edits = self.sentence("discord_error", is_private=True), False
            await self._show(interaction, payload, edits=edits)

    async def _is_late(self, reply: asyncio.Task[Reply]) -> bool:
        done, _ = await asyncio.wait({reply}, timeout=self.patience)
        return not done

    async def _show(
        self, interaction: Interaction, payload: Payload, *, edits: bool = False
    ) -> None:
        """Delivers; where Discord doesn't take it (too late, message gone), says so once."""
        stub = self.words.say("discord_answered_privately")
        try:
            await deliver(interaction, payload, edits=edits, stub=stub)
        except discord.HTTPException as error:
            LOG.error("not delivered: %s (code %s)", describe(error), error.code)
            sorry = self.sentence("discord_error", is_private=True)
            with suppress(discord.HTTPException):
                await deliver(interaction, sorry, stub=stub)
