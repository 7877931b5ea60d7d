"""A name that one program at a time holds, whatever becomes of that program."""

from __future__ import annotations

import asyncio

import pytest
from storing import Home, another_process, home_at, raw

from bot.errors import StorageError
from bot.storage import locks
from bot.storage.locks import alone
from bot.storage.sql import SqlStore

HOLD = """
import asyncio, sys
from bot.storage.sql import SqlStore

async def main(address):
    store = SqlStore(address)
    await store.open()
    lock = store.lock("work")
    print(await lock.held(), flush=True)
    sys.stdin.readline()

asyncio.run(main(sys.argv[1]))
"""


@pytest.fixture(autouse=True)
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "LOOK_SECONDS", 0.001)


async def test_a_name_is_held_by_one_at_a_time(home: Home) -> None:
    first, second = [(await home.store()).lock("work") for _ in range(2)]
    other = home.stores[1].lock("other work")
    assert await first.held()
    assert not await second.held()
    assert await first.held(), "and stays so"
    assert await other.held()
    await second.release()
    assert not await second.held(), "only who holds it lets go of it"
    await first.release()
    assert await second.held()
    assert not await first.held()
    await second.release()
    await other.release()


async def test_who_waits_for_a_name_gets_it_when_it_is_free(home: Home) -> None:
    doors = [await home.store() for _ in range(3)]
    busy = most = 0

    async def work(number: int) -> None:
        nonlocal busy, most
        for _ in range(3):
            async with alone(doors[number].lock("work"), asyncio.sleep):
                busy += 1
                most = max(most, busy)
                await asyncio.sleep(0)
                busy -= 1

    await asyncio.gather(*map(work, range(3)))
    assert most == 1


async def test_a_killed_program_lets_go_of_what_it_held(address: str) -> None:
    program = another_process(HOLD, address)
    assert program.stdout is not None
    assert program.stdout.readline() == "True\n"
    home = home_at(address)
    lock = (await home.store()).lock("work")
    assert not await lock.held()
    program.kill()
    program.communicate()
    async with asyncio.timeout(10), alone(lock, asyncio.sleep):
        pass
    await home.leave()


async def test_a_lock_whose_connection_the_server_dropped_is_taken_anew(postgres: str) -> None:
    home = home_at(postgres)
    store, other = await home.store(), await home.store()
    lock, rival = store.lock("work"), other.lock("work")
    assert await lock.held()
    assert isinstance(other, SqlStore)
    await raw(
        other,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )
    async with asyncio.timeout(10), alone(rival, asyncio.sleep):
        assert not await lock.held(), "it is not believed to be held any more"
    assert await lock.held()
    await lock.release()
    await home.leave()


async def test_many_locks_leave_connections_for_the_turns(postgres: str) -> None:
    home = home_at(postgres)
    first, second = await home.store(), await home.store()
    held = [first.lock(f"work {number}") for number in range(3)]
    assert all([await lock.held() for lock in held])
    for _ in range(40):
        assert not await second.lock("work 1").held()
    await first.ping()
    await second.ping()
    for lock in held:
        await lock.release()
        await lock.release()
    await home.leave()


async def test_without_a_database_nobody_holds_anything(postgres: str) -> None:
    store = SqlStore(postgres)
    with pytest.raises(StorageError, match="not open"):
        await store.lock("work").held()
