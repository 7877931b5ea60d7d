"""Every story through the real engine, in memory and on a real file, and every renderer."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.content.snapshot import Content
from bot.conversation.plan import Planner
from bot.engine import Engine
from bot.render import discord as for_discord
from bot.render import discord_words, words
from bot.render.jsonl import to_object
from bot.render.limits import validate
from bot.render.plain import render
from bot.render.terminal import as_text
from bot.reply import Reply
from bot.storage.sql import SqlStore
from tests.conftest import Clock
from tests.conversation.telling import Story, play, stories


def fits_everywhere(reply: Reply, content: Content) -> None:
    """Every renderer takes the reply, and none goes over a limit."""
    assert 0 < len(render(reply)) <= 2000
    assert json.loads(json.dumps(to_object(reply, 1, 1.0)))["kind"] == reply.kind
    assert as_text(reply, words.Words(content))
    payload = for_discord.render(reply, discord_words.Words(content), "1001")
    assert not validate(payload.to_api())


@pytest.mark.parametrize("story", stories(), ids=lambda story: story.name)
async def test_story(engine: Engine, content: Content, story: Story) -> None:
    for reply in await play(engine, story):
        fits_everywhere(reply, content)


@pytest.mark.parametrize("story", stories()[::4], ids=lambda story: story.name)
async def test_story_on_a_file(
    planner: Planner, new_id: Callable[[], str], tmp_path: Path, story: Story
) -> None:
    store = SqlStore(f"sqlite:///{tmp_path}/talk.db")
    await store.open()
    try:
        await play(Engine(planner, store, Clock(), new_id), story)
    finally:
        await store.close()
