"""Every story through the real engine, in memory and on a real file, and every renderer."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.conversation.plan import Planner
from bot.engine import Engine
from bot.render.discord import render_message
from bot.render.jsonl import to_object
from bot.render.limits import validate
from bot.render.plain import render
from bot.render.terminal import render_text
from bot.reply import Reply
from bot.storage.sql import SqlStore
from tests.conftest import Clock
from tests.conversation.telling import Story, play, stories


def fits_everywhere(reply: Reply) -> None:
    """Every renderer takes the reply, and none goes over a limit."""
    assert 0 < len(render(reply)) <= 2000
    assert json.loads(json.dumps(to_object(reply, 1, 1.0)))["kind"] == reply.kind
    assert render_text(reply)
    assert not validate(render_message(reply))


@pytest.mark.parametrize("story", stories(), ids=lambda story: story.name)
async def test_story(engine: Engine, story: Story) -> None:
    for reply in await play(engine, story):
        fits_everywhere(reply)


@pytest.mark.parametrize("story", stories()[::4], ids=lambda story: story.name)
async def test_story_on_a_file(
    planner: Planner, new_id: Callable[[], str], tmp_path: Path, story: Story
) -> None:
    store = SqlStore(f"sqlite+aiosqlite:///{tmp_path}/talk.db")
    await store.open()
    try:
        await play(Engine(planner, store, Clock(), new_id), story)
    finally:
        await store.close()
