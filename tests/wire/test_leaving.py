"""SIGTERM: what is under way is finished, nothing new is begun, and it does not take long."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable

import pytest

from bot.transports.discord import running
from tests.wire.rest import Fault, held
from tests.wire.rig import Rig
from tests.wire.story import Bot, all_answered

POSTS = r"^POST /channels/\d+/messages$"
TEN_SECONDS = 10.0


async def told_to_leave(bot: Bot) -> None:
    """SIGTERM, up to the moment when the bot has heard of it."""
    os.kill(os.getpid(), signal.SIGTERM)
    await bot.client.left.wait()


async def test_work_under_way_is_finished_and_new_work_left_to_the_next(
    rig: Rig, start: Callable[[], Bot]
) -> None:
    rooms = rig.world.add_guild(channels=20).channels
    bot, release = start(), asyncio.Event()
    await rig.connected()
    rig.rest.faults.append(Fault(POSTS, held(release), times=20))
    asked = [await rig.say(room, 100 + at, "<@1> hello") for at, room in enumerate(rooms)]
    await rig.bell.until(lambda: not rig.rest.faults)
    async with asyncio.timeout(TEN_SECONDS):
        await told_to_leave(bot)
        late = await rig.say(rooms[0], 7, "<@1> what is green tea?")
        click = await rig.command(rooms[1], 8, "ask", question="what is green tea?")
        await rig.bell.until(lambda: click.original)
        release.set()
        await bot.running
    assert rig.rest.answers == dict.fromkeys(asked, 1)
    assert click.original is not None
    assert "restarted" in click.original["content"]
    assert click.original["flags"] == 64
    start()
    await rig.bell.until(lambda: all_answered(rig, [late]))
    assert rig.rest.answers == dict.fromkeys([*asked, late], 1)


async def test_a_discord_that_never_answers_does_not_keep_it(
    rig: Rig, start: Callable[[], Bot], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "DRAIN_SECONDS", 0.05)
    room = rig.world.add_guild().channels[0]
    bot, never = start(), asyncio.Event()
    await rig.connected()
    rig.rest.faults.append(Fault(POSTS, held(never)))
    await rig.say(room, 7, "<@1> hello")
    await rig.bell.until(lambda: not rig.rest.faults)
    async with asyncio.timeout(TEN_SECONDS):
        await told_to_leave(bot)
        await bot.running
    never.set()


def test_there_is_time_left_to_close() -> None:
    assert running.DRAIN_SECONDS < TEN_SECONDS - 1
