"""`ajar run`: serves Discord, or the preview where no token is set."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from bot.cli.learning import caught_up
from bot.cli.opening import opened, settled
from bot.content.snapshot import Content
from bot.engine import Answering
from bot.errors import ContentError, SettingsError
from bot.logs import describe
from bot.settings import Settings
from bot.transports.backstage import Backstage
from bot.transports.invite import first_steps

if TYPE_CHECKING:
    from bot.app import App
    from bot.operations.maintenance import Duties

STDIN = 0
LOG = logging.getLogger(__name__)
Serve = Callable[[Content, Answering, Settings, Backstage], Awaitable[None]]
PREVIEWED = "5. Until then, a preview of the same bot opens in your browser."


async def run(content: str | None, cluster: str | None = None) -> None:
    """Serves until the front end is told to stop; then lets go of the database."""
    settings = settled(content=content, cluster=cluster)
    if not settings.discord_token:
        if settings.cluster:
            raise SettingsError("Several processes share one bot: set DISCORD_TOKEN for --cluster.")
        print(f"{first_steps()}\n{PREVIEWED}\n", flush=True)
    serve = front_end(settings)
    # Each of several processes would have others learn beside it.
    in_a_hurry = settings.cluster is None
    async with opened(settings, in_a_hurry=in_a_hurry) as app, looked_after(app, settings):
        await serve(app.content, app.engine, settings, app)


@asynccontextmanager
async def looked_after(app: App, settings: Settings) -> AsyncIterator[None]:
    """Meanwhile the timers run, and the probes are answered where a port is set."""
    from bot.operations.health import Health, served
    from bot.operations.maintenance import Maintenance

    maintenance = Maintenance(app.store, duties(settings), lambda: datetime.now(UTC), app.metrics)
    timers = asyncio.create_task(maintenance.run())
    try:
        async with AsyncExitStack() as stack:
            terminal = STDIN if os.isatty(STDIN) else None
            stack.enter_context(renewed_by_signal(app.reload, terminal))
            await stack.enter_async_context(caught_up(app))
            if settings.health_port:
                health = Health(app.store, app.metrics)
                await stack.enter_async_context(
                    served(health, settings.health_host, settings.health_port)
                )
            yield
    finally:
        timers.cancel()
        await asyncio.wait([timers])


@contextmanager
def renewed_by_signal(
    reload: Callable[[], Awaitable[Content]], terminal: int | None = None
) -> Iterator[None]:
    """Meanwhile SIGHUP takes the content anew, where the platform has it. Signals that come while
    it is read lead to one more reading, so that the last change is never missed.

    The system sends the same signal when the window is closed that the program runs in: where the
    descriptor `terminal` is one no longer, it means the end, as SIGTERM does.
    """
    if not hasattr(signal, "SIGHUP"):
        yield
        return
    wanted = asyncio.Event()
    task = asyncio.create_task(_renew(wanted, reload))
    loop = asyncio.get_running_loop()

    def hang_up() -> None:
        if terminal is not None and not os.isatty(terminal):
            os.kill(os.getpid(), signal.SIGTERM)
        else:
            wanted.set()

    loop.add_signal_handler(signal.SIGHUP, hang_up)
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGHUP)
        task.cancel()


async def _renew(wanted: asyncio.Event, reload: Callable[[], Awaitable[Content]]) -> None:
    """A content with problems changes nothing; each is one line of the log."""
    while await wanted.wait():
        wanted.clear()
        try:
            content = await reload()
        except ContentError as error:
            for problem in error.problems:
                LOG.error("the content stays as it was: %s", problem)
        except Exception as error:  # whatever it is, the next signal has to find somebody here
            LOG.error("the content stays as it was: %s", describe(error))
        else:
            LOG.info("took the content anew: %d topics", len(content.sections))


def duties(settings: Settings) -> Duties:
    """What has to be done from time to time."""
    from bot.operations.maintenance import Duties

    days = settings.retention_days
    return Duties(
        retention=timedelta(days=days) if days else None,
        audit=timedelta(days=settings.audit_days),
        folder=settings.backup_dir,
        backup_every=timedelta(hours=settings.backup_hours),
    )


def front_end(settings: Settings) -> Serve:
    """What is to be served; only that front end is imported."""
    if settings.discord_token:
        from bot.transports.discord import serve as serve_discord

        share = settings.share()
        return partial(serve_discord, share=share) if share else serve_discord
    from bot.transports.preview import serve as serve_preview

    return serve_preview
