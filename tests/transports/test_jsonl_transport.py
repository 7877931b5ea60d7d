"""One object a line in, exactly one a line out, whatever the line holds."""

from __future__ import annotations

import asyncio
import io
import json
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_engine import SmallEngine

from bot.render.words import Words
from bot.transports.jsonl import serve
from bot.transports.lines import lines_of

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=8,
)
names = st.sampled_from(["id", "user", "channel", "text", "press", "session", "option", "other"])
requests = st.dictionaries(names, json_values | st.dictionaries(names, json_values, max_size=3))
# Neither a busy machine nor the first run's tables of Unicode shall fail a test.
steady = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
any_line = st.binary(max_size=200) | requests.map(lambda value: json.dumps(value).encode())


async def talk(*lines: bytes, engine: SmallEngine | None = None) -> list[dict[str, Any]]:
    """Sends the lines, and reads the answers as strictly as JSON's standard asks for."""

    async def sent() -> AsyncIterator[bytes]:
        for line in lines:
            yield line

    output = io.BytesIO()
    await serve(engine or SmallEngine(), sent(), output, Words())
    assert output.getvalue().isascii()

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    return [json.loads(line, parse_constant=refuse) for line in output.getvalue().splitlines()]


async def one(line: bytes) -> dict[str, Any]:
    (answer,) = await talk(line)
    return answer


@steady
@given(st.lists(any_line.map(lambda line: line.replace(b"\n", b"")), max_size=5))
def test_any_lines_get_one_object_each(lines: list[bytes]) -> None:
    answers = asyncio.run(talk(*lines))
    assert len(answers) == len(lines)
    assert all(answer["kind"] and answer["text"] for answer in answers)


async def test_a_text_is_answered_and_its_id_echoed() -> None:
    engine = SmallEngine()
    line = {"id": {"a": [1, None]}, "user": "ann", "channel": "lab", "text": "hi"}
    (answer,) = await talk(json.dumps(line).encode(), engine=engine)
    assert answer["id"] == {"a": [1, None]}
    assert answer["text"] == "You said hi"
    assert answer["session"] == "s1"
    assert answer["elapsed_ms"] >= 0
    (heard,) = engine.heard
    assert (heard.user, heard.channel, heard.text, heard.press) == ("ann", "lab", "hi", None)


async def test_who_and_where_default_to_local() -> None:
    engine = SmallEngine()
    await talk(b'{"text": "hi"}', b'{"text": "hi", "user": null}', engine=engine)
    assert {(heard.user, heard.channel) for heard in engine.heard} == {("local", "local")}


async def test_a_press_goes_to_the_engine_as_it_came() -> None:
    engine = SmallEngine()
    line = b'{"id": 1, "press": {"session": "s1", "option": "budget.tight"}}'
    (answer,) = await talk(line, engine=engine)
    assert answer["text"] == "You pressed budget.tight."
    press = engine.heard[0].press
    assert press is not None
    assert (press.session, press.option) == ("s1", "budget.tight")


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"hello",
        b"[1, 2]",
        b'"text"',
        b"null",
        b"{}",
        b'{"id": 1}',
        b'{"text": 5}',
        b'{"text": null}',
        b'{"text": "hi", "user": 5}',
        b'{"text": "hi", "channel": ["x"]}',
        b'{"press": {}}',
        b'{"press": {"session": "s", "option": 3}}',
        b'{"press": {"session": 3, "option": "o"}}',
        b'{"press": "s", "text": "hi"}',
        b'{"text": "hi"} {"text": "again"}',
        b'{"id": NaN, "text": "hi"}',
        b'{"text": "cut',
        b"\xff\xfe{\x00",
        b"[" * 200_000,
        b'{"text": ' + b'{"text": ' * 100_000,
    ],
)
async def test_what_is_no_request_gets_an_error_and_the_talk_goes_on(line: bytes) -> None:
    bad, good = await talk(line, b'{"id": 2, "text": "hi"}')
    assert (bad["id"], bad["kind"]) == (None, "error")
    assert bad["text"]
    assert (good["id"], good["text"]) == (2, "You said hi")


async def test_numbers_that_json_cannot_carry_back_become_null() -> None:
    assert (await one(b'{"id": 1e999, "text": "hi"}'))["id"] is None
    assert (await one(b'{"id": [-1e999], "text": "hi"}'))["text"] == "You said hi"
    assert (await one(b'{"id": ' + b"9" * 5000 + b', "text": "hi"}'))["id"] is None
    assert (await one(b'{"id": ' + b"9" * 400 + b', "text": "hi"}'))["id"] == int("9" * 400)


async def test_an_id_of_any_depth_is_survived() -> None:
    for depth in (10, 300, 900, 1500, 50_000):
        answer = await one(b'{"id": ' + b"[" * depth + b"]" * depth + b', "text": "hi"}')
        assert answer["text"]


async def test_odd_characters_are_answered() -> None:
    engine = SmallEngine()
    lines = [rb'{"text": "a\ud800b\u0000"}', b'{"text": "\xff\xfe"}', b'\xef\xbb\xbf{"text": "x"}']
    answers = await talk(*lines, engine=engine)
    assert [answer["text"] for answer in answers] == [
        "You said a\ufffdb",
        "You said \ufffd\ufffd",
        "You said x",
    ]
    assert engine.heard[0].text == "a\ud800b\0"


async def test_names_of_people_can_be_kept_by_any_database_and_stay_apart() -> None:
    engine = SmallEngine()
    users = ["a\ud800", "a\ud801", "a\0", "a", "u" * 100_000, "u" * 100_001]
    await talk(*(json.dumps({"user": u, "text": "hi"}).encode() for u in users), engine=engine)
    kept = [heard.user for heard in engine.heard]
    assert len(set(kept)) == len(users)
    assert all(len(name.encode()) <= 200 and "\0" not in name for name in kept)


async def test_a_fault_in_the_engine_is_an_answer_and_its_log_holds_no_message(
    caplog: pytest.LogCaptureFixture,
) -> None:
    bad, good = await talk(b'{"id": 1, "text": "break"}', b'{"id": 2, "text": "hi"}')
    assert (bad["id"], bad["kind"], bad["confidence"]) == (1, "error", 0)
    assert "secret" not in bad["text"]
    assert "ValueError at" in caplog.text
    assert "secret" not in caplog.text
    assert good["id"] == 2


async def test_a_line_of_several_megabytes_is_one_line(tmp_path: Path) -> None:
    text = "x" * 5_000_000
    file = tmp_path / "lines"
    file.write_text(json.dumps({"id": 1, "text": text}) + '\n{"id": 2, "text": "hi"}')
    assert [line[:9] async for line in read(file)] == [b'{"id": 1,', b'{"id": 2,']
    engine = SmallEngine()
    first, second = await talk(*[line async for line in read(file)], engine=engine)
    assert engine.heard[0].text == text
    assert len(first["text"]) <= 2000
    assert second["id"] == 2


async def read(file: Path) -> AsyncIterator[bytes]:
    with file.open("rb") as opened:
        async for line in lines_of(opened.fileno()):
            yield line


@pytest.mark.parametrize(
    ("held", "lines"),
    [
        (b"", []),
        (b"\n", [b""]),
        (b"a\nb", [b"a", b"b"]),
        (b"a\n\nb\n", [b"a", b"", b"b"]),
        (b"a\r\nb", [b"a\r", b"b"]),
    ],
)
async def test_the_lines_of_a_file(tmp_path: Path, held: bytes, lines: list[bytes]) -> None:
    file = tmp_path / "lines"
    file.write_bytes(held)
    assert [line async for line in read(file)] == lines


async def test_of_an_endless_line_only_the_beginning_is_held(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    path.write_bytes(b"x" * (20 << 20) + b"\nshort\n" + b"y" * (17 << 20))
    with path.open("rb") as opened:
        sizes = [len(line) async for line in lines_of(opened.fileno())]
    assert sizes == [16 << 20, 5, 16 << 20]


async def test_a_pipe_is_read_as_it_fills_while_the_loop_runs_on() -> None:
    reading, writing = os.pipe()
    lines = lines_of(reading)
    os.write(writing, b"one\ntw")
    assert await anext(lines) == b"one"
    waiting = asyncio.ensure_future(anext(lines))
    await asyncio.sleep(0)
    assert not waiting.done()
    os.write(writing, b"o\n")
    assert await waiting == b"two"
    os.close(writing)
    assert [line async for line in lines] == []
    os.close(reading)
