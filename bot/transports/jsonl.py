"""The JSON-lines front end: one object a line in, exactly one a line out, in order."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import AsyncIterable
from typing import Any, Protocol

from bot.engine import Answering, Message, Press
from bot.render.jsonl import Json, to_object
from bot.render.words import Words
from bot.transports.answering import answered, sorry

LOCAL = "local"
LONGEST_NAME = 200
# Python refuses to read longer whole numbers; as a float such a number is infinite.
LONGEST_NUMBER = 4000


class Writer(Protocol):
    """Where the answers go: a binary stream."""

    def write(self, data: bytes, /) -> object:
        """Takes the bytes of one line."""

    def flush(self) -> object:
        """Hands on what was written."""


class LineError(Exception):
    """The line can't be answered; `key` is the phrase that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


async def serve(
    engine: Answering, lines: AsyncIterable[bytes], writer: Writer, words: Words
) -> None:
    """Answers every line until the end of input. Whatever a line holds, it gets one answer."""
    async for line in lines:
        writer.write(to_line(await answer(engine, line, words)))
        writer.flush()


async def answer(engine: Answering, line: bytes, words: Words) -> Json:
    """The answer to one line; never raises for what stands in it, nor for a fault behind it."""
    try:
        fields = parse(line)
        message = to_message(fields)
    except LineError as error:
        return to_object(sorry(words, error.key), None, 0)
    start = time.perf_counter()
    reply = await answered(engine, message, words)
    return to_object(reply, fields.get("id"), (time.perf_counter() - start) * 1000)


def parse(line: bytes) -> dict[str, Any]:
    """The object on a line; bytes that are not UTF-8 are replaced, NaN and Infinity refused."""
    text = line.decode("utf-8-sig", "replace")
    try:
        value = json.loads(text, parse_constant=_refuse, parse_int=_whole)
    except (ValueError, RecursionError) as error:
        raise LineError("terminal_jsonl_not_an_object") from error
    if not isinstance(value, dict):
        raise LineError("terminal_jsonl_not_an_object")
    return value


def to_message(fields: dict[str, Any]) -> Message:
    """The message of a request; null counts as left out; a press outranks a text."""
    user, channel = (_name(fields.get(key)) for key in ("user", "channel"))
    text, press = fields.get("text"), fields.get("press")
    if press is not None:
        return Message(user, channel, press=_press(press))
    if not isinstance(text, str):
        raise LineError("terminal_jsonl_wrong_fields")
    return Message(user, channel, text=text)


def to_line(answer: Json) -> bytes:
    """One line of ASCII; an id that JSON can't carry back (1e999, too deep) becomes null."""
    try:
        text = json.dumps(answer, allow_nan=False)
    except (ValueError, RecursionError):
        text = json.dumps(answer | {"id": None}, allow_nan=False)
    return text.encode("ascii") + b"\n"


def _press(value: object) -> Press:
    """A reply outside any dialogue may have given a null session, so null comes back as ""."""
    if isinstance(value, dict):
        session, option = value.get("session"), value.get("option")
        if isinstance(option, str) and (session is None or isinstance(session, str)):
            return Press(session or "", option)
    raise LineError("terminal_jsonl_wrong_fields")


def _name(value: object) -> str:
    """A user or channel as any database can hold it: no lone surrogates or NUL, not too long."""
    if value is None:
        return LOCAL
    if not isinstance(value, str):
        raise LineError("terminal_jsonl_wrong_fields")
    name = value.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")
    return name if len(name) <= LONGEST_NAME else hashlib.sha256(name.encode()).hexdigest()


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) <= LONGEST_NUMBER else float(digits)


def _refuse(constant: str) -> None:
    raise ValueError(constant)
