"""The first start doesn't wait for the meanings: it serves by the words, and takes them up once
another program has learned them."""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import App, open_app
from bot.cli.learning import caught_up
from bot.content.loader import default_root
from bot.encoder.minilm import MiniLM
from bot.engine import Message
from bot.settings import Settings, load

TEA = Path(__file__).resolve().parent.parent / "packs" / "tea"
PATIENCE = 120


@pytest.fixture
def settings(
    cache_dir: Path, encoder: MiniLM, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Settings:
    """Those of a fresh machine on which the encoder is installed and nothing is learned yet."""
    pack = shutil.copytree(TEA, tmp_path / "tea")
    phrases = default_root() / "knowledge" / "phrases"
    shutil.copytree(phrases, pack / "knowledge" / "phrases", dirs_exist_ok=True)
    monkeypatch.setenv("AJAR_CACHE_DIR", str(shutil.copytree(cache_dir, tmp_path / "cache")))
    monkeypatch.setenv("AJAR_DATABASE", f"sqlite:///{tmp_path / 'ajar.db'}")
    monkeypatch.setenv("AJAR_CONTENT", str(pack))
    return load()


@pytest.fixture
async def app(settings: Settings) -> AsyncIterator[App]:
    app = await open_app(settings, in_a_hurry=True)
    yield app
    await app.close()


def has_meanings(app: App) -> bool:
    return app.core.planner.understander.ranker.encoder is not None


async def said(app: App, text: str) -> str:
    return (await app.engine.handle(Message("ada", "lab", text=text))).kind


async def test_it_answers_at_once_and_takes_the_meanings_up_later(
    app: App, settings: Settings
) -> None:
    assert app.by_words_alone
    assert not has_meanings(app)
    learned = asyncio.Event()
    app.listen(lambda _: learned.set())
    async with caught_up(app):
        assert await said(app, "hello") == "smalltalk"
        async with asyncio.timeout(PATIENCE):
            await learned.wait()
        assert has_meanings(app)
        assert await said(app, "hello") == "smalltalk"
    later = await open_app(settings, in_a_hurry=True)
    assert has_meanings(later)
    assert not later.by_words_alone
    await later.close()


async def test_who_leaves_meanwhile_need_not_wait_for_the_learning(app: App) -> None:
    async with asyncio.timeout(PATIENCE):
        async with caught_up(app):
            assert await said(app, "hello") == "smalltalk"
    assert not has_meanings(app)
    assert len(asyncio.all_tasks()) == 1


async def test_content_that_is_broken_meanwhile_is_told_of_and_the_words_go_on(
    app: App, caplog: pytest.LogCaptureFixture
) -> None:
    guide = app.settings.content / "knowledge" / "guide.yaml"
    guide.write_text(guide.read_text("utf-8") + "\nunheard_of: true\n", "utf-8")
    caplog.set_level(logging.WARNING)
    async with caught_up(app), asyncio.timeout(PATIENCE):
        while not caplog.records:
            await said(app, "hello")
    assert "the meanings were not learned: `ajar learn` shows why" in caplog.text
    assert await said(app, "hello") == "smalltalk"


async def test_nothing_is_learned_where_nothing_is_missing(settings: Settings) -> None:
    app = await open_app(settings.model_copy(update={"semantic": "off"}), in_a_hurry=True)
    assert not app.by_words_alone
    async with caught_up(app):
        assert len(asyncio.all_tasks()) == 1
    await app.close()
