"""Content that is changed while the program runs: taken whole, or not at all."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import App, open_app
from bot.content.loader import default_root
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
