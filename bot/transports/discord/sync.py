"""Tells Discord the commands, but only when they changed: creations are counted by the day."""

from __future__ import annotations

import hashlib
import json
import logging
from typing import Any

import discord
from discord import app_commands

from bot.logs import describe
from bot.render import limits
from bot.transports.discord.told import Told

LOG = logging.getLogger(__name__)


async def manifest(tree: app_commands.CommandTree[discord.Client]) -> list[dict[str, Any]]:
    """The commands as Discord takes them, in all languages that the tree's translator speaks."""
    translator = tree.translator
    if translator is None:
        return [command.to_dict(tree) for command in tree.get_commands()]
    return [
        await command.get_translated_payload(tree, translator) for command in tree.get_commands()
    ]


async def sync(tree: app_commands.CommandTree[discord.Client], told: Told) -> dict[str, str]:
    """Brings Discord's list up to date where it was `told` another one, or no longer has it as it
    was given; of several processes one does.

    Returns what to write for each command: clickable where its id is known, else "/name".
    """
    commands = await manifest(tree)
    for problem in (each for command in commands for each in limits.validate(command)):
        LOG.error("command manifest: %s", problem)
    async with told.turn():
        ids = await _brought_up(tree, digest_of(commands), told)
    plain = {command["name"]: f"/{command['name']}" for command in commands}
    return plain | {command: f"</{command}:{number}>" for command, number in ids.items()}


async def _brought_up(
    tree: app_commands.CommandTree[discord.Client], digest: str, told: Told
) -> dict[str, int]:
    """The ids of the commands by name; none where Discord doesn't take the list."""
    last = await told.read()
    if last is not None and last["digest"] == digest and await _is_there(tree, last["ids"]):
        known: dict[str, int] = last["ids"]
        return known
    try:
        ids = {command.name: command.id for command in await tree.sync()}
    except discord.HTTPException as error:
        LOG.error("the commands could not be brought up to date: %s", describe(error))
        return {}
    await told.write(digest, ids)
    return ids


def digest_of(commands: list[dict[str, Any]]) -> str:
    return hashlib.sha256(json.dumps(commands, sort_keys=True).encode()).hexdigest()


async def _is_there(tree: app_commands.CommandTree[discord.Client], ids: dict[str, int]) -> bool:
    """Whether Discord still has these commands; where it doesn't say, it is taken to."""
    try:
        return ids == {command.name: command.id for command in await tree.fetch_commands()}
    except discord.HTTPException as error:
        LOG.warning("Discord's list of commands can't be read: %s", describe(error))
        return True
