"""How long a turn of the guided dialogue takes: understood, planned, and committed to SQLite.

Run: python -m benchmarks.dialogue [--count N] [--semantic on]. Invented people from
intents/personas open a dialogue and answer what they are asked in their own words, until the
verdict and two questions after it. Every turn is timed from the message to the reply, its events
being in a SQLite file by then: by the processor's clock for all threads, so that other processes
don't count, and by the wall clock, which holds the waiting for the disk too. A turn counts with the
least of three rounds, each in a file of its own and with nothing remembered.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import numpy as np

from bot import app, settings
from bot.content.loader import load_training
from bot.content.schema import Persona
from bot.conversation.plan import Planner
from bot.engine import Engine, Message
from bot.storage.sql import SqlStore
from bot.understanding.understander import Understander

Taken = tuple[float, float]  # milliseconds of the processor, and by the wall clock
ROUNDS = 3
MOST_TURNS = 20
AFTER = ("why?", "what if money was no problem?")
GOALS = {"off": (4.0, 10.0), "on": (8.0, 20.0)}
NAMES = {"off": "words", "on": "words and meaning"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100, help="how many people")
    parser.add_argument("--semantic", choices=["off", "on"], default="off")
    options = parser.parse_args()
    times = asyncio.run(measure(options.count, options.semantic))
    goal = GOALS[options.semantic]
    print(f"{len(times):,} turns, {NAMES[options.semantic]}\n")
    print("| clock | p50 / p99 ms | goal |\n| --- | --- | --- |")
    for place, clock in enumerate(("processor", "wall")):
        p50, p99 = (float(np.percentile([t[place] for t in times], which)) for which in (50, 99))
        verdict = "kept" if p50 <= goal[0] and p99 <= goal[1] else "missed"
        print(f"| {clock} | {p50:.2f} / {p99:.2f} | {goal[0]:g} / {goal[1]:g}: {verdict} |")


async def measure(count: int, semantic: Literal["off", "on"]) -> list[Taken]:
    """What every turn took, each the least of the rounds."""
    chosen = settings.load(semantic=semantic)
    content, understander = app.understanding(chosen, lambda _: None)
    people = load_training(app.pack_of(chosen)).personas
    some = people[:: max(1, len(people) // count)][:count]
    artefacts, encoder = understander.ranker.artefacts, understander.ranker.encoder
    gc.collect()
    gc.freeze()  # as the program does at its start
    rounds = []
    for _ in range(ROUNDS):
        planner = Planner(content, Understander(content, artefacts, encoder))
        with tempfile.TemporaryDirectory() as folder:
            rounds.append(await play(planner, some, Path(folder) / "talk.db"))
    return [(float(own), float(wall)) for own, wall in np.min(rounds, axis=0)]


async def play(planner: Planner, people: Sequence[Persona], file: Path) -> list[Taken]:
    """All turns of all people, one after the other."""
    store = SqlStore(f"sqlite:///{file}")
    await store.open()
    try:
        engine = Engine(planner, store, lambda: datetime.now(UTC))
        await engine.handle(Message("warm", "up", "help me choose"))
        return [taken for person in people for taken in await dialogue(engine, person)]
    finally:
        await store.close()


async def dialogue(engine: Engine, person: Persona) -> list[Taken]:
    """One person's turns, from the first message to what they ask after the verdict."""
    times: list[Taken] = []
    text = f"help me choose. {person.opening}"
    after = list(AFTER)
    for _ in range(MOST_TURNS):
        began = (time.process_time(), time.perf_counter())
        reply = await engine.handle(Message(person.who, "benchmark", text))
        ended = (time.process_time(), time.perf_counter())
        times.append((1000 * (ended[0] - began[0]), 1000 * (ended[1] - began[1])))
        asking = reply.standing.asking
        if asking is None and not after:
            break
        text = answer(person, asking) if asking else after.pop(0)
    return times


def answer(person: Persona, factor: str) -> str:
    """Their own words; where they have none for a factor, they pass."""
    return next(iter(person.answers.get(factor, {}).values()), "skip")


if __name__ == "__main__":
    main()
