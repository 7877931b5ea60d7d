"""Lets a few turns in at once; the others wait in one line a server, and the lines take turns."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

AT_ONCE: Final = 4
LONGEST_LINE: Final = 30
MOST_WAITING: Final = 300


class Full(Exception):
    """There is no room to wait."""


class Gate:
    """`at_once` turns run; `line` may wait for each key and `most` in all."""

    def __init__(
        self, at_once: int = AT_ONCE, line: int = LONGEST_LINE, most: int = MOST_WAITING
    ) -> None:
        self._free = at_once
        self._longest, self._most = line, most
        self._lines: OrderedDict[int, deque[asyncio.Future[None]]] = OrderedDict()

    @property
    def is_crowded(self) -> bool:
        """Whether the next turn would have to wait."""
        return not self._free

    @property
    def waiting(self) -> int:
        """How many wait for a place."""
        return sum(map(len, self._lines.values()))

    @asynccontextmanager
    async def turn(self, key: int) -> AsyncIterator[None]:
        """Waits for a place, in the line of `key`; raises Full where that is too long."""
        if self._free:
            self._free -= 1
        else:
            await self._wait(key)
        try:
            yield
        finally:
            self._next()

    async def _wait(self, key: int) -> None:
        line = self._lines.get(key, deque())
        if len(line) >= self._longest or self.waiting >= self._most:
            raise Full
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._lines.setdefault(key, line).append(place)
        try:
            await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():
                self._next()  # the place was given just as nobody wanted it any more
            raise

    def _next(self) -> None:
        """Gives the place to the first in the next line; that line then waits for all others."""
        while self._lines:
            key, line = self._lines.popitem(last=False)
            place = line.popleft()
            if line:
                self._lines[key] = line
            if not place.done():
                place.set_result(None)
                return
        self._free += 1
