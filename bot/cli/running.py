"""`ajar run`: serves Discord, or the preview where no token is set."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress

from bot.cli.opening import opened, settled
from bot.content.snapshot import Content
from bot.engine import Answering
from bot.errors import SettingsError
from bot.settings import Settings

Serve = Callable[[Content, Answering, Settings], Awaitable[None]]


async def run(content: str | None) -> None:
    """Serves until it is interrupted or asked to end; then lets go of the database."""
    settings = settled(content=content)
    serve = front_end(settings)
    current = asyncio.current_task()
    if current is not None:
        with suppress(NotImplementedError):  # event loops of Windows know no signal handlers
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, current.cancel)
    with suppress(asyncio.CancelledError):
        async with opened(settings) as app:
            await serve(app.content, app.engine, settings)


def front_end(settings: Settings) -> Serve:
    """What is to be served; raises SettingsError where its package is missing."""
    if settings.discord_token:
        from bot.transports.discord import serve as serve_discord

        return serve_discord
    try:
        from bot.transports.preview import serve as serve_preview
    except ModuleNotFoundError as error:
        if error.name != "simcord":
            raise
        fix = "set DISCORD_TOKEN to serve Discord, or install ajar-bot[preview]"
        raise SettingsError(
            f"There is no token, and the preview is not installed: {fix}."
        ) from error
    return serve_preview
