from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import pytest_asyncio
import simcord
import simcord.interactions
from local_api import Api, served
from scripted_engine import Behind, ScriptedEngine
from simulated import Discord, check_all_payloads

from bot.content.cache import Cache
from bot.content.snapshot import Content
from bot.render.discord_words import Words
from bot.transports.discord.client import AjarClient

Speaks = Callable[[str], None]


@pytest.fixture(scope="session")
def words(content: Content) -> Words:
    return Words(content)


@pytest.fixture
def scripted() -> ScriptedEngine:
    return ScriptedEngine()


@pytest.fixture
async def backstage(content: Content) -> Behind:
    behind = Behind(content)
    await behind.store.open()
    return behind


@pytest.fixture
def simcord_bot(content: Content, scripted: ScriptedEngine, backstage: Behind) -> AjarClient:
    return AjarClient(content, scripted, Cache(None), backstage)


@pytest_asyncio.fixture
async def discord(simcord_env: simcord.Env) -> AsyncIterator[Discord]:
    simcord_env.settle_timeout = 60.0  # a machine that is busy with other things is no fault
    guild = simcord_env.create_guild()
    channel = guild.create_text_channel("general")
    ada = guild.add_member(simcord_env.create_user("ada"))
    ben = guild.add_member(simcord_env.create_user("ben"))
    await simcord_env.settle()
    yield Discord(simcord_env, channel, ada, ben)
    check_all_payloads(simcord_env)


@pytest.fixture
def speaks(monkeypatch: pytest.MonkeyPatch) -> Speaks:
    """Sets the locale of everybody's Discord from then on; the simulated one has English alone."""
    make = simcord.interactions.base_payload

    def speak(locale: str) -> None:
        def localised(*args: Any, **named: Any) -> Any:
            record, payload = make(*args, **named)
            return record, payload | {"locale": locale}

        monkeypatch.setattr(simcord.interactions, "base_payload", localised)

    return speak


@pytest_asyncio.fixture
async def api(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Api]:
    async with served(Api(), monkeypatch) as api:
        yield api
