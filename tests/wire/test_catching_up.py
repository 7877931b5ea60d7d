"""What was said while nobody listened is answered afterwards, where the bot may read it."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

import pytest

from tests.wire.rest import Fault, answering
from tests.wire.rig import Rig
from tests.wire.story import Bot, all_answered
from tests.wire.world import ALLOWED

HISTORY = r"^GET /channels/\d+/messages"
READ_HISTORY = 1 << 16
AN_HOUR = (3_600_000 + 60_000) << 22


async def met(rig: Rig, *rooms: int) -> list[int]:
    """The bot hears somebody in each room first."""
    await rig.connected()
    asked = [await rig.say(room, 90 + at, "<@1> hello") for at, room in enumerate(rooms)]
    await rig.bell.until(lambda: all_answered(rig, asked))
    return asked


async def test_messages_of_a_lost_session_are_answered_once(
    rig: Rig, start: Callable[[], Bot]
) -> None:
    rooms = rig.world.add_guild(channels=3).channels
    start()
    before = await met(rig, *rooms)
    await rig.gateway.invalidate()
    missed = [int(rig.write(room, 100 + room, "<@1> what is tea?")["id"]) for room in rooms]
    rig.write(rooms[0], 7, "what do you all think?")
    await rig.bell.until(lambda: len(rig.gateway.intents) == 2)
    live = await rig.say(rooms[0], 200, "<@1> what is green tea?")
    await rig.bell.until(lambda: all_answered(rig, [*missed, live]))
    assert rig.rest.answers == dict.fromkeys([*before, *missed, live], 1)


async def test_a_direct_message_of_a_lost_session_is_answered(
    rig: Rig, start: Callable[[], Bot]
) -> None:
    start()
    await met(rig, 5_000)
    await rig.gateway.invalidate()
    missed = int(rig.write(5_000, 90, "what is green tea?")["id"])
    await rig.bell.until(lambda: all_answered(rig, [missed]))


async def test_what_is_old_or_may_not_be_read_is_left_alone(
    rig: Rig, start: Callable[[], Bot]
) -> None:
    guild = rig.world.add_guild(channels=2)
    open_room, old_room = guild.channels
    start()
    await met(rig, open_room)
    await rig.gateway.invalidate()
    old = rig.write(old_room, 7, "<@1> what is tea?")
    old["id"] = str(int(old["id"]) - AN_HOUR)
    missed = int(rig.write(open_room, 8, "<@1> what is tea?")["id"])
    await rig.bell.until(lambda: all_answered(rig, [missed]))
    assert f"GET /channels/{old_room}/messages" not in rig.rest.seen

    rig.world.allowed = ALLOWED & ~READ_HISTORY
    await rig.gateway.invalidate()
    unread = rig.write(open_room, 9, "<@1> what is tea?")
    reads = [name for name in rig.rest.seen if name.startswith("GET /channels/")]
    await rig.bell.until(lambda: len(rig.gateway.intents) == 3)
    after = await rig.say(old_room, 10, "<@1> what is tea?")
    await rig.bell.until(lambda: all_answered(rig, [after]))
    assert not all_answered(rig, [int(unread["id"])])
    assert [name for name in rig.rest.seen if name.startswith("GET /channels/")] == reads


async def test_one_room_that_cannot_be_read_does_not_keep_the_others(
    rig: Rig, start: Callable[[], Bot]
) -> None:
    rooms = rig.world.add_guild(channels=3).channels
    start()
    await met(rig, rooms[0])
    rig.rest.faults.append(Fault(HISTORY, answering(403)))
    await rig.gateway.invalidate()
    missed = [int(rig.write(room, 7 + at, "<@1> hi")["id"]) for at, room in enumerate(rooms)]
    await rig.bell.until(lambda: sum(all_answered(rig, [each]) for each in missed) == 2)
    assert not all_answered(rig, [missed[-1]])


async def test_a_restart_answers_what_came_in_between_and_nothing_again(
    rig: Rig, start: Callable[[], Bot]
) -> None:
    room = rig.world.add_guild().channels[0]
    early = int(rig.write(room, 7, "<@1> hello")["id"])
    first = start()
    before = await met(rig, room)
    os.kill(os.getpid(), signal.SIGTERM)
    await first.running
    missed = int(rig.write(room, 8, "<@1> what is green tea?")["id"])
    start()
    await rig.bell.until(lambda: all_answered(rig, [missed]))
    assert rig.rest.answers == dict.fromkeys([*before, missed], 1)
    assert early not in rig.rest.answers


async def test_what_was_answered_and_then_forgotten_stays_forgotten(
    rig: Rig, start: Callable[[], Bot]
) -> None:
    """The store no longer knows the messages of somebody whose data is deleted."""
    room = rig.world.add_guild().channels[0]
    bot = start()
    before = await met(rig, room)
    await bot.store.erase("90")
    os.kill(os.getpid(), signal.SIGTERM)
    await bot.running
    missed = int(rig.write(room, 8, "<@1> what is green tea?")["id"])
    start()
    await rig.bell.until(lambda: all_answered(rig, [missed]))
    assert await bot.store.sessions_of("90") == []
    assert rig.rest.answers == dict.fromkeys([*before, missed], 1)


@pytest.mark.parametrize("cached", ["", "not a number"])
async def test_a_damaged_memory_of_the_last_run_is_none(
    rig: Rig, start: Callable[[], Bot], cached: str
) -> None:
    room = rig.world.add_guild().channels[0]
    early = int(rig.write(room, 7, "<@1> hello")["id"])
    bot = start()
    bot.cache.write_text("discordseen-1", cached)
    await met(rig, room)
    assert not all_answered(rig, [early])
