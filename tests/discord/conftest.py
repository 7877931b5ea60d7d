from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
import simcord
from scripted_engine import ScriptedEngine
from simulated import Discord, check_all_payloads

from bot.content.cache import Cache
from bot.content.snapshot import Content
from bot.render.discord_words import Words
from bot.transports.discord.client import AjarClient


@pytest.fixture(scope="session")
def words(content: Content) -> Words:
    return Words(content)


@pytest.fixture
def scripted() -> ScriptedEngine:
    return ScriptedEngine()


@pytest.fixture
def simcord_bot(content: Content, scripted: ScriptedEngine) -> AjarClient:
    return AjarClient(content, scripted, Cache(None))


@pytest_asyncio.fixture
async def discord(simcord_env: simcord.Env) -> AsyncIterator[Discord]:
    guild = simcord_env.create_guild()
    channel = guild.create_text_channel("general")
    ada = guild.add_member(simcord_env.create_user("ada"))
    ben = guild.add_member(simcord_env.create_user("ben"))
    await simcord_env.settle()
    yield Discord(simcord_env, channel, ada, ben)
    check_all_payloads(simcord_env)
