"""What those who manage a server, or run the bot, can see and set; and that nobody else can."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import discord as dpy
import pytest
from scripted_engine import Behind, ScriptedEngine
from simulated import Discord

from bot.content.snapshot import Content
from bot.conversation import events as ev
from bot.conversation.events import to_json
from bot.errors import StorageError
from bot.naming import Naming
from bot.storage.store import Record, Session
from bot.transports.discord.places import Place, Places
from bot.transports.discord.sync import manifest

ADMIN = ("ajar setup", "ajar stats", "ajar unanswered", "ajar reload")


@pytest.fixture
async def boss(discord: Discord) -> object:
    """Somebody who may manage the server."""
    guild = discord.env.guild
    role = guild.create_role("boss", permissions=dpy.Permissions(manage_guild=True))
    boss = guild.add_member(discord.env.create_user("boss"), roles=[role])
    await discord.env.settle()
    return boss


async def said(
    behind: Behind, now: datetime, channel: object, *turns: tuple[ev.Event, ...]
) -> None:
    events = [event for turn in turns for event in turn]
    records = [Record(n, now, to_json(event)) for n, event in enumerate(events, 1)]
    await behind.store.append(Session(f"s{channel}", "ada", str(channel)), records)


def turn(text: str, kind: str, topic: str = "") -> tuple[ev.Event, ...]:
    return ev.Heard(text), ev.Replied(kind, topics=(topic,) if topic else ())


async def test_the_group_is_hidden_from_others_and_serves_in_servers_alone(
    discord: Discord,
) -> None:
    (group,) = [each for each in await manifest(discord.env.bot.tree) if each["name"] == "ajar"]
    assert group["default_member_permissions"] == dpy.Permissions(manage_guild=True).value
    assert group["contexts"] == [0]
    assert group["integration_types"] == [0]


async def test_how_much_the_bot_was_used_is_counted_on_this_server_alone(
    discord: Discord, boss: object, backstage: Behind
) -> None:
    now = dpy.utils.utcnow()
    here, elsewhere = discord.channel.id, 1
    await said(
        backstage, now, here,
        turn("what are licences?", "answer", "open/licenses"),
        turn("how is the weather?", "out_of_scope"),
        (ev.Concluded("open"), ev.Rated(True), ev.Replied("recommendation")),
    )  # fmt: skip
    await said(backstage, now, elsewhere, turn("a secret of others", "out_of_scope"))
    result = await boss.slash(discord.channel, "ajar stats")
    assert result.ephemeral
    text = result.response.content
    assert "People: 1; messages and clicks: 3" in text
    assert "Answered: 2; asked back: 0; nothing fitted: 1" in text
    assert "Recommendations: 1; told me that it fits: 1;" in text
    assert discord.env.bot.clicks.words.content.section_by_id["open/licenses"].title in text


async def test_what_was_not_answered_is_listed_without_names_and_links(
    discord: Discord, boss: object, backstage: Behind
) -> None:
    now = dpy.utils.utcnow()
    await said(
        backstage, now, discord.channel.id,
        turn("what are licences?", "answer"),
        turn("see https://evil.example @everyone", "out_of_scope"),
        turn("x" * 2000, "out_of_scope"),
    )  # fmt: skip
    await said(backstage, now, 1, turn("a secret of others", "out_of_scope"))
    result = await boss.slash(discord.channel, "ajar unanswered")
    assert result.ephemeral
    text = result.response.content
    assert "evil.example" in text
    assert "https://" not in text
    for absent in ("licences", "secret", "ada"):
        assert absent not in text


async def test_where_ids_are_kept_under_a_key_the_server_is_found_all_the_same(
    discord: Discord, boss: object, backstage: Behind
) -> None:
    backstage.naming = Naming(b"key")
    now, here = dpy.utils.utcnow(), str(discord.channel.id)
    await said(backstage, now, here, turn("from before the key", "out_of_scope"))
    await said(backstage, now, backstage.naming(here), turn("under the key", "out_of_scope"))
    result = await boss.slash(discord.channel, "ajar unanswered")
    assert "from before the key" in result.response.content
    assert "under the key" in result.response.content


async def test_where_messages_are_not_kept_that_is_said(
    discord: Discord, boss: object, backstage: Behind
) -> None:
    await said(backstage, dpy.utils.utcnow(), discord.channel.id, turn("", "out_of_scope"))
    result = await boss.slash(discord.channel, "ajar unanswered")
    assert "what was asked is not kept" in result.response.content


async def test_where_all_was_answered_that_is_said(discord: Discord, boss: object) -> None:
    result = await boss.slash(discord.channel, "ajar unanswered")
    assert "Nothing was left unanswered" in result.response.content


async def test_what_people_added_to_their_feedback_is_listed_without_names(
    discord: Discord, boss: object, backstage: Behind
) -> None:
    rated = (
        ev.Pressed("control:feedback-bad"),
        ev.Rated(False),
        ev.Remarked("too dear, @everyone"),
    )
    await said(backstage, dpy.utils.utcnow(), discord.channel.id, (*rated, ev.Replied("control")))
    result = await boss.slash(discord.channel, "ajar unanswered")
    assert "What people added to their feedback" in result.response.content
    assert "- too dear, @\u200beveryone" in result.response.content
    assert "ada" not in result.response.content


@pytest.mark.parametrize("name", ADMIN)
async def test_whoever_may_not_is_refused_even_if_discord_let_them_through(
    discord: Discord, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    tree = discord.env.bot.tree
    tree.get_command("ajar").default_permissions = None
    await tree.sync()
    result = await discord.ada.slash(discord.channel, name)
    assert result.ephemeral
    assert "people who may manage the server" in result.response.content


async def test_only_who_runs_the_bot_may_reload_it(discord: Discord, boss: object) -> None:
    result = await boss.slash(discord.channel, "ajar reload")
    assert result.ephemeral
    assert "whoever runs me" in result.response.content


async def test_a_reload_is_done_whole_or_not_at_all(
    discord: Discord,
    boss: object,
    backstage: Behind,
    content: Content,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.transports.discord.admin.owners_of", lambda _: {boss.id})
    desk = discord.env.bot.clicks
    backstage.problem = "knowledge/guide.yaml:3: a key is missing"
    before = desk.words
    result = await boss.slash(discord.channel, "ajar reload")
    assert backstage.problem in result.response.content
    assert desk.words is before

    backstage.problem = ""
    fewer = content.model_copy(update={"sections": content.sections[:2], "models": ()})
    backstage.content = fewer
    result = await boss.slash(discord.channel, "ajar reload")
    assert "2 topics" in result.response.content
    assert desk.words.content is fewer
    assert await discord.ada.autocomplete(discord.channel, "model", "name", "Llama") == []


async def test_what_they_do_is_noted_with_the_server_and_without_what_they_read(
    discord: Discord, boss: object, backstage: Behind
) -> None:
    backstage.naming = Naming(b"key")
    await said(
        backstage, dpy.utils.utcnow(), discord.channel.id, turn("a purple secret", "out_of_scope")
    )
    for name in ("ajar stats", "ajar unanswered", "ajar setup"):
        await boss.slash(discord.channel, name)
    await boss.slash(discord.channel, "ajar reload")
    await discord.ada.slash(discord.channel, "ask", question="hello")
    deeds = await backstage.store.deeds(datetime(2000, 1, 1, tzinfo=UTC))
    assert [deed.what for deed in deeds] == ["stats", "unanswered", "setup"]
    assert {deed.who for deed in deeds} == {Naming(b"key")(str(boss.id))}
    assert {deed.about for deed in deeds} == {f"discord:{discord.env.guild.id}"}


async def test_what_cannot_be_noted_is_not_shown(
    discord: Discord, boss: object, backstage: Behind, monkeypatch: pytest.MonkeyPatch
) -> None:
    await said(
        backstage, dpy.utils.utcnow(), discord.channel.id, turn("a purple secret", "out_of_scope")
    )

    async def broken(deed: object) -> None:
        raise StorageError("the disk is full")

    monkeypatch.setattr(backstage.store, "note", broken)
    result = await boss.slash(discord.channel, "ajar unanswered")
    assert "purple" not in result.response.content


def test_every_command_for_operators_is_in_the_tests_of_who_may_use_it(discord: Discord) -> None:
    group = discord.env.bot.tree.get_command("ajar")
    assert {f"ajar {each.name}" for each in group.commands} == {*ADMIN}


# How a server is set up


async def test_a_server_can_say_where_the_bot_listens(
    discord: Discord, scripted: ScriptedEngine, boss: object
) -> None:
    other = discord.env.guild.create_text_channel("other")
    result = await boss.slash(discord.channel, "ajar setup", channel=other)
    assert f"<#{other.id}>" in result.response.content
    await discord.ada.send(discord.channel, f"{discord.me} hello")
    assert scripted.heard == []
    await discord.ada.send(other, f"{discord.me} hello")
    assert len(scripted.heard) == 1

    await boss.slash(discord.channel, "ajar setup", channel=other)
    await discord.ada.send(discord.channel, f"{discord.me} hello")
    assert len(scripted.heard) == 2


async def test_a_quiet_server_sees_no_answers_in_public(
    discord: Discord, scripted: ScriptedEngine, boss: object
) -> None:
    await boss.slash(discord.channel, "ajar setup", quiet=True)
    result = await discord.ada.slash(discord.channel, "ask", question="hello")
    assert result.ephemeral
    await discord.ada.send(discord.channel, f"{discord.me} hello")
    assert "You asked" not in discord.last.content
    shown = await discord.ada.click(discord.last, label="Show it to me")
    assert shown.ephemeral
    assert "You asked: hello" in shown.response.content


async def test_a_mention_can_be_answered_in_a_thread_of_its_own(
    discord: Discord, scripted: ScriptedEngine, boss: object
) -> None:
    await boss.slash(discord.channel, "ajar setup", threads=True)
    message = await discord.ada.send(discord.channel, f"{discord.me} help me choose")
    assert [each for each in discord.answers() if not each.is_system()] == []
    (thread,) = discord.env.bot.get_guild(discord.env.guild.id).threads
    assert thread.name == "help me choose"
    assert scripted.heard[-1].channel == str(thread.id)
    assert message.id == thread.id
    sent = [r.json["content"] for r in discord.env.http_requests
            if r.method == "POST" and r.path == f"/channels/{thread.id}/messages"]  # fmt: skip
    assert ["Question 1" in content for content in sent] == [True]


async def test_a_slow_or_broken_database_does_not_keep_discord_waiting_for_settings(
    discord: Discord, boss: object, backstage: Behind, monkeypatch: pytest.MonkeyPatch
) -> None:
    await boss.slash(discord.channel, "ajar setup", quiet=True)
    guild = discord.env.bot.get_guild(discord.env.guild.id)
    release = asyncio.Event()

    async def slow(place: str) -> dict[str, object]:
        await release.wait()
        raise StorageError("the disk is gone")

    monkeypatch.setattr(backstage.store, "settings_of", slow)
    fresh = Places(backstage.store, patience=0.0)
    assert await fresh.of(guild) == Place()
    known = discord.env.bot.clicks.places
    release.set()
    assert (await known.of(guild)).quiet


async def test_what_a_server_set_is_forgotten_when_the_bot_is_taken_out(
    discord: Discord, boss: object, backstage: Behind
) -> None:
    await boss.slash(discord.channel, "ajar setup", quiet=True)
    guild = discord.env.bot.get_guild(discord.env.guild.id)
    assert await backstage.store.settings_of(f"discord:{guild.id}")
    await discord.env.bot.on_guild_remove(guild)
    assert await backstage.store.settings_of(f"discord:{guild.id}") == {}


async def test_replies_go_on_as_before_after_setup(discord: Discord, boss: object) -> None:
    await boss.slash(discord.channel, "ajar setup")
    result = await discord.ada.slash(discord.channel, "ask", question="hello")
    assert not result.ephemeral
