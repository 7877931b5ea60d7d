"""Restarts the processes of a bot one after the other amid its turns, and counts the replies.

Run: python -m benchmarks.rolling [--turns 10000] [--restarts 10] [--database URL], where URL names
an empty database; with none it is a SQLite file in a temporary folder. Two processes are there at
all times and both are told every message, as Discord tells overlapping connections; each restart
begins a third and then ends the oldest by SIGTERM. The planner is a small one that answers at once.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from benchmarks.kills import Echo
from bot.conversation.plan import Planner
from bot.engine import Engine, Message
from bot.errors import Repeated, StorageError
from bot.storage.sql import SqlStore
from bot.transports.discord.running import DRAIN_SECONDS, stop_signals
from bot.transports.discord.turns import Turns

PEOPLE = 60
AT_ONCE = 30
PATIENCE = 20.0


async def serve(address: str) -> None:
    """Answers lines of "NUMBER PERSON", each by its number; leaves on SIGTERM as the bot does."""
    store, turns, stop = SqlStore(address), Turns(), asyncio.Event()
    await store.open()
    engine = Engine(cast("Planner", Echo()), store, lambda: datetime.now(UTC))

    async def answer(number: str, person: str) -> None:
        with turns.running():
            said = Message(person, "lab", text=number, source=f"chat:{number}")
            try:
                reply = await engine.handle(said)
            except Repeated:
                return
            except StorageError as error:
                sys.stderr.write(f"{error}\n")
                return
            sys.stdout.write(f"{reply.text}\n")
            sys.stdout.flush()

    async def listen(lines: asyncio.StreamReader) -> None:
        async with asyncio.TaskGroup() as answers:
            while line := await lines.readline():
                number, person = line.decode().split()
                if turns.is_new(int(number)):
                    answers.create_task(answer(number, person))

    with stop_signals(stop):
        lines = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(lines), sys.stdin
        )
        print("ready", flush=True)
        listening = asyncio.create_task(listen(lines))
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({listening, stopping}, return_when=asyncio.FIRST_COMPLETED)
        await turns.drain(DRAIN_SECONDS)
        listening.cancel()
        stopping.cancel()
    await store.close()


@dataclass
class Discord:
    """Tells every message to all processes, and counts what they reply to each."""

    address: str
    live: list[asyncio.subprocess.Process] = field(default_factory=list)
    replies: Counter[str] = field(default_factory=Counter)
    waiting: dict[str, asyncio.Event] = field(default_factory=dict)
    readers: set[asyncio.Task[None]] = field(default_factory=set)
    times: list[float] = field(default_factory=list)
    marks: dict[int, asyncio.Event] = field(default_factory=dict)

    async def begin(self) -> None:
        """One more process, connected."""
        command = [sys.executable, "-m", "benchmarks.rolling", "--serve", self.address]
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe)
        if process.stdout is None or await process.stdout.readline() != b"ready\n":
            raise RuntimeError("a process did not start")
        self.readers.add(asyncio.create_task(self._read(process.stdout)))
        self.live.append(process)

    async def end(self) -> None:
        """The oldest process is told to leave; it hears all messages until it has left."""
        oldest = self.live[0]
        oldest.send_signal(signal.SIGTERM)
        await oldest.wait()
        self.live.remove(oldest)

    async def ask(self, number: int) -> None:
        name = str(number)
        done = self.waiting[name] = asyncio.Event()
        begun = time.perf_counter()
        for process in self.live:
            if process.stdin is not None and not process.stdin.is_closing():
                process.stdin.write(f"{name} person-{number % PEOPLE}\n".encode())
        try:
            await asyncio.wait_for(done.wait(), PATIENCE)
        except TimeoutError:
            return
        self.times.append(time.perf_counter() - begun)
        if mark := self.marks.get(len(self.times)):
            mark.set()

    async def _read(self, lines: asyncio.StreamReader) -> None:
        while line := await lines.readline():
            name = line.decode().strip()
            self.replies[name] += 1
            self.waiting[name].set()


@dataclass(frozen=True)
class Outcome:
    """`unanswered` and `answered_twice` are of the replies, `lost` and `doubled` of the log."""

    turns: int
    restarts: int
    unanswered: int
    answered_twice: int
    lost: int
    doubled: int
    a_second: float
    longest_ms: float

    @property
    def is_sound(self) -> bool:
        return self.unanswered == self.answered_twice == self.lost == self.doubled == 0


async def roll(address: str, turns: int, restarts: int) -> Outcome:
    """So many turns, with the restarts spread evenly among them."""
    discord, gate = Discord(address), asyncio.Semaphore(AT_ONCE)
    await asyncio.gather(discord.begin(), discord.begin())
    begun = time.perf_counter()

    async def ask(number: int) -> None:
        async with gate:
            await discord.ask(number)

    async def restart_all() -> None:
        for mark in list(discord.marks.values()):
            await mark.wait()
            await discord.begin()
            await discord.end()

    marks = (turns * (number + 1) // (restarts + 2) for number in range(restarts))
    discord.marks = {max(1, mark): asyncio.Event() for mark in marks}
    restarting = asyncio.create_task(restart_all())
    await asyncio.gather(*(ask(number) for number in range(turns)))
    seconds = time.perf_counter() - begun
    await restarting
    while discord.live:
        await discord.end()
    await asyncio.gather(*discord.readers)
    said = await kept(address)
    names = [str(number) for number in range(turns)]
    return Outcome(
        turns,
        restarts,
        unanswered=sum(not discord.replies[name] for name in names),
        answered_twice=sum(number > 1 for number in discord.replies.values()),
        lost=sum(not said[name] for name in names),
        doubled=sum(number > 1 for number in said.values()),
        a_second=round(turns / seconds, 1),
        longest_ms=round(1000 * max(discord.times, default=0.0), 1),
    )


async def kept(address: str) -> Counter[str]:
    """How often the log holds each message."""
    store = SqlStore(address)
    await store.open()
    said: Counter[str] = Counter()
    for number in range(PEOPLE):
        session = await store.find(f"person-{number}", "lab")
        records = await store.read(session.id) if session else []
        said.update(each.data["text"] for each in records if each.data["type"] == "heard")
    await store.close()
    return said


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=10_000)
    parser.add_argument("--restarts", type=int, default=10)
    parser.add_argument("--database", metavar="URL")
    parser.add_argument("--serve", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve is not None:
        asyncio.run(serve(options.serve))
        return
    with tempfile.TemporaryDirectory() as folder:
        address = options.database or str(Path(folder) / "rolling.db")
        outcome = asyncio.run(roll(address, options.turns, options.restarts))
    print(outcome)
    sys.exit(not outcome.is_sound)


if __name__ == "__main__":
    main()
