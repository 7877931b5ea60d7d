"""How many turns a second processes keep up, and how long each takes, with its commit.

Run: python -m benchmarks.sustained [--processes 1] [--seconds 20] [--people 20] [--server URL],
where URL names a PostgreSQL server without a database; with none it is a SQLite file. In each
process so many people talk at the same time, each waiting for the reply. `--rate` makes them pause
instead, so that latencies are those of so many turns a second. The planner is a small one that
answers at once; every message has a source, as on Discord.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import time
from dataclasses import dataclass

import numpy as np

from benchmarks.places import empty, opened
from benchmarks.storage import engine_on
from bot.engine import Message

WARM_UP = 20


@dataclass(frozen=True)
class Load:
    seconds: float
    people: int
    rate: float | None


async def talk(address: str, name: str, load: Load) -> list[float]:
    """Milliseconds of every turn of one process, from the moment that all are ready."""
    store = await opened(address)
    engine, times = engine_on(store), []

    async def turn(person: int, number: int) -> None:
        begun = time.perf_counter()
        said = f"chat:{name}:{person}:{number}"
        await engine.handle(Message(f"{name} {person}", "lab", text=said, source=said))
        times.append(1000 * (time.perf_counter() - begun))

    async def chatter(person: int, until: float) -> None:
        number = WARM_UP
        pause = load.people / load.rate if load.rate else 0.0
        if pause:
            await asyncio.sleep(pause * person / load.people)
        while (now := time.perf_counter()) < until:
            await turn(person, number)
            number += 1
            if pause:
                await asyncio.sleep(max(0.0, now + pause - time.perf_counter()))

    await asyncio.gather(*(turn(person, n) for n in range(2) for person in range(load.people)))
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    times.clear()
    until = time.perf_counter() + load.seconds
    await asyncio.gather(*(chatter(person, until) for person in range(load.people)))
    await store.close()
    return times


def together(address: str, processes: int, arguments: list[str]) -> list[list[float]]:
    command = [sys.executable, "-m", "benchmarks.sustained", *arguments, "--talk", address]
    pipe = subprocess.PIPE
    children = [
        subprocess.Popen([*command, "--name", str(n)], stdin=pipe, stdout=pipe, text=True)
        for n in range(processes)
    ]
    for child in children:
        if child.stdout is None or child.stdout.readline() != "ready\n":
            raise RuntimeError("a process did not start")
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    return [json.loads(child.communicate()[0]) for child in children]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--rate", type=float, help="turns a second of one process")
    parser.add_argument("--server", metavar="URL")
    parser.add_argument("--talk", help=argparse.SUPPRESS)
    parser.add_argument("--name", help=argparse.SUPPRESS)
    options = parser.parse_args()
    load = Load(options.seconds, options.people, options.rate)
    if options.talk is not None:
        print(json.dumps(asyncio.run(talk(options.talk, options.name, load))))
        return
    arguments = ["--seconds", str(load.seconds), "--people", str(load.people)]
    arguments += ["--rate", str(load.rate)] if load.rate else []
    with empty(options.server) as (address,):
        found = together(address, options.processes, arguments)
    every = [each for times in found for each in times]
    rates = [len(times) / load.seconds for times in found]
    p50, p99 = np.percentile(every, 50), np.percentile(every, 99)
    each = ", ".join(f"{rate:.0f}" for rate in rates)
    print(f"{sum(rates):.0f} turns a second in all ({each}); p50 / p99 {p50:.2f} / {p99:.2f} ms")


if __name__ == "__main__":
    main()
