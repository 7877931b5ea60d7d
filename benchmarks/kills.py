"""Kills the engine with SIGKILL amid its turns, again and again, and counts what became of them.

Run: python -m benchmarks.kills [--kills 200] [--database URL], where URL names an empty database;
with none it is a SQLite file in a temporary folder. The planner is a small one that answers at
once, so that as many kills as possible fall into the engine and the database.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from bot.conversation import events as ev
from bot.conversation.draft import Plan
from bot.conversation.plan import Planner
from bot.conversation.state import State
from bot.engine import Engine, Message
from bot.reply import Reply
from bot.storage.sql import SqlStore

PEOPLE = 5
MOST_TURNS = 25
MOST_DELAY = 0.004


class Echo:
    """Plans a turn of two events that repeats the message."""

    def text(self, text: str, state: State, today: str) -> Plan:
        return Plan((ev.Heard(text), ev.Replied("answer")), Reply("answer", text))


async def talk(address: str, name: str) -> None:
    """Says a new thing as one of five people, for ever; prints each once its reply is there."""
    store = SqlStore(address)
    await store.open()
    engine = Engine(cast("Planner", Echo()), store, lambda: datetime.now(UTC))
    for number in itertools.count():
        text = f"{name}-{number}"
        await engine.handle(Message(f"user {number % PEOPLE}", "lab", text=text))
        print(text, flush=True)


@dataclass(frozen=True)
class Outcome:
    """Of the turns that were acknowledged before the kills, and of those kept in the end."""

    kills: int
    acknowledged: int
    kept: int
    lost: int
    doubled: int
    halved: int
    gaps: int

    @property
    def is_sound(self) -> bool:
        return self.lost == self.doubled == self.halved == self.gaps == 0


def kill_often(address: str, kills: int, seed: int = 7) -> Outcome:
    """Starts the program so many times on one database, and kills it amid its turns each time."""
    dice = random.Random(seed)
    acknowledged: list[str] = []
    for number in range(kills):
        command = [sys.executable, "-m", "benchmarks.kills", "--talk", str(number)]
        child = subprocess.Popen(
            [*command, "--database", address], stdout=subprocess.PIPE, text=True
        )
        if child.stdout is None:
            raise RuntimeError("the child has no output")
        turns = dice.randint(1, MOST_TURNS)
        acknowledged += [child.stdout.readline().strip() for _ in range(turns)]
        time.sleep(dice.uniform(0, MOST_DELAY))
        child.kill()
        acknowledged += child.communicate()[0].split()
    return asyncio.run(judged(address, kills, acknowledged))


async def judged(address: str, kills: int, acknowledged: list[str]) -> Outcome:
    store = SqlStore(address)
    await store.open()
    said: Counter[str] = Counter()
    halved = gaps = 0
    for user in range(PEOPLE):
        session = await store.find(f"user {user}", "lab")
        records = await store.read(session.id) if session else []
        said.update(each.data["text"] for each in records if each.data["type"] == "heard")
        halved += len(records) % 2 + _unlike(records)
        gaps += [each.sequence for each in records] != list(range(1, len(records) + 1))
    await store.close()
    lost = sum(not said[text] for text in acknowledged)
    doubled = sum(number > 1 for number in said.values())
    return Outcome(kills, len(acknowledged), said.total(), lost, doubled, halved, gaps)


def _unlike(records: list[Any]) -> int:
    """How many events are not what a log of whole turns has at their place."""
    kinds = itertools.cycle(("heard", "replied"))
    return sum(each.data["type"] != kind for each, kind in zip(records, kinds, strict=False))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--database", metavar="URL")
    parser.add_argument("--talk", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.talk is not None:
        asyncio.run(talk(options.database, options.talk))
        return
    with tempfile.TemporaryDirectory() as folder:
        address = options.database or str(Path(folder) / "kills.db")
        outcome = kill_often(address, options.kills)
    print(outcome)
    sys.exit(not outcome.is_sound)


if __name__ == "__main__":
    main()
