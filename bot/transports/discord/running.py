"""Runs a client until it is told to stop, and leaves without dropping a turn under way."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import aiohttp
import discord

from bot.errors import AjarError
from bot.transports.discord.client import AjarClient

LOG = logging.getLogger(__name__)
# Whoever stops a program usually kills it after ten seconds; closing takes a moment too.
DRAIN_SECONDS: Final = 8.0
REFUSED: Final = (
    "Discord did not accept the token: copy it anew from the Bot page of your application in the "
    "Discord developer portal, and set DISCORD_TOKEN."
)
TOO_MANY: Final = (
    "The bot is in too many servers for so few connections: set AJAR_SHARDS to one for each 1,000 "
    "servers, the same for every process, and start again."
)
# Discord's codes for a shard that doesn't exist or has too many servers, and for a bot without any.
SPLIT: Final = frozenset({4010, 4011})
NO_NETWORK: Final = "Discord can't be reached: check the network, then start again."


@contextmanager
def stop_signals(stop: asyncio.Event) -> Iterator[None]:
    """Sets `stop` on SIGTERM and SIGINT; where the platform can't, SIGINT raises as usual."""
    if sys.platform == "win32":
        yield
        return
    loop = asyncio.get_running_loop()
    signals = (signal.SIGTERM, signal.SIGINT)
    for each in signals:
        loop.add_signal_handler(each, stop.set)
    try:
        yield
    finally:
        for each in signals:
            loop.remove_signal_handler(each)


async def run(client: AjarClient, token: str) -> None:
    """Stays connected until a stop signal comes; then waits for the turns under way.

    Raises AjarError with one sentence where Discord can't be reached or refuses the bot.
    """
    stop = asyncio.Event()
    with stop_signals(stop):
        async with client:
            connection = asyncio.create_task(_connect(client, token))
            stopping = asyncio.create_task(stop.wait())
            await asyncio.wait({connection, stopping}, return_when=asyncio.FIRST_COMPLETED)
            stopping.cancel()
            if stop.is_set() and not await client.leave(DRAIN_SECONDS):
                LOG.warning("left with turns under way")
            await client.close()
            await connection


async def _connect(client: AjarClient, token: str) -> None:
    try:
        await client.start(token)
    except discord.LoginFailure as error:
        raise AjarError(REFUSED) from error
    except discord.PrivilegedIntentsRequired as error:
        raise AjarError("Discord refuses the bot's intents: none of them is privileged.") from error
    except (OSError, aiohttp.ClientError, discord.GatewayNotFound, TimeoutError) as error:
        raise AjarError(NO_NETWORK) from error
    except AttributeError as error:
        # Where the gateway can't be reached at the first try, discord.py 2.7.1 stumbles over the
        # connection that it doesn't have yet.
        if not isinstance(error.__context__, OSError | aiohttp.ClientError):
            raise
        raise AjarError(NO_NETWORK) from error
    except discord.HTTPException as error:
        raise AjarError(f"Discord answered with an error ({error.status}): try later.") from error
    except discord.ConnectionClosed as error:
        if error.code in SPLIT:
            raise AjarError(TOO_MANY) from error
        raise AjarError(f"Discord closed the connection (code {error.code}).") from error
