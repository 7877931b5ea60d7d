"""Puts a payload where it belongs: into the clicked message, a new one, or one person's view."""

from __future__ import annotations

import asyncio
import io
import logging
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import discord

from bot.render import limits
from bot.render.discord import Payload, attached
from bot.transports.discord.components import Interaction, view_of

LOG = logging.getLogger(__name__)
SILENT: Final = discord.AllowedMentions.none()
EASY_EDIT: Final = timedelta(seconds=limits.EASY_EDIT_SECONDS)
# The library itself tries some server faults again, but not a 503.
SERVER_FAULT: Final = 500
RETRY_SECONDS: Final = 1.0
# Discord's code for a reply where the bot may not read the channel's history.
NO_HISTORY: Final = 160_002


async def defer(interaction: Interaction, *, hidden: bool) -> None:
    """Tells Discord that the answer takes a moment: a click shows nothing, a command "thinking"."""
    if interaction.message is None:
        await interaction.response.defer(ephemeral=hidden, thinking=True)
    else:
        await interaction.response.defer()


async def deliver(
    interaction: Interaction, payload: Payload, *, edits: bool = False, stub: str = ""
) -> None:
    """Answers an interaction, deferred or not.

    With `edits` the clicked message becomes the payload, unless that is for one person and the
    message for all. `stub` stands in public where "thinking" was shown and the answer is private.
    """
    response = interaction.response
    if edits and _may_edit(interaction.message, payload):
        if response.is_done():
            await interaction.edit_original_response(**_edit(payload))
        else:
            await response.edit_message(**_edit(payload))
        return
    hidden = payload.is_private or _is_ephemeral(interaction.message)
    if not response.is_done():
        await response.send_message(**_new(payload), ephemeral=hidden)
    elif response.type is not discord.InteractionResponseType.deferred_channel_message:
        await interaction.followup.send(**_new(payload), ephemeral=hidden)
    elif payload.is_private and stub:
        await interaction.edit_original_response(content=stub, allowed_mentions=SILENT)
        await interaction.followup.send(**_new(payload), ephemeral=True)
    else:
        await interaction.edit_original_response(**_edit(payload))


async def reply_to(message: discord.Message, payload: Payload) -> None:
    """Answers a message below it, without a ping; the message may be gone meanwhile.

    The nonce is the message's id, so that a send that was tried twice shows once.
    """
    fields = _new(payload) | {"nonce": str(message.id)}
    reference = message.to_reference(fail_if_not_exists=False)
    try:
        await _send(message, payload, fields | {"reference": reference, "mention_author": False})
    except discord.Forbidden as error:
        if payload.picture:  # attaching files may be what is not allowed here
            await reply_to(message, replace(payload, picture=None))
            return
        LOG.warning("may not answer in channel %s (code %s)", message.channel.id, error.code)
    except discord.HTTPException as error:
        if error.code != NO_HISTORY:
            raise
        await _send(message, payload, fields | _files(payload))


async def _send(message: discord.Message, payload: Payload, fields: dict[str, Any]) -> None:
    try:
        await message.channel.send(**fields)
    except discord.HTTPException as error:
        if error.status < SERVER_FAULT:
            raise
        await asyncio.sleep(RETRY_SECONDS)
        await message.channel.send(**(fields | _files(payload)))


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


def _new(payload: Payload) -> dict[str, Any]:
    view = view_of(payload)
    fields: dict[str, Any] = {"content": payload.content, "allowed_mentions": SILENT}
    return fields | ({"view": view} if view else {}) | _files(payload)


def _edit(payload: Payload) -> dict[str, Any]:
    return {
        "content": payload.content,
        "view": view_of(payload),
        "attachments": _files(payload).get("files", []),
        "allowed_mentions": SILENT,
    }
