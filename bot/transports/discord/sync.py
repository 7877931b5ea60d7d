"""Tells Discord the commands, but only when they changed: creations are counted by the day."""

from __future__ import annotations

import hashlib
import json
import logging
from typing import Any, Final

import discord
from discord import app_commands

from bot.content.cache import Cache
from bot.logs import describe
from bot.render import limits

LOG = logging.getLogger(__name__)
SORT: Final = "discordcommands"


async def manifest(tree: app_commands.CommandTree[discord.Client]) -> list[dict[str, Any]]:
    """The commands as Discord takes them, in all languages that the tree's translator speaks."""
    translator = tree.translator
    if translator is None:
        return [command.to_dict(tree) for command in tree.get_commands()]
    return [
        await command.get_translated_payload(tree, translator) for command in tree.get_commands()
    ]


async def sync(
    tree: app_commands.CommandTree[discord.Client], application: int, cache: Cache
) -> dict[str, str]:
    """Brings Discord's list up to date where `cache` holds no trace of this very list, or Discord
    no longer has it as it was given.

    Returns what to write for each command: clickable where its id is known, else "/name".
    """
    commands = await manifest(tree)
    for problem in (each for command in commands for each in limits.validate(command)):
        LOG.error("command manifest: %s", problem)
    digest, told = digest_of(commands), remembered(cache, application)
    ids = told["ids"] if told and told["digest"] == digest else None
    if ids is None or not await _is_there(tree, ids):
        try:
            ids = {command.name: command.id for command in await tree.sync()}
        except discord.HTTPException as error:
            LOG.error("the commands could not be brought up to date: %s", describe(error))
            ids = {}
        else:
            cache.write_text(f"{SORT}-{application}", json.dumps({"digest": digest, "ids": ids}))
    plain = {command["name"]: f"/{command['name']}" for command in commands}
    return plain | {command: f"</{command}:{number}>" for command, number in ids.items()}


def digest_of(commands: list[dict[str, Any]]) -> str:
    return hashlib.sha256(json.dumps(commands, sort_keys=True).encode()).hexdigest()


def remembered(cache: Cache, application: int) -> dict[str, Any] | None:
    """What Discord was told last: the `digest` of the list, and the `ids` that it gave by name."""
    try:
        value = json.loads(cache.read_text(f"{SORT}-{application}") or "null")
    except ValueError:
        return None
    is_whole = isinstance(value, dict) and {"digest", "ids"} <= set(value)
    return value if is_whole else None


async def _is_there(tree: app_commands.CommandTree[discord.Client], ids: dict[str, int]) -> bool:
    """Whether Discord still has these commands; where it doesn't say, it is taken to."""
    try:
        return ids == {command.name: command.id for command in await tree.fetch_commands()}
    except discord.HTTPException as error:
        LOG.warning("Discord's list of commands can't be read: %s", describe(error))
        return True
