"""What becomes of a conversation when the process dies, a turn is cancelled, or data is damaged."""

from __future__ import annotations

import asyncio
import os
import signal
import traceback
from datetime import timedelta

import pytest
from storing import ANNA, NOON, another_process, raw, said

from bot.errors import StorageError
from bot.storage import sql
from bot.storage.sql import SqlStore
from bot.storage.store import Session

SAY_UNTIL_KILLED = """
import asyncio, itertools, sys
from datetime import UTC, datetime
from bot.storage.sql import SqlStore
from bot.storage.store import Record, Session

async def main(address):
    store = SqlStore(address)
    await store.open()
    for turn in itertools.count():
        records = [Record(turn * 5 + n, datetime.now(UTC), {"turn": turn}) for n in range(1, 6)]
        await store.append(Session("s-anna", "anna", "general"), records)
        print(turn, flush=True)

asyncio.run(main(sys.argv[1]))
"""


async def test_an_acknowledged_turn_outlives_the_process(address: str) -> None:
    program = another_process(SAY_UNTIL_KILLED, address)
    assert program.stdout is not None
    for turn in range(20):
        assert program.stdout.readline() == f"{turn}\n"
    os.kill(program.pid, signal.SIGKILL)
    acknowledged = 20 + len(program.communicate()[0].split())
    store = SqlStore(address)
    await store.open()
    kept = len(await store.read("s-anna"))
    assert kept >= acknowledged * 5
    assert kept % 5 == 0, "a turn is kept whole or not at all"
    await store.append(ANNA, said("here again", after=kept))
    await store.close()


async def test_a_cancelled_turn_is_kept_whole_or_not_at_all(database: SqlStore) -> None:
    for steps in range(0, 60, 3):
        session = Session(f"s-{steps}", f"user {steps}", "general")
        turn = asyncio.ensure_future(database.append(session, said("one", "two", "three")))
        for _ in range(steps):
            await asyncio.sleep(0)
        turn.cancel()
        await asyncio.gather(turn, return_exceptions=True)
        assert len(await database.read(session.id)) in (0, 3)
    await database.append(ANNA, said("the store still works"))
    assert await database.read(ANNA.id) == said("the store still works")


async def test_erasing_leaves_no_row(database: SqlStore) -> None:
    for channel in ("general", "random"):
        await database.append(Session(channel, "anna", channel), said("one", "two", "three"))
    await database.erase("anna")
    assert await raw(database, "SELECT * FROM sessions") == []
    assert await raw(database, "SELECT * FROM events") == []


@pytest.mark.parametrize("text", ["{", "[]", ""])
async def test_a_damaged_event_is_named_as_such(database: SqlStore, text: str) -> None:
    await database.append(ANNA, said("hello"))
    await raw(database, f"UPDATE events SET data = '{text}'")
    with pytest.raises(StorageError, match="event in the database"):
        await database.read(ANNA.id)


async def test_a_lost_table_is_a_storage_error_that_repeats_nothing_anybody_said(
    database: SqlStore,
) -> None:
    await raw(database, "DROP TABLE events")
    with pytest.raises(StorageError, match="refused the work") as caught:
        await database.append(ANNA, said("my plan".upper()))
    assert "MY PLAN" not in "".join(traceback.format_exception(caught.value))


async def test_what_is_too_old_goes_in_small_steps_until_all_is_gone(
    database: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sql, "AT_ONCE", 3)
    for number in range(7):
        await database.append(Session(f"s-{number}", f"user {number}", "general"), said("one"))
    assert await database.expire(NOON + timedelta(days=1)) == 7
    assert await raw(database, "SELECT * FROM events") == []
