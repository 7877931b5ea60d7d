"""A bot whose servers are spread over shards, in one process or in several."""

from __future__ import annotations

import asyncio
import itertools
import json
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import discord as dpy
import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from local_api import Api, as_json, served
from pydantic import SecretStr
from scripted_engine import Behind, ScriptedEngine

from bot import cluster
from bot.cluster import Share
from bot.content.cache import Cache
from bot.content.snapshot import Content
from bot.errors import AjarError, StorageError
from bot.storage.memory import MemoryStore
from bot.transports.discord import serve, sharded
from bot.transports.discord.sharded import SPACING, ShardedClient, Spacing


@given(of=st.integers(1, 40), shards=st.integers(1, 200))
def test_over_all_processes_each_shard_is_served_once(of: int, shards: int) -> None:
    if shards < of:
        with pytest.raises(ValueError, match="too few"):
            cluster.share((1, of), shards)
        return
    served = [cluster.share((number, of), shards) for number in range(1, of + 1)]
    assert sorted(shard for each in served for shard in each.ids) == list(range(shards))
    assert {each.count for each in served} == {shards}
    sizes = [len(each.ids) for each in served]
    assert max(sizes) - min(sizes) <= 1
    assert 0 in served[0].ids, "direct messages come to the first"


def test_a_process_has_a_shard_where_no_number_is_given() -> None:
    assert cluster.share(cluster.parse("2/4")) == Share((1,), 4)


# In their turn


class Hours:
    """A clock that stands still until everybody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.sleepers: list[tuple[float, asyncio.Future[None]]] = []

    async def sleep(self, seconds: float) -> None:
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.sleepers.append((self.now + seconds, woken))
        await woken

    async def run(self, work: asyncio.Future[Any]) -> None:
        while not work.done():
            for _ in range(20):
                await asyncio.sleep(0)
            if self.sleepers and not work.done():
                first = min(self.sleepers, key=lambda each: each[0])
                self.sleepers.remove(first)
                self.now = first[0]
                if not first[1].done():
                    first[1].set_result(None)


@pytest.mark.parametrize("buckets", [1, 2])
async def test_no_bucket_of_discord_gets_two_shards_within_its_spacing(buckets: int) -> None:
    store, hours = MemoryStore(), Hours()
    await store.open()
    begun: list[tuple[float, int]] = []
    spacings = [Spacing(store.lock, buckets, hours.sleep) for _ in range(3)]

    async def process(number: int) -> None:
        for shard in cluster.share((number + 1, 3), 9).ids:
            await spacings[number].wait(shard)
            begun.append((hours.now, shard))

    await hours.run(asyncio.gather(*map(process, range(3))))
    assert sorted(shard for _, shard in begun) == list(range(9))
    for bucket in range(buckets):
        times = sorted(at for at, shard in begun if shard % buckets == bucket)
        gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
        assert min(gaps) >= SPACING
        assert max(gaps) < 2 * SPACING, "and none waits longer than it must"
    for each in spacings:
        await each.close()
    assert await store.lock("identify-0").held(), "a program that ends leaves nothing held"


async def test_without_a_database_shards_are_spaced_by_the_clock_alone(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Gone:
        async def held(self) -> bool:
            raise StorageError("The database can't be reached.")

        async def release(self) -> None:
            raise AssertionError("nothing was held")

    hours = Hours()
    await hours.run(asyncio.ensure_future(Spacing(lambda _: Gone(), 1, hours.sleep).wait(3)))
    assert hours.now == SPACING
    assert "shard 3 identifies without a lock" in caplog.text


# Against a small local server that plays Discord's API


@dataclass
class ShardedApi(Api):
    """Also says how a bot is to be split, keeps the commands that it is told, and gets shards
    ready."""

    advised: int = 4
    remaining: int = 1000
    closes_with: int | None = None
    shards: list[list[int]] = field(default_factory=list)
    told: int = 0

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if request.path == "/gateway/bot":
            limit = {"total": 1000, "remaining": self.remaining, "reset_after": 7_200_000}
            body = {"shards": self.advised, "url": f"ws://127.0.0.1:{self.port}/gateway-socket"}
            return as_json(body | {"session_start_limit": limit | {"max_concurrency": 1}})
        if request.method == "PUT" and request.path == "/applications/2/commands":
            self.told += 1
            fixed = {"application_id": "2", "description": "", "default_member_permissions": None}
            self.commands = [
                fixed | each | {"id": str(number)}
                for number, each in enumerate(await request.json(), 100)
            ]
        return await super().answer(request)

    async def gateway(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_str(json.dumps({"op": 10, "d": {"heartbeat_interval": 45_000}}))
        async for message in socket:
            data = json.loads(message.data)
            if data["op"] != 2:
                continue
            shard = data["d"].get("shard", [0, 1])
            self.shards.append(shard)
            if self.closes_with:
                await socket.close(code=self.closes_with)
                break
            await socket.send_str(json.dumps(ready(shard)))
        return socket


def ready(shard: list[int]) -> dict[str, Any]:
    me = {"id": "1", "username": "Ajar", "discriminator": "0", "avatar": None, "bot": True}
    app = {"id": "2", "flags": 0}
    data = {"v": 10, "user": me, "guilds": [], "session_id": f"s{shard}", "shard": shard}
    resume = {"resume_gateway_url": "ws://127.0.0.1:1", "application": app}
    return {"op": 0, "t": "READY", "s": 1, "d": data | resume}


@pytest.fixture
async def split(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ShardedApi]:
    monkeypatch.setattr(sharded, "SPACING", 0.0)
    monkeypatch.setattr("bot.storage.locks.LOOK_SECONDS", 0.001)
    async with served(ShardedApi(), monkeypatch) as api:
        yield api


@asynccontextmanager
async def started(client: dpy.Client) -> AsyncIterator[None]:
    # Discord.py waits as long for another server before it calls itself ready.
    client._connection.guild_ready_timeout = 0.05
    async with client:
        running = asyncio.create_task(client.start("a.b.c"))
        ready = asyncio.create_task(client.wait_until_ready())
        await asyncio.wait({running, ready}, return_when=asyncio.FIRST_COMPLETED, timeout=20)
        assert client.is_ready()
        yield
        await client.close()
        await running


async def test_processes_share_the_shards_and_one_of_them_tells_the_commands(
    content: Content, scripted: ScriptedEngine, backstage: Behind, split: ShardedApi
) -> None:
    processes = [
        ShardedClient(cluster.share((number, 2), 4), content, scripted, Cache(None), backstage)
        for number in (1, 2)
    ]
    async with started(processes[0]), started(processes[1]):
        assert sorted(split.shards) == [[0, 4], [1, 4], [2, 4], [3, 4]]
        assert [sorted(each.shards) for each in processes] == [[0, 2], [1, 3]]
        assert split.told == 1
        assert processes[0].clicks.commands == processes[1].clicks.commands
        assert processes[1].clicks.commands["ask"].startswith("</ask:")
    assert await backstage.store.lock("commands").held(), "the lock is free again"


async def test_a_later_start_of_any_process_tells_the_commands_only_when_they_changed(
    content: Content, scripted: ScriptedEngine, backstage: Behind, split: ShardedApi
) -> None:
    parts = (content, scripted, Cache(None), backstage)
    for _ in range(2):
        async with started(ShardedClient(Share((0,), 1), *parts)):
            assert split.told == 1
    del split.commands[0]
    async with started(ShardedClient(Share((0,), 1), *parts)):
        assert split.told == 2


async def test_the_commands_are_told_though_the_database_is_gone(
    content: Content,
    scripted: ScriptedEngine,
    backstage: Behind,
    split: ShardedApi,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def gone(*_: object) -> None:
        raise StorageError("The database can't be reached.")

    monkeypatch.setattr(backstage.store, "settings_of", gone)
    monkeypatch.setattr(backstage.store, "set_for", gone)
    async with started(ShardedClient(Share((0,), 1), content, scripted, Cache(None), backstage)):
        assert split.told == 1


TOKEN = SecretStr("a.b.c")


@dataclass(frozen=True)
class Given:
    discord_token: SecretStr | None = TOKEN
    cache_dir: Path | None = None
    discord_cards: Literal["layout", "embed", "text"] = "layout"


async def test_a_start_that_discord_would_punish_is_not_tried(
    content: Content, scripted: ScriptedEngine, split: ShardedApi
) -> None:
    split.remaining = 1
    with pytest.raises(AjarError, match=r"allows 1 more .* takes 2: wait 2\.0 hours"):
        await serve(content, scripted, Given(), share=Share((0, 1), 2))
    assert split.shards == []


async def test_too_few_shards_by_discords_advice_are_told(
    content: Content,
    scripted: ScriptedEngine,
    split: ShardedApi,
    caplog: pytest.LogCaptureFixture,
) -> None:
    split.advised = 3
    with caplog.at_level(logging.INFO):
        async with started(ShardedClient(Share((0,), 1), content, scripted, Cache(None))):
            assert split.shards == [[0, 1]]
    assert "Discord advises 3 shards: set AJAR_SHARDS" in caplog.text
    assert "connected with the shards 0 of 1" in caplog.text


@pytest.mark.parametrize("share", [None, Share((0,), 1)], ids=["unsplit", "split"])
@pytest.mark.parametrize("code", [4010, 4011])
async def test_a_bot_in_too_many_servers_is_told_to_be_split(
    content: Content, scripted: ScriptedEngine, split: ShardedApi, share: Share | None, code: int
) -> None:
    split.closes_with = code
    with pytest.raises(AjarError, match="set AJAR_SHARDS to one for each 1,000 servers"):
        await serve(content, scripted, Given(), share=share)


# In a simulated Discord


@pytest.fixture
def simcord_bot(content: Content, scripted: ScriptedEngine, backstage: Behind) -> ShardedClient:
    return ShardedClient(Share((0, 1), 2), content, scripted, Cache(None), backstage)


@pytest.fixture(autouse=True)
def plain_hook(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The simulated Discord has no gateway that says how a bot is to be split."""
    if "discord" in request.fixturenames:

        async def told(_: object) -> tuple[int, str, dict[str, int]]:
            return 2, "", {"remaining": 1000, "reset_after": 0, "max_concurrency": 1}

        monkeypatch.setattr(dpy.http.HTTPClient, "get_bot_gateway", told)
    return


async def test_a_sharded_bot_answers_messages_commands_and_clicks(discord: Any) -> None:
    await discord.ada.send(discord.channel, f"{discord.me} hello")
    assert "You asked:" in discord.last.content
    result = await discord.ben.slash(discord.channel, "ask", question="hello")
    assert "You asked: hello" in result.response.content
    await discord.ada.click(discord.last, label="Help me choose")
    assert discord.answers()


async def test_a_process_that_leaves_begins_no_turn_and_ends_those_it_began(discord: Any) -> None:
    """Where another takes over, that one answers what this one lets pass."""
    turns, go_on = discord.env.bot.clicks.turns, asyncio.Event()

    async def turn() -> None:
        with turns.running():
            await go_on.wait()

    begun = asyncio.create_task(turn())
    await asyncio.sleep(0)
    leaving = asyncio.create_task(turns.drain(10))
    await asyncio.sleep(0)
    assert not turns.is_new(4711)
    assert not leaving.done()
    go_on.set()
    assert await leaving
    assert begun.done()
    await discord.ada.send(discord.channel, f"{discord.me} hello")
    assert discord.answers() == []
