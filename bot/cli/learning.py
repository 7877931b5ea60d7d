"""`ajar learn`, and a program that serves by the words alone while another one learns meanings."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.cli.opening import settled_quietly
from bot.errors import ContentError
from bot.logs import describe

if TYPE_CHECKING:
    from bot.app import App

LOG = logging.getLogger(__name__)
NICENESS = 10


def learn(content: str | None) -> None:
    """Learns whatever the settings ask for and the cache lacks."""
    from bot.app import understanding

    understanding(settled_quietly(content), _shown)


def _shown(step: str) -> None:
    print(step, flush=True)


@asynccontextmanager
async def caught_up(app: App) -> AsyncIterator[None]:
    """Meanwhile the meanings are learned by another program, if `app` does without them; then it
    takes them up at once, as it takes changed content."""
    if not app.by_words_alone:
        yield
        return
    LOG.info("serving by the words alone; the meanings are being learned and join in minutes")
    task = asyncio.create_task(_catch_up(app))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def _catch_up(app: App) -> None:
    try:
        code = await _learned_beside(app)
        if code:
            LOG.warning(
                "the meanings were not learned: `ajar learn` shows why (exit code %d)", code
            )
            return
        await app.reload()
        LOG.info("the meanings are learned, and used from now on")
    except ContentError as error:
        for problem in error.problems:
            LOG.error("the meanings wait for the content to be mended: %s", problem)
    except Exception as error:  # serving by the words goes on, whatever it is
        LOG.error("the meanings were not learned: %s", describe(error))


async def _learned_beside(app: App) -> int:
    """The exit code of a program that learns, at a lower priority than this one."""
    content = ["--content", str(app.settings.content)] if app.settings.content else []
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *content, "learn"),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
    )
    try:
        if hasattr(os, "setpriority"):
            os.setpriority(os.PRIO_PROCESS, process.pid, NICENESS)
        return await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
