"""Opens the program for a command: settings, logging, then the engine with all its parts."""

from __future__ import annotations

import logging
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot import logs
from bot.settings import Settings, load

if TYPE_CHECKING:
    from bot.app import App

LOG = logging.getLogger(__name__)


def settled(**given: str | None) -> Settings:
    """The settings, what the command line gave first; logging is set up by them."""
    settings = load(**given)
    logs.configure(settings.log_level, settings.log_format, settings.secrets())
    return settings


def settled_quietly(content: str | None = None) -> Settings:
    """The same for a conversation on a terminal: only warnings, where no level was asked for."""
    settings = load(content=content)
    level = settings.log_level if "log_level" in settings.model_fields_set else "warning"
    logs.configure(level, settings.log_format, settings.secrets())
    return settings


def logged(step: str) -> None:
    """Progress for a program that nobody watches."""
    LOG.info("%s", step)


def shown(step: str) -> None:
    """Progress for a person: on standard error, and only where that is a terminal."""
    if sys.stderr.isatty():
        print(step, file=sys.stderr)


@asynccontextmanager
async def opened(
    settings: Settings, progress: Callable[[str], None] = logged, *, in_a_hurry: bool = False
) -> AsyncIterator[App]:
    """The running program; it is closed on every way out."""
    from bot.app import open_app

    app = await open_app(settings, progress, in_a_hurry=in_a_hurry)
    try:
        yield app
    finally:
        await app.close()
