"""Many turns with the real understanding: what the program holds at the end, beside the start.

Run: python -m benchmarks.soak [--turns 100000] [--database URL], where URL names an empty database;
with none it is a SQLite file. The people say the pack's own utterances and made-up words; each
says twenty things, then another comes. Every tenth of the way what is old is deleted by age.
Memory is what is resident, so Linux is needed.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import random
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from benchmarks.places import opened
from bot.app import understanding
from bot.content.loader import Pack, default_root, load_training
from bot.conversation.plan import Planner
from bot.engine import Engine, Message
from bot.settings import load

PARTS = 10
A_PERSON = 20
KEPT = timedelta(seconds=60)


def resident() -> float:
    """MB of this process that are in memory."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1000
    raise RuntimeError("no VmRSS")


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def sentences(seed: int = 7) -> Iterator[str]:
    """Utterances of the pack, every third with a word that nobody has said before."""
    texts = [text for text, _ in load_training(Pack(default_root())).intent_pairs()]
    dice = random.Random(seed)
    while True:
        text = dice.choice(texts)
        made_up = "".join(dice.choices("abcdefghijklmnopqrstuvwxyz", k=9))
        yield f"{text} {made_up}" if dice.random() < 1 / 3 else text


async def soak(address: str, turns: int) -> None:
    content, understander = understanding(load(), print)
    store = await opened(address)
    engine = Engine(Planner(content, understander), store, lambda: datetime.now(UTC))
    texts, held, opens = sentences(), [], []
    print("| turns | p50 / p99 ms | MB resident | open files | talks expired |")
    print("| --- | --- | --- | --- | --- |")
    for part in range(PARTS):
        times = []
        for number in range(part * turns // PARTS, (part + 1) * turns // PARTS):
            begun = time.perf_counter()
            said = Message(f"soak {number // A_PERSON}", "lab", next(texts), source=f"s:{number}")
            await engine.handle(said)
            times.append(1000 * (time.perf_counter() - begun))
        gone = await store.expire(datetime.now(UTC) - KEPT)
        gc.collect()
        held.append(resident())
        opens.append(descriptors())
        shown = f"{np.percentile(times, 50):.2f} / {np.percentile(times, 99):.2f}"
        done = (part + 1) * turns // PARTS
        print(f"| {done:,} | {shown} | {held[-1]:.0f} | {opens[-1]} | {gone} |", flush=True)
    grown = held[-1] / held[1] - 1
    print(
        f"memory after warm-up (a fifth of the way): {grown:+.1%}; files: {opens[-1] - opens[1]:+}"
    )
    await store.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=100_000)
    parser.add_argument("--database", metavar="URL")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(soak(options.database or str(Path(folder) / "soak.db"), options.turns))


if __name__ == "__main__":
    main()
