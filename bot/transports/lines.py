"""Reads the lines of a file descriptor without holding up the event loop."""

from __future__ import annotations

import asyncio
import os
import select
from collections.abc import AsyncIterator
from contextlib import suppress
from threading import Event, Semaphore, Thread

CHUNK = 1 << 16
LONGEST = 16 << 20
AHEAD = 8


async def lines_of(descriptor: int) -> AsyncIterator[bytes]:
    """The lines of a pipe, file or terminal, without their line breaks; of one that is longer
    than 16 MB its beginning, so that no line fills the memory.

    A thread reads the descriptor, since an event loop can't wait for a regular file. It reads only
    a few chunks ahead of what is used, and has ended before this generator has.
    """
    pump = _Pump(descriptor, asyncio.get_running_loop())
    try:
        begun = bytearray()
        while chunk := await pump.next():
            first, *others = chunk.split(b"\n")
            begun += first[: LONGEST - len(begun)]
            for other in others:
                yield bytes(begun)
                begun = bytearray(other)
        if begun:
            yield bytes(begun)
    finally:
        await asyncio.to_thread(pump.stop)


class _Pump:
    """The reading thread; a byte in a pipe of its own wakes it from waiting for input."""

    def __init__(self, descriptor: int, loop: asyncio.AbstractEventLoop) -> None:
        self._descriptor = descriptor
        self._loop = loop
        self._queue: asyncio.Queue[bytes] = asyncio.Queue()
        self._slots = Semaphore(AHEAD)
        self._stopping = Event()
        self._woken, self._wake = os.pipe()
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    async def next(self) -> bytes:
        """The next chunk; an empty one at the end of input."""
        chunk = await self._queue.get()
        self._slots.release()
        return chunk

    def stop(self) -> None:
        """Ends the thread and waits until it has ended."""
        self._stopping.set()
        self._slots.release()
        os.write(self._wake, b".")
        self._thread.join()
        os.close(self._woken)
        os.close(self._wake)

    def _run(self) -> None:
        chunk = b"more"
        while chunk and not self._stopping.is_set():
            self._slots.acquire()
            chunk = self._read()
            with suppress(RuntimeError):  # the loop has closed in the meantime
                self._loop.call_soon_threadsafe(self._queue.put_nowait, chunk)

    def _read(self) -> bytes:
        try:
            select.select([self._descriptor, self._woken], [], [])
            return b"" if self._stopping.is_set() else os.read(self._descriptor, CHUNK)
        except (OSError, ValueError):  # a terminal that was closed
            return b""
