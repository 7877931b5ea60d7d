"""Faults of Discord's and of the network cost no answer, and bring none twice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from bot.storage.sql import SqlStore
from tests.wire.rest import Act, Fault, Limit, answering, cut, held, limited, lost
from tests.wire.rig import Rig
from tests.wire.story import Bot, all_answered

POSTS = r"^POST /channels/\d+/messages$"
CALLBACKS = r"^POST /interactions/"
QUESTION = "<@1> what is green tea?"


async def ask_everywhere(rig: Rig, rooms: tuple[int, ...], times: int = 1) -> list[int]:
    """Somebody else asks in each room, several times over."""
    people = iter(range(100, 10_000))
    return [await rig.say(room, next(people), QUESTION) for _ in range(times) for room in rooms]


async def once_each(rig: Rig, asked: list[int]) -> None:
    await rig.bell.until(lambda: all_answered(rig, asked) and not rig.rest.faults)
    assert rig.rest.answers == dict.fromkeys(asked, 1)
    assert all("green tea" in each["content"].lower() for each in rig.rest.posted)


@pytest.mark.parametrize("fault", [lost, cut, answering(503)])
async def test_a_post_that_fails_again_and_again_is_made_once(
    rig: Rig, start: Callable[[], Bot], fault: Act
) -> None:
    """Where the answer to it was lost Discord has the message: the nonce keeps it single."""
    rooms = rig.world.add_guild(channels=5).channels
    start()
    await rig.connected()
    rig.rest.faults += [Fault(f"^POST /channels/{each}/", fault, times=4) for each in rooms]
    await once_each(rig, await ask_everywhere(rig, rooms))


async def test_server_faults_of_all_kinds(rig: Rig, start: Callable[[], Bot]) -> None:
    rooms = rig.world.add_guild(channels=4).channels
    start()
    await rig.connected()
    rig.rest.faults += [Fault(POSTS, answering(status)) for status in (500, 502, 503, 504)]
    await once_each(rig, await ask_everywhere(rig, rooms))


async def test_a_storm_of_429(rig: Rig, start: Callable[[], Bot]) -> None:
    """More than the library bears for one message, and some of it for all routes at once."""
    rooms = rig.world.add_guild(channels=4).channels
    start()
    await rig.connected()
    rig.rest.faults.append(Fault(POSTS, limited(0.001), times=25))
    rig.rest.faults.append(Fault(POSTS, limited(0.01, everywhere=True), times=5))
    await once_each(rig, await ask_everywhere(rig, rooms))


async def test_the_limits_of_a_channel_are_kept(rig: Rig, start: Callable[[], Bot]) -> None:
    rooms = rig.world.add_guild(channels=3).channels
    rig.rest.limit = Limit(count=5, seconds=0.25)
    start()
    await rig.connected()
    await once_each(rig, await ask_everywhere(rig, rooms, times=8))
    assert rig.rest.limited <= len(rooms)


async def test_a_slow_channel_does_not_hold_up_another(rig: Rig, start: Callable[[], Bot]) -> None:
    slow, quick = (rig.world.add_guild().channels for _ in range(2))
    start()
    await rig.connected()
    release = asyncio.Event()
    rig.rest.faults.append(Fault(rf"^POST /channels/{slow[0]}/", held(release)))
    waiting = await ask_everywhere(rig, slow, times=15)
    asked = await ask_everywhere(rig, quick, times=15)
    await once_each(rig, asked)
    release.set()
    await once_each(rig, [*waiting, *asked])


async def test_showing_that_it_types_may_fail(rig: Rig, start: Callable[[], Bot]) -> None:
    rooms = rig.world.add_guild(channels=2).channels
    start().client.clicks.patience = 0.0
    await rig.connected()
    never = asyncio.Event()
    rig.rest.faults.append(Fault(r"/typing$", held(never)))
    rig.rest.faults.append(Fault(r"/typing$", answering(503)))
    await once_each(rig, await ask_everywhere(rig, rooms))
    never.set()


async def test_a_thread_whose_making_was_lost_on_the_way_is_used(
    rig: Rig, start: Callable[[], Bot], store: SqlStore
) -> None:
    guild = rig.world.add_guild()
    await store.set_for(f"discord:{guild.id}", {"channels": [], "threads": True, "quiet": False})
    start()
    await rig.connected()
    rig.rest.faults.append(Fault(r"/threads$", lost))
    asked = await rig.say(guild.channels[0], 7, QUESTION)
    await rig.bell.until(lambda: rig.rest.posted)
    (reply,) = rig.rest.posted
    assert int(reply["channel_id"]) == asked
    assert "green tea" in reply["content"].lower()


@pytest.mark.parametrize("fault", [lost, cut, answering(503)])
@pytest.mark.parametrize("patience", [0.0, 30.0])
async def test_a_command_is_answered_once(
    rig: Rig, start: Callable[[], Bot], fault: Act, patience: float
) -> None:
    """Without patience the first thing that Discord gets, and the answer to which is lost, is that
    the answer takes a moment."""
    room = rig.world.add_guild().channels[0]
    start().client.clicks.patience = patience
    await rig.connected()
    rig.rest.faults.append(Fault(CALLBACKS, fault))
    asked = await rig.command(room, 7, "ask", question="what is green tea?")
    await rig.bell.until(lambda: asked.original and asked.original["content"])
    assert asked.original is not None
    assert "green tea" in asked.original["content"].lower()
    assert asked.followups == []


@pytest.mark.parametrize("fault", [lost, cut, answering(503)])
async def test_what_is_private_stays_so_when_the_connection_breaks(
    rig: Rig, start: Callable[[], Bot], fault: Act
) -> None:
    """The command was said in public to take a moment; its answer turns out to be private."""
    room = rig.world.add_guild().channels[0]
    start().client.clicks.patience = 0.0
    await rig.connected()
    rig.rest.faults.append(Fault(CALLBACKS, fault))
    asked = await rig.command(room, 7, "ask", question="export my data")
    await rig.bell.until(lambda: asked.followups)
    assert asked.original is not None
    assert not asked.original["flags"]
    assert "private" in asked.original["content"].lower()
    (private,) = asked.followups
    assert private["flags"] == 64
