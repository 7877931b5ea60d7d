"""Makes the preview, which listens on the loopback address alone, reachable from a container's
host: its published port leads to the container's own address."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from contextlib import AsyncExitStack, suppress
from typing import Final, Self

from bot.errors import AjarError

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
CHUNK: Final = 1 << 16


class Forward:
    """Passes connections to `port` of `host` on to the same port of the loopback address.

    For 0.0.0.0 the machine's own address is taken; for a loopback address nothing is done.
    """

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        if self._host in LOOPBACK:
            return self
        try:
            address = own_address() if is_everywhere(self._host) else self._host
            if address not in LOOPBACK:
                server = await asyncio.start_server(self._pass_on, address, self._port)
                await self._stack.enter_async_context(server)
        except OSError as error:
            raise AjarError(
                f"The preview can't listen on {self._host}:{self._port}: set AJAR_PREVIEW_HOST to "
                "127.0.0.1 or to an address of this machine."
            ) from error
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self._stack.aclose()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            inward, outward = await asyncio.open_connection("127.0.0.1", self._port)
            await asyncio.gather(_copy(reader, outward), _copy(inward, writer))


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(CHUNK):
            writer.write(data)
            await writer.drain()
    writer.close()


def is_everywhere(host: str) -> bool:
    """Whether `host` stands for all addresses of the machine, as 0.0.0.0 does."""
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def own_address() -> str:
    """The machine's address as its name gives it; loopback where it has no other."""
    return socket.gethostbyname(socket.gethostname())
