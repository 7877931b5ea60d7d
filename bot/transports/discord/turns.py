"""Turns under way: none is begun twice, and all can be waited for before the bot leaves."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import discord

REMEMBERED: Final = 4_096


class Turns:
    """Knows the ids of the latest events, since two gateway sessions may bring one event twice.

    From `drain` on nothing is new: a turn that begins just before the end could lose its reply, and
    where another process takes over, that one answers.
    """

    def __init__(self) -> None:
        self._seen: OrderedDict[int, None] = OrderedDict()
        self._running: set[asyncio.Task[object]] = set()
        self.is_leaving = False

    def is_new(self, event: int) -> bool:
        """Whether the message or interaction with this id is to be answered: it comes for the first
        time, and the bot stays."""
        if event in self._seen or self.is_leaving:
            return False
        self._seen[event] = None
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        return True

    @contextmanager
    def running(self) -> Iterator[None]:
        """Counts the present task among those that are waited for."""
        task = asyncio.current_task()
        if task is None:
            yield
            return
        self._running.add(task)
        try:
            yield
        finally:
            self._running.discard(task)

    async def drain(self, seconds: float) -> bool:
        """Lets no other turn begin, and waits until none is under way, at most so long; whether all
        came to their end."""
        self.is_leaving = True
        deadline = asyncio.get_running_loop().time() + seconds
        while self._running:
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                return False
            await asyncio.wait(self._running, timeout=left)
        return True

    def cut(self) -> None:
        """Ends the turns that are still under way."""
        for task in self._running:
            task.cancel()


async def is_late(answer: asyncio.Task[Any], patience: float) -> bool:
    """Whether the answer is not there after so many seconds."""
    done, _ = await asyncio.wait({answer}, timeout=patience)
    return not done


def source_of(event: discord.Message | discord.Interaction[Any]) -> str:
    """The name by which a turn's log knows what brought it about, so that it comes once."""
    return f"discord:{event.id}"
