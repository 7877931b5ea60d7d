from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

import discord
import pytest

from bot.content.cache import Cache
from bot.content.loader import Pack, default_root, load_content
from bot.conversation.plan import Planner
from bot.engine import Engine
from bot.storage.sql import SqlStore
from bot.transports.discord import delivery, sharded
from bot.understanding.build import load_or_build
from bot.understanding.understander import Understander
from tests.wire.rig import Rig, aim
from tests.wire.story import Bot

TEA = Path(__file__).resolve().parent.parent / "packs" / "tea"


@pytest.fixture(scope="session")
def tea(built_cache: Cache, tmp_path_factory: pytest.TempPathFactory) -> Planner:
    """The small pack, with the program's own phrases beside its."""
    folder = tmp_path_factory.mktemp("wire") / "tea"
    shutil.copytree(TEA, folder)
    phrases = default_root() / "knowledge" / "phrases"
    shutil.copytree(phrases, folder / "knowledge" / "phrases", dirs_exist_ok=True)
    pack = Pack(folder)
    content = load_content(pack, built_cache)
    artefacts = load_or_build(pack, content, built_cache, print)
    return Planner(content, Understander(content, artefacts))


@pytest.fixture
def shards() -> int:
    return 1


@pytest.fixture
async def rig(monkeypatch: pytest.MonkeyPatch, shards: int) -> AsyncIterator[Rig]:
    """Discord on loopback. Only the waits are cut short: between tries, and before identifying."""

    async def at_once(*_: object, **__: object) -> None:
        return None

    monkeypatch.setattr(delivery, "RETRY_SECONDS", 0.0)
    monkeypatch.setattr(discord.Client, "before_identify_hook", at_once)
    monkeypatch.setattr(sharded, "SPACING", 0.0)
    async with Rig(shards) as rig:
        aim(rig.port, monkeypatch.setattr)
        yield rig


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    store = SqlStore(f"sqlite:///{tmp_path / 'ajar.db'}")
    await store.open()
    yield store
    await store.close()


@pytest.fixture
async def start(
    tea: Planner, store: SqlStore, tmp_path: Path, rig: Rig, shards: int
) -> AsyncIterator[Callable[[], Bot]]:
    """Starts the bot, as a new process would: nothing is shared but the database and the cache."""
    started: list[Bot] = []

    def begin() -> Bot:
        engine = Engine(tea, store, lambda: datetime.now(UTC))
        started.append(Bot(engine, Cache(tmp_path / "cache"), store, shards))
        return started[-1]

    yield begin
    await asyncio.gather(*(bot.leave() for bot in started))
