"""Reads the lines of a file descriptor without holding up the event loop."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from threading import Thread

CHUNK = 1 << 16
AHEAD = 8


async def lines_of(descriptor: int) -> AsyncIterator[bytes]:
    """The lines of a pipe, file or terminal, of any length and without their line breaks.

    A thread reads the descriptor, since an event loop can't wait for a regular file. It never
    stands in the way of the program's end, and reads only a few chunks ahead of what is used.
    """
    queue: asyncio.Queue[bytes] = asyncio.Queue(AHEAD)
    loop = asyncio.get_running_loop()
    Thread(target=_pump, args=(descriptor, queue, loop), daemon=True).start()
    begun: list[bytes] = []
    while chunk := await queue.get():
        first, *others = chunk.split(b"\n")
        begun.append(first)
        for other in others:
            yield b"".join(begun)
            begun = [other]
    if rest := b"".join(begun):
        yield rest


def _pump(descriptor: int, queue: asyncio.Queue[bytes], loop: asyncio.AbstractEventLoop) -> None:
    """Puts every chunk into the queue, and an empty one at the end of input."""
    chunk = b"more"
    while chunk:
        try:
            chunk = os.read(descriptor, CHUNK)
        except OSError:  # a terminal that was closed
            chunk = b""
        putting = queue.put(chunk)
        try:
            asyncio.run_coroutine_threadsafe(putting, loop).result()
        except RuntimeError:  # the loop has closed in the meantime
            putting.close()
            return
