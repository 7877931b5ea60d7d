"""A bot over several shards: each server speaks on one of them, direct messages on the first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import discord
import pytest

from bot.content.cache import Cache
from bot.transports.discord.catching_up import CatchUp
from tests.wire.rig import Rig
from tests.wire.story import Bot, all_answered

SHARDS = 3


@pytest.fixture
def shards() -> int:
    return SHARDS


async def test_each_message_is_answered_once_whatever_its_shard_goes_through(
    rig: Rig, start: Callable[[], Bot]
) -> None:
    rooms = [rig.world.add_guild().channels[0] for _ in range(2 * SHARDS)]
    rooms.append(5_000)  # a direct message
    start()
    await rig.bell.until(lambda: len(rig.gateway.intents) == SHARDS)
    asked = [await rig.say(room, 100 + at, "<@1> hello") for at, room in enumerate(rooms)]
    await rig.bell.until(lambda: all_answered(rig, asked))

    rig.gateway.drop()
    asked += [await rig.say(room, 200 + at, "<@1> hello") for at, room in enumerate(rooms)]
    await rig.bell.until(lambda: all_answered(rig, asked))
    assert rig.gateway.resumed == SHARDS

    await rig.gateway.invalidate()
    missed = [rig.write(room, 300 + at, "<@1> hello") for at, room in enumerate(rooms)]
    asked += [int(each["id"]) for each in missed]
    await rig.bell.until(lambda: all_answered(rig, asked))
    assert len(rig.gateway.intents) == 2 * SHARDS
    assert rig.rest.answers == dict.fromkeys(asked, 1)


def test_processes_on_one_machine_remember_each_its_own_newest_message(tmp_path: Path) -> None:
    async def nobody(_: discord.Message) -> None:
        raise AssertionError("nothing is read")

    at, room = discord.utils.utcnow(), SimpleNamespace(id=5)
    for shard in range(8):
        heard = CatchUp(Cache(tmp_path), nobody)
        heard.open(7, (shard, shard + 8))
        guild = SimpleNamespace(shard_id=shard)
        said = SimpleNamespace(guild=guild, channel=room, id=100 + shard, created_at=at)
        heard.saw(cast("discord.Message", said))
    kept = sorted(Cache(tmp_path).read_text(path.name) or "" for path in tmp_path.iterdir())
    assert kept == [str(100 + shard) for shard in range(8)]
