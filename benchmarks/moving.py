"""Moves a full SQLite file to a PostgreSQL server, with a cut on the way, and takes the time.

Run: python -m benchmarks.moving [--events 1000000] [--server URL], where URL names a PostgreSQL
server without a database. The first try is killed at a third of the events; the second goes on and
compares counts and hashes. Both are `ajar db move` in processes of their own.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import time

from sqlalchemy import Connection, func, select

from benchmarks.places import empty, opened
from benchmarks.storage import fill
from bot.storage.tables import events

SERVER = "postgresql://postgres@127.0.0.1:5432"


def move(source: str, target: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "db", "move", "--to", target],
        env={**os.environ, "AJAR_DATABASE": f"sqlite:///{source}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


async def arrived(target: str) -> int:
    def count(connection: Connection) -> int:
        return connection.execute(select(func.count()).select_from(events)).scalar_one()

    store = await opened(target)
    try:
        return await store.do(count)
    finally:
        await store.close()


async def filled(source: str, size: int) -> None:
    store = await opened(source)
    await fill(store, 0, size)
    await store.close()


def run(source: str, target: str, size: int) -> int:
    """The exit code of the second try."""
    asyncio.run(filled(source, size))
    begun = time.perf_counter()
    first = move(source, target)
    while asyncio.run(arrived(target)) < size // 3:
        time.sleep(0.2)
    first.kill()
    first.communicate()
    cut = time.perf_counter() - begun
    print(f"killed after {cut:.0f} s with {asyncio.run(arrived(target)):,} events there")
    begun = time.perf_counter()
    second = move(source, target)
    told = second.communicate()[0].strip()
    print(f"{told}\nthe second try took {time.perf_counter() - begun:.0f} s")
    return second.returncode


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--server", metavar="URL", default=SERVER)
    options = parser.parse_args()
    with empty(None) as (source,), empty(options.server) as (target,):
        sys.exit(run(source, target, options.events))


if __name__ == "__main__":
    main()
