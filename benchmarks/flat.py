"""Whether a turn and a start cost the same on an empty database and on a full one.

Run: python -m benchmarks.flat [--events 1000000] [--turns 2000] [--server URL], where URL names a
PostgreSQL server without a database; with none both databases are SQLite files. Turns on the two
databases alternate, so that whatever else the machine does weighs on both alike. A start is the
whole program in a new process, from nothing to its first reply.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import time

import numpy as np

from benchmarks.places import empty, opened
from benchmarks.storage import engine_on, fill
from bot.engine import Engine, Message

STARTS = 5
TEXT = "what is the catch with open models?"


async def alternate(
    small: str, full: str, turns: int
) -> dict[str, tuple[list[float], list[float]]]:
    """Milliseconds of turns on both: in a talk that is known, in a new one, in a stored one."""
    stores = [await opened(small), await opened(full)]
    engines = [engine_on(store) for store in stores]
    kinds = {
        "known": lambda n: "one person",
        "new": lambda n: f"new {n}",
        "stored": lambda n: f"person s{n}",
    }
    found: dict[str, tuple[list[float], list[float]]] = {}
    for kind, name in kinds.items():
        times: tuple[list[float], list[float]] = ([], [])
        for number in range(turns):
            order = (0, 1) if number % 2 else (1, 0)
            for each in order:
                times[each].append(await one(engines[each], name(number)))
        found[kind] = times
    for store in stores:
        await store.close()
    return found


async def one(engine: Engine, user: str) -> float:
    begun = time.perf_counter()
    await engine.handle(Message(user, "lab", text=TEXT, source=f"chat:{time.time_ns()}"))
    return 1000 * (time.perf_counter() - begun)


def start(address: str) -> float:
    """Seconds from nothing to the first reply of the program on this database."""
    begun = time.perf_counter()
    url = address if "://" in address else f"sqlite:///{address}"
    done = subprocess.run(
        [sys.executable, "-m", "bot", "jsonl", "--database", url],
        input=json.dumps({"user": "ada", "channel": "lab", "text": "hello"}) + "\n",
        capture_output=True,
        text=True,
        check=True,
    )
    if not json.loads(done.stdout.splitlines()[0]).get("text"):
        raise RuntimeError("the program gave no reply")
    return time.perf_counter() - begun


async def prepare(small: str, full: str, events: int, turns: int) -> float:
    """Both hold the talks that the stored turns go on with; one holds all the others too."""
    begun = time.perf_counter()
    for address, size in ((small, turns * 20), (full, max(events, turns * 20))):
        store = await opened(address)
        await fill(store, 0, size)
        await store.close()
    return time.perf_counter() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--turns", type=int, default=2_000)
    parser.add_argument("--server", metavar="URL")
    options = parser.parse_args()
    with empty(options.server, 2) as (small, full):
        seconds = asyncio.run(prepare(small, full, options.events, options.turns))
        print(f"filled in {seconds:.0f} s")
        found = asyncio.run(alternate(small, full, options.turns))
        few = f"{options.turns * 20:,}"
        print(
            f"| talk | {few} events, p50 / p99 ms | {options.events:,} | ratio p50 | ratio mean |"
        )
        print("| --- | --- | --- | --- | --- |")
        for kind, (before, after) in found.items():
            shown = [
                f"{np.percentile(each, 50):.2f} / {np.percentile(each, 99):.2f}"
                for each in (before, after)
            ]
            p50 = np.percentile(after, 50) / np.percentile(before, 50)
            mean = np.mean(after) / np.mean(before)
            print(f"| {kind} | {shown[0]} | {shown[1]} | {p50:.2f} | {mean:.2f} |")
        times = [(start(small), start(full)) for _ in range(STARTS)]
        for name, column in zip(("few", "all"), zip(*times, strict=True), strict=True):
            print(f"start to first reply, {name} events: {min(column):.2f} to {max(column):.2f} s")


if __name__ == "__main__":
    main()
