"""What was said on a server goes some days after the bot was taken out of it."""

from __future__ import annotations

from datetime import datetime, timedelta

import discord as dpy
import pytest
import simcord
from scripted_engine import Behind, ScriptedEngine
from simulated import Discord

from bot.cluster import Share
from bot.content.cache import Cache
from bot.content.snapshot import Content
from bot.errors import StorageError
from bot.naming import Naming
from bot.storage.store import Record, Session
from bot.transports.discord.client import AjarClient
from bot.transports.discord.sharded import ShardedClient

LATER = timedelta(days=8)


def now() -> datetime:
    return dpy.utils.utcnow()


async def remembered(discord: Discord, behind: Behind) -> Session:
    """Ada spoke in the channel, and something is kept of it."""
    session = Session("s1", str(discord.ada.id), behind.naming(str(discord.channel.id)))
    await behind.store.append(session, [Record(1, now(), {"type": "heard"})])
    await discord.ada.send(discord.channel, f"{discord.me} what is a licence?")
    return session


async def removed(discord: Discord) -> None:
    guild = discord.env.bot.get_guild(discord.channel.guild.id)
    discord.env.bot.dispatch("guild_remove", guild)
    await discord.env.settle()


async def test_a_server_that_was_left_is_forgotten_after_a_grace(
    discord: Discord, backstage: Behind
) -> None:
    session = await remembered(discord, backstage)
    await removed(discord)
    assert await backstage.store.purge(now() - timedelta(days=7)) == 0
    assert await backstage.store.get(session.id) == session
    assert await backstage.store.purge(now() + LATER) == 1
    assert await backstage.store.get(session.id) is None


async def test_a_server_that_takes_the_bot_back_keeps_what_was_said(
    discord: Discord, backstage: Behind
) -> None:
    session = await remembered(discord, backstage)
    await removed(discord)
    guild = discord.env.bot.get_guild(discord.channel.guild.id)
    discord.env.bot.dispatch("guild_join", guild)
    await discord.env.settle()
    assert await backstage.store.purge(now() + LATER) == 0
    assert await backstage.store.get(session.id) == session


async def test_an_outage_is_no_leaving(discord: Discord, backstage: Behind) -> None:
    await remembered(discord, backstage)
    guild = discord.env.bot.get_guild(discord.channel.guild.id)
    discord.env.bot.dispatch("guild_unavailable", guild)
    await discord.env.settle()
    assert await backstage.store.purge(now() + LATER) == 0


async def test_a_thread_belongs_to_its_server_too(
    discord: Discord, backstage: Behind, scripted: ScriptedEngine
) -> None:
    bot = discord.env.bot
    place = await bot.clicks.places.of(bot.get_guild(discord.channel.guild.id))
    await bot.clicks.places.set(bot.get_guild(discord.channel.guild.id), type(place)(threads=True))
    await discord.ada.send(discord.channel, f"{discord.me} what is a licence?")
    thread = scripted.heard[-1].channel
    session = Session("s2", str(discord.ada.id), thread)
    await backstage.store.append(session, [Record(1, now(), {"type": "heard"})])
    await removed(discord)
    assert await backstage.store.purge(now() + LATER) == 1


async def test_a_command_notes_the_channel_as_well(discord: Discord, backstage: Behind) -> None:
    await discord.ada.slash(discord.channel, "ask", question="what is a licence?")
    assert list(await backstage.store.places_with_rooms()) == [
        f"discord:{discord.channel.guild.id}"
    ]


async def test_a_direct_message_belongs_to_no_server(discord: Discord, backstage: Behind) -> None:
    await discord.ada.send_dm("what is a licence?")
    await discord.ada.user.slash("ask", question="what is a licence?")
    assert await backstage.store.places_with_rooms() == {}


async def test_a_server_that_was_left_while_no_program_ran_is_seen_at_the_next_start(
    content: Content, scripted: ScriptedEngine, backstage: Behind
) -> None:
    store = backstage.store
    await store.note_room("discord:123", "room")
    await store.append(Session("s3", "ada", "room"), [Record(1, now(), {"type": "heard"})])
    async with simcord.run(AjarClient(content, scripted, Cache(None), backstage)):
        assert (await store.places_with_rooms())["discord:123"] is not None
    assert await store.purge(now() + LATER) == 1


async def test_a_server_that_came_back_while_no_program_ran_is_seen_too(
    discord: Discord, backstage: Behind, content: Content, scripted: ScriptedEngine
) -> None:
    await remembered(discord, backstage)
    await removed(discord)
    await discord.env.restart_bot(AjarClient(content, scripted, Cache(None), backstage))
    assert set((await backstage.store.places_with_rooms()).values()) == {None}


async def test_servers_of_other_processes_are_left_alone(
    content: Content, scripted: ScriptedEngine, backstage: Behind
) -> None:
    await backstage.store.note_room("discord:4194304", "room")  # of shard 1 of 2
    client = ShardedClient(Share((0,), 2), content, scripted, Cache(None), backstage)
    await client.clicks.rooms.compare(set(), now(), client._is_ours)
    assert await backstage.store.places_with_rooms() == {"discord:4194304": None}


async def test_under_a_key_the_channels_are_known_again(
    discord: Discord, backstage: Behind, content: Content, scripted: ScriptedEngine
) -> None:
    backstage.naming = Naming(b"a long key")
    await discord.env.restart_bot(AjarClient(content, scripted, Cache(None), backstage))
    session = await remembered(discord, backstage)
    assert session.channel.startswith("hmac:")
    await removed(discord)
    assert await backstage.store.purge(now() + LATER) == 1


async def test_a_database_that_fails_costs_no_answer(
    discord: Discord, backstage: Behind, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise StorageError("no database")

    monkeypatch.setattr(backstage.store, "note_room", fail)
    monkeypatch.setattr(backstage.store, "leave", fail)
    await discord.ada.send(discord.channel, f"{discord.me} what is a licence?")
    assert "You asked: what is a licence?" in discord.last.content
    await removed(discord)
