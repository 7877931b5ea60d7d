"""A verdict on Discord: a picture of the weighing with alt text, or bars where there is none."""

from __future__ import annotations

import pytest
from scripted_engine import ScriptedEngine
from simulated import Discord

from bot.advisor.recommend import recommend
from bot.advisor.weighing import Case
from bot.content.snapshot import Content
from bot.conversation.verdicts import verdict_reply
from bot.render import charts
from bot.reply import Answer, Reply

CASE = Case(
    {
        "budget": Answer("tight", "open", "broke"),
        "support": Answer("vendor", "closed", "a hotline"),
        "privacy": Answer("split", "neutral", "some may"),
    },
    {"support": 2.0},
)


@pytest.fixture
def reply(content: Content, scripted: ScriptedEngine) -> Reply:
    reply = verdict_reply(content, recommend(content, CASE.answers, CASE.weights), CASE)
    scripted.script["verdict"] = reply
    return reply


def test_every_pull_is_a_bar_and_the_shares_sum_to_one(reply: Reply) -> None:
    assert reply.chart
    assert sum(bar.value for bar in reply.chart.bars) == pytest.approx(1, abs=0.01)
    labels = [bar.label for bar in reply.chart.bars]
    assert labels.count("Privacy") == 2  # it pulls both ways
    assert all(f"{bar.label}: {bar.shown}" in reply.chart.alt for bar in reply.chart.bars)


async def test_a_verdict_comes_with_a_picture(discord: Discord, reply: Reply) -> None:
    await discord.ada.send(discord.channel, f"{discord.me} verdict")
    (file,) = discord.last.attachments
    assert file.filename == "chart.png"
    assert file.description is not None
    assert "Support" in file.description


async def test_without_matplotlib_the_bars_serve(
    discord: Discord, reply: Reply, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(charts, "is_available", lambda: False)
    await discord.ada.send(discord.channel, f"{discord.me} verdict")
    assert discord.last.attachments == []
    assert "█" in discord.last.content


def test_the_picture_says_what_it_shows(reply: Reply) -> None:
    assert reply.chart
    picture = charts.png(reply.chart)
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert b"Support" in picture
