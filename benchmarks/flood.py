"""How long others wait for their answers while one person sends ten thousand messages.

Run: python -m benchmarks.flood [--flood 10000] [--others 100]. The real bot in the simulated
Discord, with its classifiers and a SQLite file: the same questions of others are timed first in
quiet and then amid the flood, from the event to the sent reply. The simulated Discord and the bot
share one process.
"""

from __future__ import annotations

import argparse
import asyncio
import copy
import logging
import tempfile
import time
from collections.abc import Sequence
from itertools import count
from pathlib import Path

import discord
import numpy as np
import simcord

from bot.app import App, open_app
from bot.content.cache import Cache
from bot.settings import load
from bot.transports.discord.client import AjarClient

QUESTIONS = (
    "what is an open model?",
    "which licence does llama have",
    "what does it cost to run a model at home",
    "help me choose",
    "compare open and closed models",
)
IDS = count(1)


async def main(flood: int, others: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        app = await open_app(load(database=f"sqlite:///{Path(folder) / 'log.db'}"))
        client = AjarClient(app.content, app.engine, Cache(None), app)
        async with simcord.run(client, check_errors=False) as env:
            quiet = await measured(env, client, 0, others)
            amid = await measured(env, client, flood, others)
        await report(app, quiet, amid, flood)


async def measured(env: simcord.Env, client: AjarClient, flood: int, others: int) -> list[float]:
    """Seconds until each of the others had an answer; the flood is spread between them."""
    guild = env.create_guild()
    channels = [guild.create_text_channel(f"c{n}") for n in range(others // 10 + 1)]
    loud = await sample(env, client, channels[0], "loud")
    asked = [await sample(env, client, channels[n // 10], f"p{n}") for n in range(others)]
    tasks, times = [], []
    for number, message in enumerate(asked):
        share = flood * (number + 1) // others - flood * number // others
        tasks += [asyncio.create_task(client.clicks.hear(new(loud), "hello")) for _ in range(share)]
        question = QUESTIONS[number % len(QUESTIONS)]
        times.append(asyncio.create_task(timed(client, message, question)))
        await asyncio.sleep(0)
    found = await asyncio.gather(*times)
    await asyncio.gather(*tasks)
    return list(found)


async def timed(client: AjarClient, message: discord.Message, text: str) -> float:
    began = time.perf_counter()
    await client.clicks.hear(new(message), text)
    return time.perf_counter() - began


async def sample(
    env: simcord.Env, client: AjarClient, channel: simcord.ChannelHandle, name: str
) -> discord.Message:
    """A message of a new person as Discord hands it over; nobody answers it."""
    caught: list[discord.Message] = []

    async def catch(message: discord.Message) -> None:
        caught.append(message)

    before, client.on_message = client.on_message, catch  # type: ignore[method-assign]
    guild = channel.guild
    person = guild.add_member(env.create_user(name))
    await person.send(channel, "hello")
    client.on_message = before  # type: ignore[method-assign]
    return caught[0]


def new(message: discord.Message) -> discord.Message:
    """The same once more, under an id of its own."""
    again = copy.copy(message)
    again.id = next(IDS)
    return again


async def report(app: App, quiet: Sequence[float], amid: Sequence[float], flood: int) -> None:
    for name, times in (("quiet", quiet), (f"amid {flood:,}", amid)):
        p50, p99 = (1000 * np.percentile(times, (50, 99))).tolist()
        print(f"{name:>12}: p50 {p50:6.0f} ms, p99 {p99:6.0f} ms, at most {1000 * max(times):.0f}")
    print(f"ratio of the medians: {np.median(amid) / np.median(quiet):.2f}")
    await app.close()


if __name__ == "__main__":
    logging.disable()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--flood", type=int, default=10_000)
    parser.add_argument("--others", type=int, default=100)
    given = parser.parse_args()
    asyncio.run(main(given.flood, given.others))
