"""Shared parts of the tests: the shipped content, what understands by it, and a real engine."""

from __future__ import annotations

import fcntl
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

from bot.cli.creating import create
from bot.content.cache import Cache
from bot.content.loader import Pack, default_root, load_content
from bot.content.snapshot import Content
from bot.conversation.plan import Planner
from bot.engine import Engine
from bot.storage.memory import MemoryStore
from bot.understanding.build import load_or_build
from bot.understanding.understander import Understander

WALKS, THOROUGH_WALKS = 1_000, 10_000
settings.register_profile("thorough", max_examples=1_000, deadline=None)


@pytest.fixture(scope="session")
def walks() -> int:
    """How many random walks through the questions: 10,000 with --hypothesis-profile=thorough."""
    return THOROUGH_WALKS if settings.get_current_profile_name() == "thorough" else WALKS


@pytest.fixture(scope="session")
def pack() -> Pack:
    return Pack(default_root())


@pytest.fixture(scope="session")
def built_cache(request: pytest.FixtureRequest) -> Cache:
    """Built once and kept between runs, by hash, in pytest's own cache folder."""
    return Cache(Path(request.config.cache.mkdir("ajar")))


@pytest.fixture(scope="session")
def content(pack: Pack, built_cache: Cache) -> Content:
    return load_content(pack, built_cache)


@pytest.fixture(scope="session")
def understander(pack: Pack, content: Content, built_cache: Cache) -> Understander:
    """Built by one of the test processes; the others wait, and take it from the cache."""
    assert built_cache.folder is not None
    with (built_cache.folder / "building").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        return Understander(content, load_or_build(pack, content, built_cache, print))


@pytest.fixture(scope="session")
def planner(content: Content, understander: Understander) -> Planner:
    return Planner(content, understander)


class Clock:
    """A clock that moves a second at every look."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def new_id() -> Callable[[], str]:
    numbers = iter(range(1, 10_000))
    return lambda: f"session-{next(numbers)}"


@pytest.fixture
async def engine(planner: Planner, new_id: Callable[[], str]) -> AsyncIterator[Engine]:
    store = MemoryStore()
    await store.open()
    yield Engine(planner, store, Clock(), new_id)
    await store.close()


Drafted = Callable[[str | None], Planner]


@pytest.fixture(scope="session")
def drafted(tmp_path_factory: pytest.TempPathFactory, built_cache: Cache) -> Drafted:
    """Makes a pack as `ajar new` does, from a guide of the tests or without one, and builds it."""

    @cache
    def planner_of(name: str | None) -> Planner:
        folder = tmp_path_factory.mktemp("drafted") / "pack"
        guide = Path(__file__).parent / "drafting" / "guides" / name if name else None
        create(folder, guide, "Shelf", date(2026, 11, 26))
        pack = Pack(folder)
        content = load_content(pack, built_cache)
        artefacts = load_or_build(pack, content, built_cache, print)
        return Planner(content, Understander(content, artefacts))

    return planner_of


@pytest.fixture
def engine_of(
    drafted: Drafted, new_id: Callable[[], str]
) -> Callable[[str | None], Awaitable[Engine]]:
    """A fresh engine on a drafted pack."""

    async def open_engine(name: str | None) -> Engine:
        store = MemoryStore()
        await store.open()
        return Engine(drafted(name), store, Clock(), new_id)

    return open_engine
