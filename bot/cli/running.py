"""`ajar run`: serves Discord, or the preview where no token is set."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.cli.opening import opened, settled
from bot.content.snapshot import Content
from bot.engine import Answering
from bot.settings import Settings
from bot.transports.backstage import Backstage
from bot.transports.invite import first_steps

Serve = Callable[[Content, Answering, Settings, Backstage], Awaitable[None]]
PREVIEWED = "5. Until then, a preview of the same bot opens in your browser."


async def run(content: str | None) -> None:
    """Serves until the front end is told to stop; then lets go of the database."""
    settings = settled(content=content)
    if not settings.discord_token:
        print(f"{first_steps()}\n{PREVIEWED}\n", flush=True)
    serve = front_end(settings)
    async with opened(settings) as app:
        await serve(app.content, app.engine, settings, app)


def front_end(settings: Settings) -> Serve:
    """What is to be served; only that front end is imported."""
    if settings.discord_token:
        from bot.transports.discord import serve as serve_discord

        return serve_discord
    from bot.transports.preview import serve as serve_preview

    return serve_preview
