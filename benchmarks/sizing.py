"""What a process of the bot needs for each server that it is in, and a database for each turn.

Run: python -m benchmarks.sizing [--servers 2000] [--turns 1000]. The servers are made up, with 30
channels and 20 roles each; the library is told of them, and of messages in them that are not for
the bot, just as the gateway would tell it. Turns are the pack's own utterances, really understood.
Memory is what is resident, so Linux is needed.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import discord

from benchmarks.places import opened
from benchmarks.soak import resident, sentences
from bot.app import understanding
from bot.cluster import Share
from bot.content.cache import Cache
from bot.conversation.plan import Planner
from bot.engine import Answering, Engine, Message
from bot.settings import load
from bot.transports.discord.sharded import ShardedClient

CHANNELS, ROLES = 30, 20
MESSAGES = 20_000
PERSON = {"id": "77", "username": "ada", "discriminator": "0", "avatar": None}
AT = "2026-11-26T12:00:00+00:00"


def server(number: int) -> dict[str, Any]:
    """A server as the gateway describes it."""
    first = (number + 1) * 1_000_000
    role = {"permissions": "0", "color": 0, "hoist": False, "managed": False, "mentionable": True}
    roles = [
        role | {"id": str(first + n), "name": f"role {n}", "position": n} for n in range(ROLES)
    ]
    channel = {"type": 0, "permission_overwrites": [], "nsfw": False, "parent_id": None}
    channels = [
        channel | {"id": str(first + 100 + n), "name": f"channel-{n}", "position": n, "topic": ""}
        for n in range(CHANNELS)
    ]
    lists = {"emojis": [], "stickers": [], "features": [], "members": [], "voice_states": []}
    more = {"threads": [], "presences": [], "stage_instances": [], "guild_scheduled_events": []}
    named = {"id": str(first), "name": f"server {number}", "owner_id": "1", "member_count": 500}
    return named | lists | more | {"roles": roles, "channels": channels, "soundboard_sounds": []}


def message(number: int, servers: int) -> dict[str, Any]:
    first = (number % servers + 1) * 1_000_000
    place = {"guild_id": str(first), "channel_id": str(first + 100 + number % CHANNELS)}
    lists: dict[str, Any] = {
        name: [] for name in ("attachments", "embeds", "mentions", "mention_roles")
    }
    told = {"id": str(10**12 + number), "type": 0, "content": "", "timestamp": AT, "tts": False}
    rest = {"edited_timestamp": None, "mention_everyone": False, "pinned": False, "author": PERSON}
    return place | lists | told | rest


async def crowd(client: ShardedClient, servers: int) -> None:
    """Prints what servers take, and how many messages a second pass by that aren't the bot's."""
    state = client._connection
    gc.collect()
    before = resident()
    for number in range(servers):
        state.parse_guild_create(server(number))
    gc.collect()
    print(f"a server takes {1000 * (resident() - before) / servers:.0f} kB")
    told = [message(number, servers) for number in range(MESSAGES)]
    begun = time.process_time()
    for number, each in enumerate(told):
        state.parse_message_create(each)
        if number % 50 == 0:
            await asyncio.sleep(0)
    await asyncio.gather(*(asyncio.all_tasks() - {asyncio.current_task()}))
    seconds = time.process_time() - begun
    print(f"{MESSAGES / seconds:,.0f} messages of others a second of one core")


async def talk(engine: Engine, turns: int) -> None:
    """Prints what turns take of the processor."""
    texts = sentences()
    begun = time.process_time()
    for number in range(turns):
        said = Message(f"person {number // 10}", "lab", next(texts), source=f"s:{number}")
        await engine.handle(said)
    seconds = time.process_time() - begun
    print(f"{turns / seconds:,.0f} turns a second of one core, understanding and commit included")


async def measure(address: str, servers: int, turns: int) -> None:
    print(f"a process without anything loaded: {resident():.0f} MB")
    content, understander = understanding(load(), print)
    store = await opened(address)
    engine = Engine(Planner(content, understander), store, lambda: datetime.now(UTC))
    print(f"ready to answer: {resident():.0f} MB")
    answering: Answering = engine
    async with ShardedClient(Share((0,), 1), content, answering, Cache(None)) as client:
        me = PERSON | {"id": "1", "username": "Ajar", "bot": True}
        client._connection.user = discord.ClientUser(state=client._connection, data=me)
        await crowd(client, servers)
    await talk(engine, turns)
    await store.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--servers", type=int, default=2_000)
    parser.add_argument("--turns", type=int, default=1_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sizing.db"
        asyncio.run(measure(str(file), options.servers, options.turns))
        kilobytes = file.stat().st_size / options.turns / 1000
    print(f"a turn takes {kilobytes:.1f} kB of the disk")


if __name__ == "__main__":
    main()
