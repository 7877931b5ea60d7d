"""A bot over several shards: each server speaks on one of them, direct messages on the first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

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
