"""A dialogue of buttons goes on whatever becomes of the connection."""

from __future__ import annotations

from collections.abc import Callable

from tests.wire.rest import Asked
from tests.wire.rig import Rig, labels
from tests.wire.story import Bot


async def pressed(rig: Rig, before: Asked, room: int, label: str) -> Asked:
    """A click, and what the message has become by it."""
    asked = await rig.press(before, room, 7, label)
    await rig.bell.until(asked.is_answered.is_set)
    return asked


async def begun(rig: Rig, start: Callable[[], Bot]) -> tuple[int, Asked]:
    """A room of a bot that is connected, and the first question of a dialogue there."""
    room = rig.world.add_guild().channels[0]
    start()
    await rig.connected()
    question = await rig.command(room, 7, "recommend")
    await rig.bell.until(question.is_answered.is_set)
    return room, question


async def test_a_dialogue_outlives_reconnects_and_sessions(
    rig: Rig, start: Callable[[], Bot]
) -> None:
    room, question = await begun(rig, start)
    assert labels(question) == ["Only a little", "Plenty", "In my own words", "Skip"]

    await rig.gateway.ask_to_reconnect()
    await rig.bell.until(lambda: rig.gateway.resumed)
    second = await pressed(rig, question, room, "Plenty")
    assert "milk" in str(second.original)

    await rig.gateway.invalidate()
    await rig.bell.until(lambda: len(rig.gateway.intents) == 2)
    verdict = await pressed(rig, second, room, labels(second)[1])
    assert "Recommendation" in str(verdict.original)

    rig.gateway.drop()
    why = await pressed(rig, verdict, room, "Why?")
    assert why.original != verdict.original
    assert rig.rest.posted == []
    assert rig.gateway.resumed == 2


async def test_a_click_made_while_nobody_listens_is_answered_after_the_resume(
    rig: Rig, start: Callable[[], Bot]
) -> None:
    room, question = await begun(rig, start)
    rig.gateway.drop()
    answered = await pressed(rig, question, room, labels(question)[0])
    assert answered.original != question.original


async def test_a_click_that_comes_twice_moves_the_dialogue_once(
    rig: Rig, start: Callable[[], Bot]
) -> None:
    """Two processes on one database, each with a session of its own: both get every event."""
    room = rig.world.add_guild().channels[0]
    start(), start()
    await rig.bell.until(lambda: len(rig.gateway.intents) == 2)
    question = await rig.command(room, 7, "recommend")
    await rig.bell.until(question.is_answered.is_set)
    second = await pressed(rig, question, room, labels(question)[0])
    third = await pressed(rig, second, room, labels(second)[0])
    assert "In my own words" not in labels(third)
    assert (second.followups, third.followups) == ([], [])
