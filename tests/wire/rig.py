"""A made-up Discord on loopback, which the real library connects to: gateway and REST.

`async with Rig() as rig` serves it; `aim` points discord.py at it. People speak through `say`,
`command` and `press`; `rig.bell.until` waits for what is to come of it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

import discord
import yarl
from aiohttp import web

from tests.wire.gateway import Bell, Gateway
from tests.wire.rest import Asked, Rest
from tests.wire.world import Json, World, user

TOKEN = "a.b.c"
COMMAND, COMPONENT, FORM, BUTTON = 2, 3, 5, 2


class Rig:
    def __init__(self, shards: int = 1) -> None:
        self.world, self.bell = World(), Bell()
        self.gateway = Gateway(self.world, self.bell, TOKEN)
        self.rest = Rest(self.world, self.gateway, self.bell, shards)
        self.port = 0
        self._runner = web.AppRunner(self.rest.app(), access_log=None, shutdown_timeout=0.1)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.port = self._runner.addresses[0][1]
        self.gateway.url = gateway_url(self.port)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        await self._runner.cleanup()

    async def connected(self, seconds: float = 30.0) -> None:
        """Waits for a bot that knows its servers."""
        await self.bell.until(lambda: self.gateway.intents and self.gateway.is_connected, seconds)

    async def say(self, channel: int, person: int, text: str) -> int:
        """A person writes; returns the message's id."""
        message = self.write(channel, person, text)
        await self.gateway.dispatch("MESSAGE_CREATE", message)
        return int(message["id"])

    def write(self, channel: int, person: int, text: str) -> Json:
        """A person writes, but no event tells of it."""
        return self.world.message(channel, user(person), text)

    async def command(self, channel: int, person: int, name: str, **options: str) -> Asked:
        given = [{"name": key, "type": 3, "value": value} for key, value in options.items()]
        data: Json = {"id": "9", "name": name, "type": 1, "options": given}
        return await self._ask(COMMAND, channel, person, data)

    async def press(self, asked: Asked, channel: int, person: int, label: str) -> Asked:
        """A person clicks a button of what an interaction made."""
        message = asked.original
        assert message is not None
        data: Json = {"custom_id": _buttons(message)[label], "component_type": BUTTON}
        return await self._ask(COMPONENT, channel, person, data, message=message)

    async def _ask(
        self, kind: int, channel: int, person: int, data: Json, message: Json | None = None
    ) -> Asked:
        more = {"message": message} if message else {}
        made = self.world.interaction(kind, channel, person, data, **more)
        asked = self.rest.asked[made["token"]] = Asked(time.perf_counter(), original=message)
        await self.gateway.dispatch("INTERACTION_CREATE", made)
        return asked


def aim(port: int, patch: Callable[[object, str, object], None] = setattr) -> None:
    """Points discord.py at a rig."""
    patch(discord.http.Route, "BASE", f"http://127.0.0.1:{port}")
    patch(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(gateway_url(port)))


def gateway_url(port: int) -> str:
    return f"ws://127.0.0.1:{port}/gateway-socket"


def labels(asked: Asked) -> list[str]:
    """What can be clicked under what an interaction made."""
    return list(_buttons(asked.original or {}))


def _buttons(message: Json) -> dict[str, str]:
    """Label -> custom id."""
    rows = [row["components"] for row in message.get("components", [])]
    return {each["label"]: each["custom_id"] for row in rows for each in row if "label" in each}
