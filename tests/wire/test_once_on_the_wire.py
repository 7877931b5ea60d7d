"""Whatever the connection does, each message gets one answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from tests.wire.rig import Rig
from tests.wire.story import Bot, all_answered

DROPS, WAVE = 10, 50


async def test_a_mention_is_answered_below_it(rig: Rig, start: Callable[[], Bot]) -> None:
    channel = rig.world.add_guild().channels[0]
    start()
    await rig.connected()
    asked = await rig.say(channel, 7, "<@1> what is green tea?")
    await rig.bell.until(lambda: rig.rest.posted)
    (reply,) = rig.rest.posted
    assert list(rig.rest.answers) == [asked]
    assert "tea" in reply["content"]


async def test_a_thousand_messages_through_ten_drops_get_a_thousand_answers(
    rig: Rig, start: Callable[[], Bot]
) -> None:
    """Each wave is half before the connection breaks and half while nobody listens."""
    guilds = [rig.world.add_guild(channels=10) for _ in range(10)]
    rooms = [channel for guild in guilds for channel in guild.channels]
    start()
    await rig.connected()
    asked: list[int] = []
    for wave in range(DROPS):
        for number in range(2 * WAVE):
            if number == WAVE:
                rig.gateway.drop()
            room, person = rooms[number], 1_000 * (wave + 1) + number
            asked.append(await rig.say(room, person, f"<@1> what is green tea? ({wave})"))
        await rig.bell.until(lambda: all_answered(rig, asked[-2 * WAVE :]))
    assert rig.gateway.resumed == DROPS
    assert rig.rest.answers == dict.fromkeys(asked, 1)
    assert len(asked) == 1_000
    assert all("tea" in each["content"] for each in rig.rest.posted)


async def test_two_processes_that_get_all_events_answer_each_once(
    rig: Rig, start: Callable[[], Bot]
) -> None:
    rooms = rig.world.add_guild(channels=10).channels
    bots = start(), start()
    await rig.bell.until(lambda: len(rig.gateway.intents) == 2)
    people = iter(range(100, 200))
    asked = [await rig.say(room, next(people), "<@1> hello") for _ in range(5) for room in rooms]
    await rig.bell.until(lambda: all_answered(rig, asked))
    await asyncio.gather(*(bot.leave() for bot in bots))
    assert rig.rest.answers == dict.fromkeys(asked, 1)


async def test_what_the_gateway_sends_twice_is_answered_once(
    rig: Rig, start: Callable[[], Bot]
) -> None:
    room = rig.world.add_guild().channels[0]
    start()
    await rig.connected()
    message = rig.write(room, 7, "<@1> hello")
    for _ in range(3):
        await rig.gateway.dispatch("MESSAGE_CREATE", message)
    last = await rig.say(room, 8, "<@1> hello")
    await rig.bell.until(lambda: all_answered(rig, [last]))
    assert rig.rest.answers == {int(message["id"]): 1, last: 1}
