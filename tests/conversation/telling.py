"""Plays the stories of tests/stories: what a person says, and what must come back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.engine import Engine, Message, Press
from bot.render.plain import render
from bot.reply import Reply

FOLDER = Path(__file__).parent.parent / "stories"


@dataclass(frozen=True)
class Story:
    name: str
    title: str
    turns: tuple[dict[str, Any], ...]


def stories() -> list[Story]:
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        for number, raw in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), 1):
            found.append(Story(f"{path.stem}-{number}", raw["story"], tuple(raw["talk"])))
    return found


async def play(engine: Engine, story: Story) -> list[Reply]:
    """All replies of a story; each turn's expectations are asserted on the way."""
    replies: list[Reply] = []
    for turn in story.turns:
        who, where = turn.get("user", "ann"), turn.get("channel", "general")
        press = None
        if "press" in turn:
            shown = next(reply for reply in reversed(replies) if reply.options)
            press = Press(shown.standing.session or "", _option(shown, turn["press"]))
        reply = await engine.handle(Message(who, where, turn.get("say"), press))
        check(reply, turn, f"{story.title}: {turn.get('say') or turn.get('press')}")
        replies.append(reply)
    return replies


def _option(reply: Reply, wanted: str | int) -> str:
    if isinstance(wanted, int):
        return reply.options[wanted].id
    return next(o.id for o in reply.options if wanted in (o.id, o.label))


def check(reply: Reply, turn: dict[str, Any], where: str) -> None:
    """Every expectation that a turn names; an unknown one is an error of the story."""
    text = render(reply).lower()
    told = {
        "kind": lambda want: reply.kind in ([want] if isinstance(want, str) else want),
        "topic": lambda want: want in reply.topics[:1],
        "entities": lambda want: set(want) <= set(reply.entities),
        "asking": lambda want: (
            (reply.standing.asking is not None) if want == "any" else reply.standing.asking == want
        ),
        "asks_not": lambda want: reply.standing.asking not in want,
        "event": lambda want: reply.event == want,
        "says": lambda want: all(word.lower() in text for word in want),
        "never_says": lambda want: not any(word.lower() in text for word in want),
        "recorded": lambda want: (
            want
            == {f: reply.standing.recorded[f].leaning for f in want if f in reply.standing.recorded}
        ),
        "nothing_recorded": lambda want: (not reply.standing.recorded) is want,
        "changed": lambda want: set(want) <= set(reply.changed),
        "unchanged": lambda want: (not reply.changed) is want,
        "verdict": lambda want: (
            bool(reply.recommendation)
            and reply.recommendation.verdict in ([want] if isinstance(want, str) else want)
        ),
        "what_if": lambda want: bool(reply.recommendation) and reply.recommendation.what_if is want,
        "provisional": lambda want: (
            bool(reply.recommendation) and reply.recommendation.provisional is want
        ),
        "file": lambda want: bool(reply.attachment) and reply.attachment[0] == want,
        "draws": lambda want: bool(reply.chart) is want,
        "cites": lambda want: bool(reply.sources) is want,
        "buttons": lambda want: len(reply.options) >= want,
        "chart": lambda want: (reply.chart is not None) is want,
        "private": lambda want: reply.private is want,
        "in_dialogue": lambda want: reply.standing.in_dialogue is want,
    }
    for name, want in turn.items():
        if name in {"say", "press", "user", "channel"}:
            continue
        assert told[name](want), f"{where}: {name} should be {want}; got {reply}"
