"""Mentions, replies and direct messages are answered; everything else is left alone."""

from __future__ import annotations

import discord as dpy
import pytest
from scripted_engine import ScriptedEngine
from simulated import Discord

from bot.reply import Option, Reply, Standing


async def test_a_mention_is_answered_below_it(discord: Discord, scripted: ScriptedEngine) -> None:
    asked = await discord.ada.send(discord.channel, f"{discord.me} what is a licence?")
    answer = discord.last
    assert "You asked: what is a licence?" in answer.content
    assert answer.reference.message_id == asked.id
    said = scripted.heard[0]
    assert (said.text, said.user) == ("what is a licence?", str(discord.ada.id))
    assert said.channel == str(discord.channel.id)


async def test_an_answer_names_its_source_as_a_link_without_a_preview(discord: Discord) -> None:
    await discord.ada.send(discord.channel, f"{discord.me} what is a licence?")
    assert "[The guide](<https://example.org/guide>)" in discord.last.content


async def test_a_reply_to_the_bot_is_answered(discord: Discord) -> None:
    await discord.ada.send(discord.channel, f"{discord.me} hello")
    await discord.ada.send(discord.channel, "and more?", reply_to=discord.last)
    assert "You asked: and more?" in discord.last.content


async def test_a_reply_whose_text_discord_hides_gets_a_way_to_ask(
    discord: Discord, scripted: ScriptedEngine
) -> None:
    result = await discord.ada.slash(discord.channel, "ask", question="hello")
    await discord.ada.send(discord.channel, "and more?", reply_to=result.response)
    assert "</ask:" in discord.last.content
    assert len(scripted.heard) == 1


async def test_a_bare_mention_gets_a_way_to_ask(discord: Discord) -> None:
    await discord.ada.send(discord.channel, discord.me)
    assert "I can't see any text" in discord.last.content


async def test_a_direct_message_is_answered(discord: Discord, scripted: ScriptedEngine) -> None:
    await discord.ada.send_dm("what is a licence?")
    assert "You asked: what is a licence?" in discord.ada.user.dm_channel.last_message.content
    assert scripted.heard[0].channel == str(discord.ada.user.dm_channel.id)


async def test_talk_among_people_is_left_alone(discord: Discord, scripted: ScriptedEngine) -> None:
    said = await discord.ada.send(discord.channel, "what is a licence?")
    await discord.ben.send(discord.channel, f"{discord.ada.mention} no idea", reply_to=said)
    await discord.ben.send(discord.channel, "@everyone look at this")
    assert discord.answers() == []
    assert scripted.heard == []


async def test_other_bots_are_left_alone(discord: Discord, scripted: ScriptedEngine) -> None:
    guild = discord.env.guild
    robot = guild.add_member(discord.env.create_user("robot", bot=True))
    await robot.send(discord.channel, f"{discord.me} hello")
    hook = guild.create_webhook(discord.channel)
    await hook.send(f"{discord.me} hello")
    assert scripted.heard == []


async def test_nothing_that_was_typed_can_be_clicked(discord: Discord) -> None:
    typed = "https://evil.example [x](http://e.example) </ask:1> <@5> @everyone discord.gg/abc"
    await discord.ada.send(discord.channel, f"{discord.me} {typed}")
    text = discord.last.content.partition("Sources:")[0]
    for live in ("s://e", "p://e", "](", "</ask", "<@5", "@everyone", "discord.gg/"):
        assert live not in text
    assert "evil.example" in text


async def test_a_fault_in_the_engine_is_told_kindly(
    discord: Discord, caplog: pytest.LogCaptureFixture
) -> None:
    await discord.ada.send(discord.channel, f"{discord.me} break")
    assert "Something went wrong on my side" in discord.last.content
    assert "no answer: ValueError" in caplog.text
    assert "secret text" not in caplog.text


async def test_a_private_reply_is_shown_to_one_person_alone(
    discord: Discord, scripted: ScriptedEngine
) -> None:
    yes = Option("control:delete-yes", "Delete it all")
    standing = Standing(f"s{discord.ada.id}")
    scripted.script["delete"] = Reply(
        "delete", "Really delete?", options=(yes,), private=True, standing=standing
    )
    await discord.ada.send(discord.channel, f"{discord.me} delete")
    sealed = discord.last
    assert "Really delete?" not in sealed.content

    stranger = await discord.ben.click(sealed, label="Show it to me")
    assert stranger.ephemeral
    assert "somebody else" in stranger.response.content

    shown = await discord.ada.click(sealed, label="Show it to me")
    assert shown.ephemeral
    assert shown.response.content == "Really delete?"

    await discord.ada.click(shown.response, label="Delete it all")
    assert shown.response.content == "It is all gone."
    assert "gone" not in discord.last.content


async def test_a_sealed_reply_is_gone_after_a_restart(
    discord: Discord, scripted: ScriptedEngine
) -> None:
    scripted.script["export"] = Reply("export", "All of it.", private=True)
    await discord.ada.send(discord.channel, f"{discord.me} export")
    sealed = discord.last
    await discord.restart()
    shown = await discord.ada.click(sealed, label="Show it to me")
    assert shown.ephemeral
    assert "ask for it again" in shown.response.content


async def test_in_a_direct_message_a_private_reply_needs_no_seal(
    discord: Discord, scripted: ScriptedEngine
) -> None:
    file = ("my-data.json", '{"name": "Ada"}')
    scripted.script["export"] = Reply("export", "Here.", private=True, attachment=file)
    await discord.ada.send_dm("export")
    message = discord.ada.user.dm_channel.last_message
    assert message.content == "Here."
    assert message.attachments[0].filename == "my-data.json"


async def test_a_message_that_comes_twice_is_answered_once(
    discord: Discord, scripted: ScriptedEngine
) -> None:
    message = await discord.ada.send(discord.channel, f"{discord.me} hello")
    await discord.env.bot.on_message(message)
    assert len(scripted.heard) == 1


async def test_a_server_error_of_discord_does_not_lose_or_double_the_answer(
    discord: Discord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.transports.discord.delivery.RETRY_SECONDS", 0.0)
    discord.env.inject_error("POST", "/channels/*/messages", status=503)
    await discord.ada.send(discord.channel, f"{discord.me} hello")
    assert [m.content.count("You asked: hello") for m in discord.answers()] == [1]
    nonces = [r.json["nonce"] for r in discord.env.http_requests if "nonce" in (r.json or {})]
    assert len(nonces) == 2
    assert len(set(nonces)) == 1


async def test_where_the_bot_may_not_speak_it_stays_silent(discord: Discord) -> None:
    silence = dpy.PermissionOverwrite(send_messages=False)
    quiet = discord.env.guild.create_text_channel(
        "quiet", overwrites={discord.env.bot.user: silence}
    )
    await discord.ada.send(quiet, f"{discord.me} hello")
    assert len(quiet.history()) == 1


async def test_a_new_server_is_greeted_once_with_things_to_try(
    discord: Discord, scripted: ScriptedEngine
) -> None:
    guild = discord.env.bot.get_guild(discord.env.guild.id)
    await discord.env.bot.on_guild_join(guild)
    greeting = discord.last
    assert greeting.content.startswith("Hello, I'm Ajar.")
    assert str(discord.env.http_requests[-1].json["nonce"]).endswith(str(guild.id))
    result = await discord.ben.click(greeting, label="Help me choose")
    assert "Question 1" in result.response.content
    assert discord.channel.history()[0].content == greeting.content
    assert scripted.heard[0].user == str(discord.ben.id)
