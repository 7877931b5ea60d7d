"""Connecting, and leaving: against a small local server that plays Discord's API."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import discord as dpy
import pytest
import pytest_asyncio
import yarl
from aiohttp import web
from pydantic import SecretStr
from scripted_engine import ScriptedEngine

from bot.content.snapshot import Content
from bot.errors import AjarError, SettingsError
from bot.transports.discord import serve

TOKEN = SecretStr("a.b.c")


@dataclass(frozen=True)
class Given:
    discord_token: SecretStr | None = TOKEN
    cache_dir: Path | None = None


@dataclass
class Api:
    """Answers what a client asks on its way to the gateway; the gateway says hello and waits."""

    status: int = 200
    identified: asyncio.Event = field(default_factory=asyncio.Event)
    intents: int | None = None
    port: int = 0

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if self.status != 200:
            return as_json({"message": "no", "code": 0}, self.status)
        me = {"id": "1", "username": "Ajar", "discriminator": "0", "avatar": None, "bot": True}
        app = {"id": "2", "name": "Ajar", "description": "", "icon": None, "flags": 0}
        rest = {"bot_public": True, "bot_require_code_grant": False, "verify_key": "k", "owner": me}
        answers: dict[str, object] = {
            "/users/@me": me,
            "/oauth2/applications/@me": app | rest,
            "/applications/2/commands": [],
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


@pytest_asyncio.fixture
async def api(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Api]:
    api = Api()
    app = web.Application()
    app.router.add_get("/gateway-socket", api.gateway)
    app.router.add_route("*", "/{path:.*}", api.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    api.port = runner.addresses[0][1]
    monkeypatch.setattr(dpy.http.Route, "BASE", f"http://127.0.0.1:{api.port}")
    gateway = yarl.URL(f"ws://127.0.0.1:{api.port}/gateway-socket")
    monkeypatch.setattr(dpy.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", gateway)
    yield api
    await runner.cleanup()


async def test_without_a_token_it_says_what_to_set(
    content: Content, scripted: ScriptedEngine
) -> None:
    with pytest.raises(SettingsError, match="DISCORD_TOKEN is not set"):
        await serve(content, scripted, Given(discord_token=None))


async def test_a_bad_token_is_told_in_one_sentence(
    content: Content, scripted: ScriptedEngine, api: Api
) -> None:
    api.status = 401
    with pytest.raises(AjarError, match="did not accept the token") as caught:
        await serve(content, scripted, Given())
    assert "a.b.c" not in str(caught.value)


async def test_no_network_is_told_in_one_sentence(
    content: Content, scripted: ScriptedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dpy.http.Route, "BASE", "http://127.0.0.1:1")
    with pytest.raises(AjarError, match="can't be reached"):
        await serve(content, scripted, Given())


async def test_a_network_that_ends_before_the_gateway_is_told_in_one_sentence(
    content: Content, scripted: ScriptedEngine, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = yarl.URL("ws://127.0.0.1:1/")
    monkeypatch.setattr(dpy.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", nowhere)
    monkeypatch.setattr(dpy.backoff.ExponentialBackoff, "delay", lambda backoff: 0.0)
    with pytest.raises(AjarError, match="can't be reached"):
        await serve(content, scripted, Given())


async def test_a_refusal_of_discord_is_told_in_one_sentence(
    content: Content, scripted: ScriptedEngine, api: Api
) -> None:
    api.status = 403
    with pytest.raises(AjarError, match="403"):
        await serve(content, scripted, Given())


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
async def test_it_connects_without_privileges_and_leaves_on_a_signal(
    content: Content, scripted: ScriptedEngine, api: Api, sent: signal.Signals
) -> None:
    serving = asyncio.create_task(serve(content, scripted, Given()))
    await asyncio.wait_for(api.identified.wait(), 10)
    assert api.intents == 4609
    os.kill(os.getpid(), sent)
    await asyncio.wait_for(serving, 10)
