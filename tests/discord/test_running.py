"""Connecting, and leaving: against a small local server that plays Discord's API."""

from __future__ import annotations

import asyncio
import os
import signal
from dataclasses import dataclass
from pathlib import Path

import discord as dpy
import pytest
import yarl
from local_api import Api
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
    discord_cards: str = "layout"


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
