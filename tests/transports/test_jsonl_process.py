"""`ajar jsonl` as a process: its streams, its start and its end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

# The program with a small engine in the place of the whole one.
PROGRAM = """
    import sys, types
    sys.path.insert(0, {here!r})
    from small_engine import SmallEngine

    class App:
        engine, content = SmallEngine(), None
        async def close(self):
            print("closed", file=sys.stderr)

    async def open_app(settings, progress, *, in_a_hurry):
        progress("opening")
        print("a library prints")
        return App()

    sys.modules["bot.app"] = types.SimpleNamespace(open_app=open_app, App=App)
    from bot.__main__ import main
    code = main(["jsonl"])
    slow = {{"typer", "rich", "discord", "simcord"}} & set(sys.modules)
    print("slow imports:", sorted(slow), file=sys.stderr)
    sys.exit(code)
"""
LINE = b'{"id": 1, "text": "hi"}\n'


@pytest.fixture
def program(tmp_path: Path) -> list[str]:
    code = textwrap.dedent(PROGRAM.format(here=str(Path(__file__).parent)))
    return [sys.executable, "-c", code]


def start(program: list[str], folder: Path) -> subprocess.Popen[bytes]:
    keep = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    return subprocess.Popen(program, cwd=folder, env=keep | {"HOME": str(folder)}, **pipes)


def test_answers_come_at_once_and_only_answers(program: list[str], tmp_path: Path) -> None:
    process = start(program, tmp_path)
    assert process.stdin
    assert process.stdout
    process.stdin.write(LINE)
    process.stdin.flush()
    assert json.loads(process.stdout.readline())["text"] == "You said hi"
    output, errors = process.communicate(b"nothing\n" + LINE)
    assert [json.loads(line)["id"] for line in output.splitlines()] == [None, 1]
    assert process.returncode == 0
    assert b"a library prints" in errors
    assert b"closed" in errors
    assert b"slow imports: []" in errors


def test_a_reader_that_leaves_ends_it_quietly(program: list[str], tmp_path: Path) -> None:
    process = start(program, tmp_path)
    assert process.stdout
    process.stdout.close()
    process.stdout = None
    _, errors = process.communicate(LINE * 3)
    assert process.returncode == 0
    assert b"Traceback" not in errors
    assert b"closed" in errors


def test_an_interruption_ends_it_quietly(program: list[str], tmp_path: Path) -> None:
    process = start(program, tmp_path)
    assert process.stdin
    assert process.stdout
    process.stdin.write(LINE)
    process.stdin.flush()
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    assert process.wait(10) == 130
    assert process.stderr
    errors = process.stderr.read()
    assert b"Traceback" not in errors
    assert b"closed" in errors
    for stream in (process.stdin, process.stdout, process.stderr):
        stream.close()


def test_a_file_can_be_its_input(program: list[str], tmp_path: Path) -> None:
    file = tmp_path / "lines"
    file.write_bytes(LINE * 3)
    with file.open("rb") as lines:
        done = subprocess.run(program, stdin=lines, capture_output=True, cwd=tmp_path, check=True)
    assert len(done.stdout.splitlines()) == 3


def test_a_wrong_setting_is_one_clear_message(program: list[str], tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("AJAR_SEMANTIC=perhaps\n")
    process = start(program, tmp_path)
    output, errors = process.communicate(LINE)
    assert (process.returncode, output) == (1, b"")
    assert errors.startswith(b"AJAR_SEMANTIC is 'perhaps'")
    assert b"Traceback" not in errors
