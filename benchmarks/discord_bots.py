"""The bots under load, each in a process of its own: Ajar as `ajar run` starts it, and an echo.

Run by benchmarks.discord_load, with the name of the bot, the port of the rig, and a folder.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import discord
from pydantic import SecretStr

from bot.app import open_app
from bot.settings import Settings
from bot.transports.discord import serve
from bot.transports.discord.client import INTENTS
from tests.wire.rig import TOKEN, aim

ECHO, LEXICAL, SEMANTIC = "echo", "lexical", "semantic"


class Echo(discord.Client):
    """Says again what it hears; connected just as Ajar is."""

    def __init__(self) -> None:
        super().__init__(
            intents=INTENTS,
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
        )

    async def on_message(self, message: discord.Message) -> None:
        if not message.author.bot:
            await message.reply(message.content)


async def main(name: str, port: int, folder: Path) -> None:
    aim(port)
    if name == ECHO:
        async with Echo() as client:
            await client.start(TOKEN)
        return
    settings = Settings(
        database=f"sqlite:///{folder / f'{name}.db'}",
        discord_token=SecretStr(TOKEN),
        semantic="on" if name == SEMANTIC else "off",
    )
    app = await open_app(settings)
    try:
        await serve(app.content, app.engine, settings, app)
    finally:
        await app.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])))
