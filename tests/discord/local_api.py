"""A small local server that plays Discord's API, as far as a start needs it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar

import discord
import pytest
import yarl
from aiohttp import web

A = TypeVar("A", bound="Api")


@dataclass
class Api:
    """Answers what a client asks on its way to the gateway; the gateway says hello and waits."""

    status: int = 200
    flags: int = 0
    date: str = "Thu, 26 Nov 2026 12:00:00 GMT"
    guilds: list[dict[str, object]] = field(default_factory=list)
    commands: list[dict[str, object]] = field(default_factory=list)
    identified: asyncio.Event = field(default_factory=asyncio.Event)
    intents: int | None = None
    port: int = 0

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if request.path == "/gateway":
            return web.Response(headers={"Date": self.date})
        if self.status != 200:
            return as_json({"message": "no", "code": 0}, self.status)
        me = {"id": "1", "username": "Ajar", "discriminator": "0", "avatar": None, "bot": True}
        app = {"id": "2", "name": "Ajar", "description": "", "icon": None, "flags": self.flags}
        rest = {"bot_public": True, "bot_require_code_grant": False, "verify_key": "k", "owner": me}
        answers: dict[str, object] = {
            "/users/@me": me,
            "/oauth2/applications/@me": app | rest,
            "/applications/2/commands": self.commands,
            "/users/@me/guilds": self.guilds,
        }
        return as_json(answers[request.path])

    async def gateway(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_str(json.dumps({"op": 10, "d": {"heartbeat_interval": 45_000}}))
        async for message in socket:
            data = json.loads(message.data)
            if data["op"] == 2:
                self.intents = data["d"]["intents"]
                self.identified.set()
        return socket


def as_json(value: object, status: int = 200) -> web.Response:
    """With exactly the content type that the library looks for."""
    body = json.dumps(value).encode()
    return web.Response(body=body, status=status, content_type="application/json")


@asynccontextmanager
async def served(api: A, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[A]:
    """Meanwhile discord.py takes this one for Discord."""
    app = web.Application()
    app.router.add_get("/gateway-socket", api.gateway)
    app.router.add_route("*", "/{path:.*}", api.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    api.port = runner.addresses[0][1]
    monkeypatch.setattr(discord.http.Route, "BASE", f"http://127.0.0.1:{api.port}")
    gateway = yarl.URL(f"ws://127.0.0.1:{api.port}/gateway-socket")
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", gateway)
    yield api
    await runner.cleanup()
