"""Holds what was sent to Discord against a schema of its API, by the route that it went to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import simcord
from jsonschema import Draft202012Validator

SCHEMA = json.loads((Path(__file__).parent / "discord_api.schema.json").read_text("utf-8"))
ROUTES = (
    ("POST", r"/channels/\d+/messages", "messageCreate"),
    ("PATCH", r"/channels/\d+/messages/\d+", "messageEdit"),
    ("POST", r"/channels/\d+/messages/\d+/threads", "threadCreate"),
    ("POST", r"/interactions/\d+/[^/]+/callback", "interactionResponse"),
    ("POST", r"/webhooks/\d+/[^/]+", "messageCreate"),
    ("PATCH", r"/webhooks/\d+/[^/]+/messages/(@original|\d+)", "messageEdit"),
    ("PUT", r"/applications/\d+/commands", "commands"),
)
# What has no body of the bot's own making.
BARE = (
    ("POST", r"/channels/\d+/typing"),
    ("PATCH", r"/users/@me"),
)


def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": SCHEMA["$defs"]})


VALIDATORS = {name: validator(name) for _, _, name in ROUTES}


def faults(name: str, body: Any) -> list[str]:
    """What is wrong with a body that should be of the kind `name`."""
    return [f"{name} {error.json_path}: {error.message}" for error in _deep(name, body)]


def _deep(name: str, body: Any) -> Iterator[Any]:
    for error in VALIDATORS[name].iter_errors(body):
        yield from error.context or [error]


def kind_of(method: str, path: str) -> str | None:
    """The kind of body that goes there; None where there is none. Raises for an unknown route."""
    plain = path.partition("?")[0]
    for verb, route, name in ROUTES:
        if verb == method and re.fullmatch(route, plain):
            return name
    assert any(verb == method and re.fullmatch(route, plain) for verb, route in BARE), (
        f"{method} {path} is no request that the bot is known to make"
    )
    return None


def check_by_schema(env: simcord.Env) -> None:
    """Every request that the simulated Discord got is one of the API, in its form."""
    for request in env.http_requests:
        if request.method == "GET":
            continue
        kind = kind_of(request.method, request.path)
        if kind is not None and request.json is not None:
            found = faults(kind, request.json)
            assert not found, "\n".join(found)
