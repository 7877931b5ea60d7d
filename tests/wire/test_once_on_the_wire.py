"""Whatever the connection does, each message gets one answer."""

from __future__ import annotations

from collections import Counter
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
    assert rig.answers(reply) == asked
    assert "tea" in reply["content"]


async def test_a_thousand_messages_through_ten_drops_get_a_thousand_answers(
    rig: Rig, start: Callable[[], Bot]
) -> None:
    """Each wave is half before the connection breaks and half while nobody listens."""
    guilds = [rig.world.add_guild(channels=10) for _ in range(10)]
    rooms = [channel for guild in guilds for channel in guild.channels]
    start()
    await rig.connected()
    asked = []
    for wave in range(DROPS):
        for number in range(2 * WAVE):
            if number == WAVE:
                rig.gateway.drop()
            room, person = rooms[number], 100 + number
            asked.append(await rig.say(room, person, f"<@1> what is green tea? ({wave})"))
        await rig.bell.until(lambda: all_answered(rig, asked))
    assert rig.gateway.resumed == DROPS
    counts = Counter(map(rig.answers, rig.rest.posted))
    assert counts == dict.fromkeys(asked, 1)
    assert len(asked) == 1_000
