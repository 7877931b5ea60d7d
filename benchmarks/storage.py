"""What keeping a turn costs, with its commit, however much is kept already.

Run: python -m benchmarks.storage [--database URL] [--events 1 100000 1000000] [--turns 600]
[--soak 20000], where URL names an empty database; with none it is a SQLite file in a temporary
folder. The planner is a small one that answers at once, so that the figures are those of the engine
and the database.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import resource
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import cast

import numpy as np

from benchmarks.kills import Echo
from bot.conversation.plan import Planner
from bot.engine import Engine, Message
from bot.storage.moving import add
from bot.storage.paging import PAGE
from bot.storage.sql import SqlStore
from bot.storage.tables import events, sessions

CROWD = 20
A_SESSION = 20
LONG = 5_000
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
TEXT = '{"type":"heard","v":1,"text":"what is the catch with open models?","ranking":[]}'


def engine_on(store: SqlStore) -> Engine:
    return Engine(cast("Planner", Echo()), store, lambda: datetime.now(UTC))


async def fill(store: SqlStore, first: int, last: int) -> None:
    """Stored events from number `first` to `last`, twenty to a conversation."""
    for start in range(first, last, PAGE * 5):
        numbers = range(start, min(start + PAGE * 5, last))
        rows = [
            {
                "session": f"s{n // A_SESSION}",
                "sequence": n % A_SESSION + 1,
                "at": BEGIN + timedelta(seconds=n),
                "data": TEXT,
            }
            for n in numbers
        ]
        owners = [
            (name, f"person {name}", "lab", BEGIN, BEGIN)
            for name in dict.fromkeys(str(row["session"]) for row in rows)
        ]
        kept = [tuple(row.get(column.name) for column in events.columns) for row in rows]
        await store.do(partial(add, table=sessions, rows=owners), write=True)
        await store.do(partial(add, table=events, rows=kept), write=True)


async def timed(engine: Engine, users: list[str]) -> list[float]:
    """Milliseconds of a turn of each of the users, one after the other."""
    times = []
    for user in users:
        start = time.perf_counter()
        await engine.handle(Message(user, "lab", text="what is the catch with open models?"))
        times.append(1000 * (time.perf_counter() - start))
    return times


async def crowd(engine: Engine, people: int, each: int) -> float:
    """Turns a second of people who take so many turns each at the same time."""
    start = time.perf_counter()
    await asyncio.gather(*(timed(engine, [f"crowd {n}"] * each) for n in range(people)))
    return people * each / (time.perf_counter() - start)


def shown(times: list[float]) -> str:
    return f"{np.percentile(times, 50):.2f} / {np.percentile(times, 99):.2f}"


async def growth(address: str, sizes: list[int], turns: int) -> None:
    """One row for each size: opening the store, turns in a known, a new and a stored talk."""
    print("| events kept | opening ms | known ms | new ms | stored ms | turns a second, one / 20 |")
    print("| --- | --- | --- | --- | --- | --- |")
    filled = 0
    for size in sizes:
        store = SqlStore(address)
        await store.open()
        await fill(store, filled, size)
        filled = size
        await store.close()
        gc.collect()
        start = time.perf_counter()
        await store.open()
        opening = 1000 * (time.perf_counter() - start)
        engine = engine_on(store)
        known = await timed(engine, ["one person"] * turns)
        new = await timed(engine, [f"new {size} {n}" for n in range(turns)])
        stored = await timed(engine, [f"person s{n}" for n in range(size // A_SESSION)][:turns])
        told = shown(stored) if stored else "-"
        rates = f"{1000 / np.mean(known):.0f} / {await crowd(engine, CROWD, turns // CROWD):.0f}"
        print(f"| {size:,} | {opening:.0f} | {shown(known)} | {shown(new)} | {told} | {rates} |")
        await store.close()


async def long_talk(address: str) -> None:
    """Opening a conversation of thousands of events, with its snapshot and without."""
    store = SqlStore(address)
    await store.open()
    await timed(engine_on(store), ["chatterbox"] * (LONG // 2))
    with_it = [(await timed(engine_on(store), ["chatterbox"]))[0] for _ in range(20)]
    without = []
    for _ in range(5):
        await store.do(lambda c: c.exec_driver_sql("DELETE FROM snapshots"), write=True)
        without += await timed(engine_on(store), ["chatterbox"])
    print(
        f"\nopening a talk of {LONG:,} events, p50 / p99 ms: {shown(with_it)} from its snapshot, "
    )
    print(f"{shown(without)} from the beginning")
    await store.close()


def memory() -> float:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


async def soak(address: str, turns: int) -> None:
    """Many turns of many people, with deletions: what a turn costs and holds at the end."""
    store = SqlStore(address)
    await store.open()
    engine = engine_on(store)
    for number, part in enumerate(_parts(turns), 1):
        times = await timed(engine, [f"soak {n}" for n in part])
        gone = await store.expire(datetime.now(UTC) - timedelta(seconds=20))
        told = f"{shown(times)} ms, {memory():.0f} MB at most, {gone} talks expired"
        print(f"soak {number * len(part):,} turns: {told}")
    await store.close()


def _parts(turns: int) -> Iterator[range]:
    step = max(1, turns // 5)
    yield from (range(start, start + step) for start in range(0, step * 5, step))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", metavar="URL")
    parser.add_argument("--events", type=int, nargs="+", default=[1, 100_000, 1_000_000])
    parser.add_argument("--turns", type=int, default=600)
    parser.add_argument("--soak", type=int, default=20_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        address = options.database or str(Path(folder) / "storage.db")
        asyncio.run(growth(address, options.events, options.turns))
        asyncio.run(long_talk(address))
        asyncio.run(soak(address, options.soak))


if __name__ == "__main__":
    main()
