"""Logging to standard error, as lines for people or as JSON; without secrets or messages.

A record may carry `fields`, a mapping that becomes keys of the JSON object, or `key=value` pairs.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Literal

from bot.errors import AjarError

Format = Literal["pretty", "json"]
HIDDEN = "[hidden]"
# A password in a URL, and the three parts of a Discord token.
PASSWORD = re.compile(r"(://[^\s:/@]*:)[^\s/@]+(?=@)")
TOKEN = re.compile(r"\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
SHORTEST_SECRET = 4
REQUEST: ContextVar[str] = ContextVar("request", default="")


@contextmanager
def request() -> Iterator[str]:
    """All that is logged meanwhile, in tasks begun in it too, carries the same new id."""
    token = REQUEST.set(secrets.token_hex(4))
    try:
        yield REQUEST.get()
    finally:
        REQUEST.reset(token)


class Redactor:
    """Takes the given secrets, and whatever looks like a token or a password in a URL, out."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets = [each for each in secrets if len(each) >= SHORTEST_SECRET]

    def __call__(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return TOKEN.sub(HIDDEN, PASSWORD.sub(rf"\1{HIDDEN}", text))


class Formatter(logging.Formatter):
    """One line a record. An exception shows its type and place; what it says, which may quote a
    person's message, only where it is meant for a person."""

    def __init__(self, format_: Format, redact: Redactor) -> None:
        super().__init__()
        self._format, self._redact = format_, redact

    def format(self, record: logging.LogRecord) -> str:
        text = record.getMessage()
        if record.exc_info and record.exc_info[1]:
            text += f": {describe(record.exc_info[1])}"
        text = self._clean(text)
        fields = {key: self._shown(each) for key, each in self._fields(record).items()}
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        if self._format == "json":
            line = {"at": at, "level": record.levelname, "logger": record.name, "message": text}
            return json.dumps(line | fields)
        told = "".join(f" {key}={value}" for key, value in fields.items())
        return f"{at[11:19]} {record.levelname:<7} {record.name}: {text}{told}"

    def _clean(self, text: str) -> str:
        return CONTROL.sub(lambda match: ascii(match[0])[1:-1], self._redact(text))

    def _shown(self, value: object) -> object:
        return self._clean(value) if isinstance(value, str) else value

    def _fields(self, record: logging.LogRecord) -> dict[str, object]:
        own: dict[str, object] = {"request": REQUEST.get()} if REQUEST.get() else {}
        return own | dict(getattr(record, "fields", {}))


def describe(error: BaseException) -> str:
    """An exception's type, its place and its causes, without the values that it speaks of."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in frames[-4:]]
    text = type(error).__name__
    if isinstance(error, AjarError):
        text += f" ({error})"
    elif isinstance(error, OSError) and error.strerror:
        text += f" ({error.strerror})"
    if places:
        text += f" at {' > '.join(places)}"
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return f"{text}, caused by {describe(cause)}" if cause else text


def configure(level: str, format_: Format, secrets: Iterable[str] = ()) -> None:
    """Sends all logging to standard error from `level` on ("debug" to "error")."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Formatter(format_, Redactor(secrets)))
    root = logging.getLogger()
    for old in list(root.handlers):
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level.upper())
    # What these say below a warning holds statements with the values that people sent.
    for noisy in ("sqlalchemy", "asyncio", "discord", "alembic"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, root.level))
