"""Ajar on Discord under load, beside an echo bot on the same library, in one run.

Run: python -m benchmarks.discord_load [--messages 1500] [--rounds 3] [--only speed|memory]. A
made-up Discord on loopback (tests/wire) stands for the real one and asks for no patience: the real
one takes 50 requests a second. The bots take turns, so that what else the machine does hits all of
them. The classifiers are built into the cache folder of the settings; the encoder has to be
installed there.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from benchmarks.discord_bots import ECHO, LEXICAL, SEMANTIC
from tests.wire.rig import Rig

AT_ONCE, IN_FLIGHT = 100, 200
A_SECOND = 50
PEOPLE = 1_500
START_SECONDS, ANSWER_SECONDS = 600.0, 60.0
GUILDS, CHANNELS = 100, 10
MANY_GUILDS, MANY_PEOPLE, MANY_MESSAGES = 1_000, 10_000, 20_000
GOALS = {LEXICAL: 0.70, SEMANTIC: 0.35}
ACKNOWLEDGED_MS, RESIDENT_MB, GROWTH = 100.0, 300.0, 1.03
SAID = (
    "what is the catch with open models?",
    "compare Llama and GPT-4",
    "what does the apache licence allow?",
    "help me choose",
    "is DeepSeek open?",
    "what is quantisation?",
    "hello",
    "what does Claude Sonnet 4.5 cost?",
    "who made Mistral?",
    "can I run Qwen on an RTX 3090?",
    "is my data safe with closed models?",
    "thanks!",
)


@dataclass
class Running:
    """A bot that is connected to a rig of its own; the rig's people speak in turns."""

    name: str
    rig: Rig
    process: asyncio.subprocess.Process
    waiting: dict[int, asyncio.Future[float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rig.rest.on_answer = self._answered
        self._people = itertools.cycle(range(1_000, 1_000 + PEOPLE))
        self._said = itertools.cycle(SAID)
        self.rooms = [each for guild in self.rig.world.guilds.values() for each in guild.channels]
        # From server to server, as their people would.
        self._rooms = itertools.cycle(self.rooms[:: self.per_guild] + self.rooms)

    @property
    def per_guild(self) -> int:
        return len(next(iter(self.rig.world.guilds.values())).channels)

    def _answered(self, message: int) -> None:
        waiting = self.waiting.pop(message, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(time.perf_counter())

    async def say(self, person: int | None = None, room: int | None = None) -> float:
        """Somebody says something; how many seconds the answer takes."""
        room = room or next(self._rooms)
        began = time.perf_counter()
        who = person or next(self._people)
        message = self.rig.write(room, who, f"<@1> {next(self._said)}")
        number = int(message["id"])
        answer = self.waiting[number] = asyncio.get_running_loop().create_future()
        await self.rig.gateway.dispatch("MESSAGE_CREATE", message)
        async with asyncio.timeout(ANSWER_SECONDS):
            return await answer - began

    async def ask(self) -> tuple[float, float]:
        """Somebody uses a command; the seconds to the acknowledgement and to the answer."""
        asked = await self.rig.command(
            next(self._rooms), next(self._people), "ask", question=next(self._said)
        )
        async with asyncio.timeout(ANSWER_SECONDS):
            await asked.is_answered.wait()
        assert asked.acknowledged is not None
        return asked.acknowledged - asked.at, time.perf_counter() - asked.at

    def forget(self) -> None:
        """Keeps the rig small: what is over is of no use to anybody."""
        self.rig.rest.posted.clear()
        self.rig.rest.answers.clear()
        self.rig.rest.asked.clear()
        self.rig.world.history.clear()

    def cpu(self) -> float:
        """The seconds that the processor has spent on this bot."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident(self) -> float:
        """What it holds in memory, in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(each for each in status.splitlines() if each.startswith("VmRSS"))
        return int(line.split()[1]) / 1024


@dataclass(frozen=True)
class Flood:
    """Messages a second while there are always some waiting, and the processor's time for each."""

    rate: float
    cpu_ms: float


@asynccontextmanager
async def running(name: str, folder: Path, guilds: int, channels: int) -> AsyncIterator[Running]:
    async with Rig() as rig:
        for _ in range(guilds):
            rig.world.add_guild(channels)
        command = (sys.executable, "-m", "benchmarks.discord_bots", name, str(rig.port), folder)
        process = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.DEVNULL)
        try:
            await rig.connected(START_SECONDS)
            yield Running(name, rig, process)
        finally:
            process.send_signal(signal.SIGTERM if name != ECHO else signal.SIGKILL)
            await process.wait()


async def flood(bot: Running, count: int, at_once: int = AT_ONCE) -> Flood:
    left = iter(range(count))

    async def people() -> None:
        for _ in left:
            await bot.say()

    cpu, began = bot.cpu(), time.perf_counter()
    await asyncio.gather(*(people() for _ in range(at_once)))
    seconds = time.perf_counter() - began
    return Flood(count / seconds, 1000 * (bot.cpu() - cpu) / count)


async def steady(bot: Running, count: int) -> list[float]:
    """The seconds that answers take where messages come evenly, as many as Discord takes."""
    under_way, began = [], time.perf_counter()
    for number in range(count):
        await asyncio.sleep(began + number / A_SECOND - time.perf_counter())
        under_way.append(asyncio.create_task(bot.say()))
    return await asyncio.gather(*under_way)


async def clicks(bot: Running, count: int) -> tuple[list[float], list[float]]:
    """The seconds to the acknowledgements and to the answers of commands, so many under way."""
    left = iter(range(count))

    async def people(number: int) -> list[tuple[float, float]]:
        await asyncio.sleep(number / IN_FLIGHT)  # they come one by one, within a second
        return [await bot.ask() for _ in left]

    taken = await asyncio.gather(*map(people, range(IN_FLIGHT)))
    first, last = zip(*itertools.chain.from_iterable(taken), strict=True)
    return list(first), list(last)


async def speed(messages: int, rounds: int, folder: Path) -> Iterator[str]:
    names = (ECHO, LEXICAL, SEMANTIC)
    floods: dict[str, list[Flood]] = {name: [] for name in names}
    waits: dict[str, list[float]] = {name: [] for name in names}
    first: dict[str, list[float]] = {name: [] for name in names[1:]}
    last: dict[str, list[float]] = {name: [] for name in names[1:]}
    async with AsyncExitStack() as stack:
        bots = [
            await stack.enter_async_context(running(name, folder, GUILDS, CHANNELS))
            for name in names
        ]
        for bot in bots:
            await flood(bot, AT_ONCE)  # what is made at first use is made
        for number in range(rounds):
            for bot in bots:
                note(f"round {number + 1} of {rounds}: {bot.name}")
                floods[bot.name].append(await flood(bot, messages))
                waits[bot.name] += await steady(bot, messages // 5)
                if bot.name in first:
                    acknowledged, answered = await clicks(bot, messages)
                    first[bot.name] += acknowledged
                    last[bot.name] += answered
                bot.forget()
    return speed_lines(floods, waits, first, last)


def speed_lines(
    floods: dict[str, list[Flood]],
    waits: dict[str, list[float]],
    first: dict[str, list[float]],
    last: dict[str, list[float]],
) -> Iterator[str]:
    yield "| bot | messages a second | of the echo's | goal | CPU ms a message | p50 / p99 ms |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for name, each in floods.items():
        rate = statistics.median(flood.rate for flood in each)
        ratios = (f.rate / e.rate for f, e in zip(each, floods[ECHO], strict=True))
        ratio, goal = statistics.median(ratios), GOALS.get(name)
        cpu = statistics.median(flood.cpu_ms for flood in each)
        aim = f"{goal:.0%}: {verdict(ratio >= goal)}" if goal else ""
        yield f"| {name} | {rate:.0f} | {ratio:.0%} | {aim} | {cpu:.1f} | {spread(waits[name])} |"
    yield ""
    columns = ("acknowledged p50 / p99 ms", "goal p99", "answered p50 / p99 ms")
    yield f"| {IN_FLIGHT} commands under way | {' | '.join(columns)} |"
    yield "| --- | --- | --- | --- |"
    for name, each in first.items():
        kept = verdict(float(np.percentile(each, 99)) * 1000 < ACKNOWLEDGED_MS)
        goal = f"{ACKNOWLEDGED_MS:.0f}: {kept}"
        yield f"| {name} | {spread(each)} | {goal} | {spread(last[name])} |"


async def memory(name: str, folder: Path) -> Iterator[str]:
    async with running(name, folder, MANY_GUILDS, 20) as bot:
        sizes = {"connected": bot.resident()}
        note(f"{name}: {MANY_PEOPLE:,} sessions")
        await talk(bot, MANY_PEOPLE)
        sizes["known"] = bot.resident()
        for part in range(2):
            note(f"{name}: {MANY_MESSAGES:,} messages, half {part + 1}")
            await talk(bot, MANY_MESSAGES // 2)
            sizes[f"half {part + 1}"] = bot.resident()
    return memory_lines(name, sizes)


async def talk(bot: Running, count: int) -> None:
    """Each of many people in a channel of their own, one after the other."""
    left = iter(range(count))

    async def people() -> None:
        for number in left:
            person = number % MANY_PEOPLE
            room = bot.rooms[(person * 20 + person // MANY_GUILDS) % len(bot.rooms)]
            await bot.say(1_000 + person, room)
            if number % 1_000 == 0:
                bot.forget()

    await asyncio.gather(*(people() for _ in range(AT_ONCE)))


def memory_lines(name: str, sizes: dict[str, float]) -> Iterator[str]:
    growth = sizes["half 2"] / sizes["known"]
    most = max(sizes.values())
    yield (
        f"| {name} | {sizes['connected']:.0f} | {sizes['known']:.0f} | {sizes['half 1']:.0f} "
        f"| {sizes['half 2']:.0f} | {RESIDENT_MB:.0f}: {verdict(most < RESIDENT_MB)} "
        f"| {growth:.2f} times ({GROWTH:.2f}: {verdict(growth <= GROWTH)}) |"
    )


MEMORY_HEAD = (
    f"| resident MB | {MANY_GUILDS:,} servers | {MANY_PEOPLE:,} sessions | "
    f"{MANY_MESSAGES // 2:,} messages on | {MANY_MESSAGES:,} on | goal | growth |\n"
    "| --- | --- | --- | --- | --- | --- | --- |"
)


def spread(seconds: list[float]) -> str:
    p50, p99 = (1000 * float(np.percentile(seconds, each)) for each in (50, 99))
    return f"{p50:.1f} / {p99:.1f}"


def verdict(kept: bool) -> str:
    return "kept" if kept else "missed"


def note(text: str) -> None:
    print(f"{text} …", file=sys.stderr)


async def main(options: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as folder:
        if options.only in (None, "speed"):
            print("\n".join(await speed(options.messages, options.rounds, Path(folder))))
        if options.only in (None, "memory"):
            print(f"\n{MEMORY_HEAD}")
            for name in (LEXICAL, SEMANTIC):
                print("\n".join(await memory(name, Path(folder))))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=1_500)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=["speed", "memory"])
    asyncio.run(main(parser.parse_args()))
