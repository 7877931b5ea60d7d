"""Puts a payload where it belongs: into the clicked message, a new one, or one person's view."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, TypeVar

import aiohttp
import discord

from bot.logs import describe
from bot.render import limits
from bot.render.discord import Payload, attached
from bot.render.fit import one_line, showable
from bot.transports.discord.components import Interaction, view_of

if TYPE_CHECKING:
    from discord.abc import MessageableChannel

LOG = logging.getLogger(__name__)
T = TypeVar("T")
SILENT: Final = discord.AllowedMentions.none()
EASY_EDIT: Final = timedelta(seconds=limits.EASY_EDIT_SECONDS)
# The library itself tries some server faults again, but neither a 503 nor a broken connection, and
# nothing for longer than five times.
FAULTS: Final = (discord.HTTPException, aiohttp.ClientError, OSError)
# The first wait; each next is twice as long, half a minute in all.
RETRY_SECONDS: Final = 1.0
ATTEMPTS: Final = 6
# Discord shows it for ten.
TYPING_SECONDS: Final = 8.0
LIMITED: Final = 429
SERVER_FAULT: Final = 500
# Discord's code for an interaction that has its first answer already.
ACKNOWLEDGED: Final = 40_060
# Discord's code for a reply where the bot may not read the channel's history.
NO_HISTORY: Final = 160_002
# Discord's code for a message that has its thread already.
HAS_THREAD: Final = 160_004
# Where an interaction keeps how it was deferred, which the library forgets where the answer to that
# was lost on the way.
DEFERRED: Final = "deferred"
A_DAY: Final = 1_440


async def defer(interaction: Interaction, *, hidden: bool) -> None:
    """Tells Discord that the answer takes a moment: a click shows nothing, a command "thinking".

    Where Discord can't be told, the answer itself may still come in time.
    """
    response, types = interaction.response, discord.InteractionResponseType
    is_click = interaction.message is not None
    kind = types.deferred_message_update if is_click else types.deferred_channel_message
    try:
        if is_click:
            await persistently(response.defer)
        else:
            await persistently(lambda: response.defer(ephemeral=hidden, thinking=True))
    except FAULTS as error:
        if getattr(error, "code", 0) != ACKNOWLEDGED:
            LOG.warning("not deferred: %s", describe(error))
            return
    interaction.extras[DEFERRED] = kind


async def deliver(
    interaction: Interaction, payload: Payload, *, edits: bool = False, stub: str = ""
) -> None:
    """Answers an interaction, deferred or not.

    With `edits` the clicked message becomes the payload, unless that is for one person and the
    message for all. `stub` stands in public where "thinking" was shown and the answer is private.
    """
    response = interaction.response
    answered = response.type or interaction.extras.get(DEFERRED)
    if edits and _may_edit(interaction.message, payload):
        if answered:
            await persistently(lambda: interaction.edit_original_response(**_edit(payload)))
        else:
            await _first(interaction, payload, lambda: response.edit_message(**_edit(payload)))
        return
    hidden = payload.is_private or _is_ephemeral(interaction.message)
    if not answered:
        await _first(
            interaction, payload, lambda: response.send_message(**_new(payload), ephemeral=hidden)
        )
    elif answered is not discord.InteractionResponseType.deferred_channel_message:
        await interaction.followup.send(**_new(payload), ephemeral=hidden)
    elif payload.is_private and stub:
        await interaction.edit_original_response(content=stub, allowed_mentions=SILENT)
        await interaction.followup.send(**_new(payload), ephemeral=True)
    else:
        await persistently(lambda: interaction.edit_original_response(**_edit(payload)))


async def persistently(send: Callable[[], Awaitable[T]]) -> T:
    """Sends, and again where the connection broke, Discord had a fault, or wanted less at once;
    only for what may be sent twice without showing twice."""
    for attempt in range(ATTEMPTS - 1):
        try:
            return await send()
        except FAULTS as error:
            status = error.status if isinstance(error, discord.HTTPException) else SERVER_FAULT
            if status != LIMITED and status < SERVER_FAULT:
                raise
            LOG.warning("sending again: %s", describe(error))
            await asyncio.sleep(RETRY_SECONDS * 2**attempt)
    return await send()


@asynccontextmanager
async def typing(room: MessageableChannel) -> AsyncIterator[None]:
    """Shows the bot typing meanwhile; a help, so that its failing holds up nothing."""
    shown = asyncio.create_task(_type(room))
    try:
        yield
    finally:
        shown.cancel()


async def _type(room: MessageableChannel) -> None:
    with suppress(*FAULTS):
        while True:
            await room.typing()
            await asyncio.sleep(TYPING_SECONDS)


async def _first(
    interaction: Interaction, payload: Payload, send: Callable[[], Awaitable[object]]
) -> None:
    """The first answer to an interaction. Where an earlier try did reach Discord, what stands
    there is made the payload, so that it shows once whoever came first."""
    try:
        await persistently(send)
    except discord.HTTPException as error:
        if error.code != ACKNOWLEDGED:
            raise
        await persistently(lambda: interaction.edit_original_response(**_edit(payload)))


async def thread_for(message: discord.Message, title: str) -> discord.Thread | None:
    """The thread of its own at this message of a text channel, new where there was none; None where
    there can't be one."""
    room = message.channel
    if not isinstance(room, discord.TextChannel):
        return None
    name = limits.shorten(one_line(showable(title), limits.THREAD_NAME), limits.THREAD_NAME)
    fields: dict[str, Any] = {"name": name or limits.MORE, "auto_archive_duration": A_DAY}
    try:
        return await persistently(lambda: message.create_thread(**fields))
    except FAULTS as error:
        LOG.warning("no new thread in channel %s: %s", room.id, describe(error))
        if getattr(error, "code", 0) != HAS_THREAD:
            return room.get_thread(message.id)
    return room.get_thread(message.id) or await _fetched_thread(room, message.id)


async def _fetched_thread(room: discord.TextChannel, number: int) -> discord.Thread | None:
    with suppress(*FAULTS, discord.InvalidData):
        found = await room.guild.fetch_channel(number)
        return found if isinstance(found, discord.Thread) else None
    return None


async def reply_to(
    message: discord.Message, payload: Payload, thread: discord.Thread | None = None
) -> None:
    """Answers a message below it, or in its thread, without a ping; it may be gone meanwhile.

    The nonce is the message's id, so that a send that was tried twice shows once.
    """
    nonce: dict[str, Any] = {"nonce": str(message.id)}
    if thread is not None:
        await persistently(lambda: thread.send(**_new(payload), **nonce))
        return
    reference = message.to_reference(fail_if_not_exists=False)
    below: dict[str, Any] = nonce | {"reference": reference, "mention_author": False}
    try:
        await persistently(lambda: message.channel.send(**_new(payload), **below))
    except discord.Forbidden as error:
        if payload.picture:  # attaching files may be what is not allowed here
            await reply_to(message, replace(payload, picture=None))
            return
        LOG.warning("may not answer in channel %s (code %s)", message.channel.id, error.code)
    except discord.HTTPException as error:
        if error.code != NO_HISTORY:
            raise
        await persistently(lambda: message.channel.send(**_new(payload), **nonce))


def _may_edit(message: discord.Message | None, payload: Payload) -> bool:
    if message is None or discord.utils.utcnow() - message.created_at > EASY_EDIT:
        return False
    return _is_ephemeral(message) or not payload.is_private


def _is_ephemeral(message: discord.Message | None) -> bool:
    return message is not None and message.flags.ephemeral


def _files(payload: Payload) -> dict[str, Any]:
    """A file can be sent once only, so that each sending makes it anew."""
    files = [
        discord.File(io.BytesIO(each.held), filename=each.name, description=each.alt)
        for each in attached(payload)
    ]
    return {"files": files} if files else {}


def _said(payload: Payload) -> dict[str, Any]:
    """What is said: nothing beside a layout, which says it itself."""
    if payload.is_layout:
        return {}
    embed = discord.Embed.from_dict(payload.card.embed()) if payload.card else None
    return {"content": payload.said} | ({"embed": embed} if embed else {})


def _new(payload: Payload) -> dict[str, Any]:
    view = view_of(payload)
    fields: dict[str, Any] = _said(payload) | {"allowed_mentions": SILENT}
    return fields | ({"view": view} if view else {}) | _files(payload)


def _edit(payload: Payload) -> dict[str, Any]:
    return {
        **_said(payload),
        "view": view_of(payload),
        "attachments": _files(payload).get("files", []),
        "allowed_mentions": SILENT,
    }
