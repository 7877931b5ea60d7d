"""The schema of Discord's API sees what it is there to see."""

from __future__ import annotations

from typing import Any

import pytest
from api_schema import SCHEMA, faults, kind_of
from jsonschema import Draft202012Validator

LAYOUT = 1 << 15
TEXT = {"type": 10, "content": "hello"}
BUTTON = {"type": 2, "style": 2, "label": "Go", "custom_id": "a1:q:open"}
ROW = {"type": 1, "components": [BUTTON]}
MESSAGE = {"content": "hello", "components": [ROW]}


def test_it_is_a_schema_itself() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("messageCreate", MESSAGE),
        ("messageCreate", {"flags": LAYOUT, "components": [TEXT, ROW]}),
        ("messageEdit", {"content": None, "components": []}),
        ("interactionResponse", {"type": 6}),
        ("interactionResponse", {"type": 5, "data": {"flags": 64}}),
        ("interactionResponse", {"type": 4, "data": MESSAGE}),
        ("commands", [{"type": 1, "name": "ask", "description": "Ask", "options": []}]),
        ("commands", [{"type": 3, "name": "Ask Ajar about this"}]),
    ],
)
def test_what_is_right_passes(kind: str, body: Any) -> None:
    assert faults(kind, body) == []


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("messageCreate", MESSAGE | {"contents": "x"}),
        ("messageCreate", MESSAGE | {"content": "x" * 2001}),
        ("messageCreate", MESSAGE | {"nonce": "x" * 26}),
        ("messageCreate", MESSAGE | {"components": [ROW] * 6}),
        ("messageCreate", MESSAGE | {"components": [TEXT]}),
        ("messageCreate", MESSAGE | {"components": [{"type": 1, "components": [BUTTON] * 6}]}),
        ("messageCreate", MESSAGE | {"components": [{"type": 1, "components": []}]}),
        ("messageCreate", {"flags": LAYOUT, "content": "x", "components": [TEXT]}),
        ("messageCreate", {"flags": LAYOUT, "embeds": [{"title": "x"}], "components": [TEXT]}),
        ("messageCreate", {"flags": LAYOUT}),
        ("messageCreate", {"flags": LAYOUT, "components": [BUTTON]}),
        ("messageCreate", {"embeds": [{"description": "x" * 4097}]}),
        ("messageCreate", MESSAGE | {"allowed_mentions": {"parse": ["here"]}}),
        ("messageEdit", MESSAGE | {"nonce": "1"}),
        ("interactionResponse", {"type": 4}),
        ("interactionResponse", {"type": 3}),
        ("interactionResponse", {"type": 8, "data": {"choices": [{"name": "x"}]}}),
        ("interactionResponse", {"type": 9, "data": {"title": "x" * 46, "custom_id": "1"}}),
        ("commands", [{"type": 1, "name": "Ask", "description": "Ask"}]),
        ("commands", [{"type": 1, "name": "ask me", "description": "Ask"}]),
        ("commands", [{"type": 1, "name": "ask"}]),
        ("commands", [{"type": 1, "name": "ask", "description": "x" * 101}]),
        ("commands", [{"type": 1, "name": "ask", "description": "x",
                       "name_localizations": {"xx": "ask"}}]),
        ("threadCreate", {"name": "x", "auto_archive_duration": 61}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_seen(kind: str, body: Any) -> None:
    assert faults(kind, body)


def test_a_request_that_the_bot_is_not_known_to_make_is_seen() -> None:
    with pytest.raises(AssertionError, match="no request that the bot is known to make"):
        kind_of("DELETE", "/guilds/1")
