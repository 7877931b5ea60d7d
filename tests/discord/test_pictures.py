"""A chart comes as a picture with alt text where it can, and as bars where it can't."""

from __future__ import annotations

import pytest
from scripted_engine import ScriptedEngine
from simulated import Discord

from bot.content.snapshot import Content
from bot.knowledge.cost import cost_reply
from bot.render import charts, limits
from bot.render.discord import attached, render
from bot.render.discord_words import Words
from bot.reply import Reply
from bot.transports.discord.drawing import drawn

ASKED = "break-even of renting a gpu against gpt-6-sol at 500 million tokens a month"


@pytest.fixture
def reply(content: Content, scripted: ScriptedEngine) -> Reply:
    reply = cost_reply(content, ["gpt-6-sol"], (), ASKED)
    scripted.script["chart"] = reply
    return reply


async def test_a_mention_is_answered_with_a_picture(discord: Discord, reply: Reply) -> None:
    await discord.ada.send(discord.channel, f"{discord.me} chart")
    (file,) = discord.last.attachments
    assert file.filename == "chart.png"
    assert file.description is not None
    assert file.description.startswith("Line chart of US dollars a month")
    assert "API or own GPU" in discord.last.content
    assert "█" not in discord.last.content


async def test_so_is_a_command(discord: Discord, reply: Reply) -> None:
    result = await discord.ada.slash(discord.channel, "ask", question="chart")
    assert result.response is not None
    assert [file.filename for file in result.response.attachments] == ["chart.png"]


async def test_without_matplotlib_the_bars_serve(
    discord: Discord, reply: Reply, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(charts, "is_available", lambda: False)
    await discord.ada.send(discord.channel, f"{discord.me} chart")
    assert discord.last.attachments == []
    assert "█" in discord.last.content


async def test_a_picture_that_cannot_be_drawn_costs_nothing_but_itself(
    discord: Discord,
    reply: Reply,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fails(chart: object) -> bytes:
        raise RuntimeError("no fonts here")

    monkeypatch.setattr(charts, "png", fails)
    await discord.ada.send(discord.channel, f"{discord.me} chart")
    assert discord.last.attachments == []
    assert "For the server I assumed" in discord.last.content
    assert "no chart: RuntimeError" in caplog.text


async def test_where_files_are_not_allowed_the_text_goes_alone(
    discord: Discord, reply: Reply
) -> None:
    discord.env.inject_error("POST", "/channels/*/messages", status=403)
    await discord.ada.send(discord.channel, f"{discord.me} chart")
    assert discord.last.attachments == []
    assert "API or own GPU" in discord.last.content


async def test_the_message_keeps_every_limit(words: Words, reply: Reply) -> None:
    payload = await drawn(render(reply, words, "1"))
    assert limits.validate(payload.to_api()) == []
    (file,) = attached(payload)
    assert 1000 < len(file.held) < limits.ATTACHMENT_BYTES
