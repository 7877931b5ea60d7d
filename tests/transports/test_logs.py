"""What a log line holds, and what it never does."""

from __future__ import annotations

import json
import logging
import sys

from bot.errors import StorageError
from bot.logs import Format, Formatter, Redactor


def line(message: str, *values: object, format_: Format = "pretty", failed: bool = False) -> str:
    raised = sys.exc_info() if failed else None
    record = logging.LogRecord("bot.x", logging.INFO, "x.py", 1, message, values, raised)
    return Formatter(format_, Redactor(["hunter2"])).format(record)


def test_a_pretty_line_is_one_line() -> None:
    shown = line("two\nlines and \x1b[31mred")
    assert shown.endswith(r" INFO    bot.x: two\nlines and \x1b[31mred")
    assert "\n" not in shown


def test_a_json_line_is_an_object() -> None:
    shown = json.loads(line("it is %d o'clock", 5, format_="json"))
    assert (shown["level"], shown["logger"]) == ("INFO", "bot.x")
    assert shown["message"] == "it is 5 o'clock"
    assert shown["at"].endswith("+00:00")


def test_what_looks_like_a_token_is_hidden_though_nobody_named_it() -> None:
    token = "a" * 24 + "." + "b" * 6 + "." + "c" * 38
    assert line(f"logging in with {token}").endswith("logging in with [hidden]")
    assert "pass" not in line("connecting to postgresql://me:pass@host/db")
    assert "hunter2" not in line("a %s", "hunter2")


def test_an_exception_shows_its_place_but_not_what_a_person_wrote() -> None:
    try:
        try:
            raise ValueError("i earn 30k")
        except ValueError as error:
            raise RuntimeError("could not keep 'i earn 30k'") from error
    except RuntimeError:
        shown = line("failed", failed=True)
    assert "RuntimeError at test_logs.py:" in shown
    assert "caused by ValueError at test_logs.py:" in shown
    assert "30k" not in shown


def test_an_exception_meant_for_a_person_says_what_it_says() -> None:
    try:
        raise StorageError("the disk is full")
    except StorageError:
        assert "StorageError (the disk is full) at" in line("failed", failed=True)
