"""Ten thousand messages from one person, while others want their answers too.

Of each person one real message goes through the simulated Discord; the flood is made of copies of
it with ids of their own, which go in where Discord's events do.
"""

from __future__ import annotations

import asyncio
import copy
from collections import Counter
from collections.abc import Iterator
from itertools import count

import discord as dpy
import pytest
from scripted_engine import Behind, ScriptedEngine
from simulated import Discord

from bot.transports.discord.desk import Desk
from bot.transports.discord.gate import AT_ONCE, LONGEST_LINE, Full, Gate
from bot.transports.discord.throttle import PERSON, REMEMBERED, Throttle

FLOOD = 10_000
IDS = count(1)


@pytest.fixture
def desk(discord: Discord, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The clock of its throttle stands still."""
    desk = discord.env.bot.clicks
    monkeypatch.setattr(desk, "throttle", Throttle(lambda: 0.0))
    return desk


async def sample(discord: Discord, person: object) -> dpy.Message:
    """A message of this person, as Discord hands it to the bot."""
    caught: list[dpy.Message] = []
    bot = discord.env.bot

    async def on_message(message: dpy.Message) -> None:
        caught.append(message)

    before, bot.on_message = bot.on_message, on_message
    await person.send(discord.channel, f"{discord.me} hello")
    bot.on_message = before
    return caught[0]


def copies(message: dpy.Message, number: int) -> Iterator[dpy.Message]:
    for _ in range(number):
        each = copy.copy(message)
        each.id = next(IDS)
        yield each


def heard(scripted: ScriptedEngine) -> Counter[str]:
    return Counter(message.user for message in scripted.heard)


async def test_others_are_answered_amid_ten_thousand_messages(
    discord: Discord, desk: Desk, scripted: ScriptedEngine, backstage: Behind
) -> None:
    ben, ada = await sample(discord, discord.ben), await sample(discord, discord.ada)
    flood = list(copies(ben, FLOOD))
    flood[FLOOD // 2 : FLOOD // 2] = copies(ada, 3)
    await asyncio.gather(*(desk.hear(each, "hello") for each in flood))
    await discord.env.settle()
    assert heard(scripted) == {str(discord.ben.id): PERSON.burst, str(discord.ada.id): 3}
    texts = [message.content for message in discord.answers()]
    assert sum("You asked: hello" in text for text in texts) == PERSON.burst + 3
    assert len(texts) == PERSON.burst + 3 + 1, "one word to slow down, and none more"
    assert desk.turned_away == {"too fast": FLOOD - PERSON.burst}
    measured = backstage.metrics.text().decode()
    assert 'ajar_turned_away_total{reason="too fast"} 9992.0' in measured
    assert "ajar_waiting_turns 0.0" in measured
    assert 'ajar_gateway_up{shard="0"}' in measured


async def test_a_line_of_ten_thousand_keeps_nobody_elses_turn_back() -> None:
    """Even without a throttle: lines take turns, and each has its end."""
    gate, order, refused = Gate(), [], 0
    release = asyncio.Event()

    async def turn(key: int) -> None:
        nonlocal refused
        try:
            async with gate.turn(key):
                await release.wait()
                order.append(key)
        except Full:
            refused += 1

    flood = [asyncio.create_task(turn(1)) for _ in range(FLOOD)]
    await asyncio.sleep(0)
    other = asyncio.create_task(turn(2))
    await asyncio.sleep(0)
    assert gate.waiting == LONGEST_LINE + 1
    release.set()
    await asyncio.gather(other, *flood)
    assert refused == FLOOD - AT_ONCE - LONGEST_LINE
    assert order.index(2) <= AT_ONCE + 1
    assert gate.waiting == 0


def test_ten_thousand_and_more_people_take_bounded_room() -> None:
    throttle = Throttle(lambda: 0.0)
    for person in range(2 * REMEMBERED):
        throttle.verdict(person, person)
    assert len(throttle._buckets) == REMEMBERED
