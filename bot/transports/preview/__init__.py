"""The very same bot inside a simulated Discord that is shown in a browser; needs no token."""

from __future__ import annotations

import asyncio
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol

from bot.content.snapshot import Content
from bot.engine import Answering
from bot.errors import AjarError
from bot.transports.backstage import Backstage
from bot.transports.discord import form_of
from bot.transports.discord.running import DRAIN_SECONDS, stop_signals
from bot.transports.preview.forward import Forward
from bot.transports.preview.world import PreviewClient, World

if TYPE_CHECKING:
    from simcord.preview import Preview

PORTS_TRIED: Final = 10
MISSING: Final = "The browser preview needs an extra: pip install 'ajar-bot[preview]'."


class PreviewSettings(Protocol):
    """The settings that are used here."""

    @property
    def preview_host(self) -> str:
        """The address to listen on."""

    @property
    def preview_port(self) -> int:
        """The port to listen on; where it is taken, one of the next ten."""

    @property
    def cache_dir(self) -> Path | None:
        """Not used: a simulated Discord remembers nothing."""

    @property
    def discord_cards(self) -> Literal["layout", "embed", "text"]:
        """The form of cards and comparisons."""


async def serve(
    content: Content,
    engine: Answering,
    settings: PreviewSettings,
    backstage: Backstage | None = None,
) -> None:
    """Shows the preview until SIGTERM or SIGINT; prints its address, which is also its key."""
    # A simulated Discord has nothing to warn of, but discord.py would, from the import on.
    logging.getLogger("discord").setLevel(logging.ERROR)
    try:
        import simcord
    except ImportError as error:
        raise AjarError(MISSING) from error
    client = PreviewClient(content, engine, backstage, form_of(settings.discord_cards))
    stop = asyncio.Event()
    with stop_signals(stop):
        async with simcord.run(client, check_errors=False) as env:
            world = World(client, env)
            await world.furnish()
            preview = await _open(world, settings.preview_port)
            try:
                async with Forward(settings.preview_host, port_of(preview.url)):
                    announce(preview.url)
                    await _until_closed(preview, stop)
            finally:
                await client.leave(DRAIN_SECONDS)
                await preview.close()


async def _open(world: World, port: int) -> Preview:
    """The preview on `port`, or on the first free one after it."""
    from simcord import SetupError

    for candidate in range(port, min(port + PORTS_TRIED, 65_536)):
        try:
            return await world.preview(candidate).__aenter__()
        except SetupError as error:
            if not isinstance(error.__cause__, OSError):
                raise AjarError(f"The browser preview can't start: {error}") from error
    last = port + PORTS_TRIED - 1
    raise AjarError(f"Ports {port} to {last} are in use: set AJAR_PREVIEW_PORT to a free one.")


def port_of(url: str) -> int:
    return int(url.split(":")[2].split("/")[0])


def announce(url: str) -> None:
    """The address on standard output, at once; whoever has it can use the preview."""
    sys.stdout.write(f"Ajar's preview: {url}\nOpen it in a browser; Ctrl+C ends it.\n")
    sys.stdout.flush()


async def _until_closed(preview: Preview, stop: asyncio.Event) -> None:
    waiting: set[asyncio.Task[Any]] = {
        asyncio.create_task(stop.wait()),
        asyncio.create_task(preview.wait_closed()),
    }
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()
