"""What the readme says that one can ask, asked."""

from __future__ import annotations

import json
import re

import pytest
from pages import ROOT, blocks, text_of

from bot.engine import Engine, Message
from bot.render.jsonl import to_object
from bot.reply import Kind

ROWS: dict[str, tuple[Kind, ...]] = {
    "to understand something": ("answer", "answer"),
    "both sides compared": ("compare", "compare"),
    "to know a model": ("model", "model"),
    "two models compared": ("compare",),
    "two makers compared": ("compare",),
    "to know a word": ("answer",),
    "to know a licence": ("license", "license"),
    "to know what runs where": ("hardware",),
    "a sum of money": ("cost", "cost"),
    "an own GPU, rented or bought": ("cost", "cost"),
    "to search": ("model",),
    "a recommendation": ("question", "question"),
    "to steer": ("explain_question", "question", "question", "summary", "control"),
    "your data": ("export", "delete"),
}


@pytest.mark.parametrize("wish", ROWS)
async def test_what_the_readme_says_to_ask_is_understood(wish: str, engine: Engine) -> None:
    (row,) = re.findall(rf"^\| {wish} \| (.+) \|$", text_of(ROOT / "README.md"), re.M)
    said = re.findall(r'"([^"]+)"', row)
    if wish == "to steer":
        await engine.handle(Message("ada", "lab", text="help me choose"))
    replies = [await engine.handle(Message("ada", "lab", text=text)) for text in said]
    assert [(text, reply.kind) for text, reply in zip(said, replies, strict=True)] == list(
        zip(said, ROWS[wish], strict=True)
    )


async def test_the_reply_that_the_readme_shows_is_what_comes_back(engine: Engine) -> None:
    page = ROOT / "README.md"
    (sent,) = re.findall(r"echo '(\{.+\})'", text_of(page))
    (shown,) = blocks(page, "json")
    request, expected = json.loads(sent), json.loads(shown)
    reply = await engine.handle(Message(request["user"], "local", text=request["text"]))
    given = to_object(reply, request["id"], 0)
    assert {field: given[field] for field in expected} == expected
