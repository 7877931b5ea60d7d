"""Content that is changed while the program runs: taken whole, or not at all."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import App, open_app
from bot.cli.running import renewed_by_signal
from bot.content.loader import default_root
from bot.content.snapshot import Content
from bot.engine import Message
from bot.errors import ContentError
from bot.settings import Settings

TEA = Path(__file__).resolve().parent.parent / "packs" / "tea"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    pack = shutil.copytree(TEA, tmp_path / "tea")
    phrases = default_root() / "knowledge" / "phrases"
    shutil.copytree(phrases, pack / "knowledge" / "phrases", dirs_exist_ok=True)
    return pack


@pytest.fixture
async def app(pack: Path, tmp_path: Path) -> AsyncIterator[App]:
    database = f"sqlite:///{tmp_path / 'ajar.db'}"
    settings = Settings(database=database, content=pack, cache_dir=None, semantic="off")
    app = await open_app(settings)
    yield app
    await app.close()


async def test_a_change_shows_after_a_reload_and_the_talk_goes_on(app: App, pack: Path) -> None:
    first = await app.engine.handle(Message("ada", "lab", text="help me choose"))
    guide = pack / "knowledge" / "guide.yaml"
    guide.write_text(guide.read_text("utf-8").replace("name: Samovar", "name: Kettle"), "utf-8")
    assert app.content.guide.name == "Samovar"
    assert await app.reload() is app.content
    assert app.content.guide.name == "Kettle"
    again = await app.engine.handle(Message("ada", "lab", text="why do you ask?"))
    assert again.standing.asking == first.standing.asking is not None


async def test_content_with_a_problem_changes_nothing(app: App, pack: Path) -> None:
    before = app.core.planner
    guide = pack / "knowledge" / "guide.yaml"
    guide.write_text(guide.read_text("utf-8") + "\nunheard_of: true\n", "utf-8")
    with pytest.raises(ContentError, match=r"guide\.yaml:\d+: .*unheard_of"):
        await app.reload()
    assert app.core.planner is before
    reply = await app.engine.handle(Message("ada", "lab", text="hello"))
    assert reply.kind == "smalltalk"


def rename(pack: Path, old: str, new: str) -> None:
    """Changes how the question about caffeine is put."""
    factors = pack / "knowledge" / "factors.yaml"
    text = factors.read_text("utf-8")
    assert old in text
    factors.write_text(text.replace(old, new), "utf-8")


async def ask(app: App, user: str, text: str) -> str:
    return (await app.engine.handle(Message(user, "lab", text=text))).text


async def test_a_dialogue_under_way_finishes_on_its_content_and_a_new_one_begins_on_the_new(
    app: App, pack: Path
) -> None:
    question = app.content.factor_list.factors[0].question
    assert question in await ask(app, "ada", "help me choose")
    rename(pack, question, "Do you like to be awake?")
    await app.reload()
    assert question in await ask(app, "ada", "repeat the question please")
    assert "Do you like to be awake?" in await ask(app, "bob", "help me choose")
    await ask(app, "ada", "stop")
    assert "Do you like to be awake?" in await ask(app, "ada", "help me choose")


async def test_a_second_reload_lets_go_of_the_content_before_the_last(app: App, pack: Path) -> None:
    question = app.content.factor_list.factors[0].question
    await ask(app, "ada", "help me choose")
    rename(pack, question, "Do you like to be awake?")
    await app.reload()
    await app.reload()
    assert "Do you like to be awake?" in await ask(app, "ada", "repeat the question please")
    assert len(app.core._planners) == 2


async def test_who_comes_back_after_an_hour_meets_the_new_content(app: App, pack: Path) -> None:
    question = app.content.factor_list.factors[0].question
    now = datetime(2026, 11, 26, 12, tzinfo=UTC)
    app.core.clock = lambda: now
    await ask(app, "ada", "help me choose")
    rename(pack, question, "Do you like to be awake?")
    await app.reload()
    now += timedelta(hours=2)
    assert "Do you like to be awake?" in await ask(app, "ada", "repeat the question please")


async def test_who_listens_is_told_of_the_new_content(app: App, pack: Path) -> None:
    told: list[Content] = []
    app.listen(told.append)
    content = await app.reload()
    assert told == [content]


# By a signal


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="this platform has no SIGHUP")
async def test_a_signal_takes_the_content_anew_and_a_bad_one_changes_nothing(
    app: App, pack: Path, caplog: pytest.LogCaptureFixture
) -> None:
    done = asyncio.Event()

    async def reload() -> Content:
        try:
            return await app.reload()
        finally:
            done.set()

    async def hang_up() -> None:
        done.clear()
        os.kill(os.getpid(), signal.SIGHUP)
        await done.wait()
        await asyncio.sleep(0)

    caplog.set_level("INFO", "bot.cli.running")
    guide = pack / "knowledge" / "guide.yaml"
    before = guide.read_text("utf-8")
    with renewed_by_signal(reload):
        guide.write_text(before.replace("name: Samovar", "name: Kettle"), "utf-8")
        await hang_up()
        assert app.content.guide.name == "Kettle"
        assert "took the content anew" in caplog.text

        guide.write_text(before + "\nunheard_of: true\n", "utf-8")
        await hang_up()
        assert app.content.guide.name == "Kettle"
        assert "the content stays as it was: knowledge/guide.yaml" in caplog.text

        guide.write_text(before, "utf-8")
        await hang_up()
        assert app.content.guide.name == "Samovar"
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_DFL


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="this platform has no SIGHUP")
async def test_the_signal_of_a_window_that_was_closed_ends_the_program() -> None:
    mine, theirs = os.openpty()
    told: list[str] = []
    reloaded, ended = asyncio.Event(), asyncio.Event()

    async def reload() -> Content:
        told.append("reload")
        reloaded.set()
        raise ContentError([])

    def end() -> None:
        told.append("end")
        ended.set()

    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, end)
    try:
        with renewed_by_signal(reload, theirs):
            os.kill(os.getpid(), signal.SIGHUP)
            await reloaded.wait()
            os.close(mine)
            os.kill(os.getpid(), signal.SIGHUP)
            await ended.wait()
    finally:
        loop.remove_signal_handler(signal.SIGTERM)
        os.close(theirs)
    assert told == ["reload", "end"]
