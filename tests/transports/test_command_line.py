"""The commands of `ajar`, with a small engine behind them, and those of make."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from small_engine import SmallEngine

from bot.__main__ import main
from bot.cluster import Share
from bot.content.schema import Phrases
from bot.errors import StorageError
from bot.storage.locks import OwnLock
from bot.transports import terminal

ROOT = Path(__file__).parents[2]


class SmallStore:
    """A store that needs no looking after."""

    async def scrub(self) -> bool:
        return True

    def lock(self, name: str) -> OwnLock:
        return OwnLock({}, name)

    async def do(self, work: object, *, write: bool = False) -> int:
        return 0


class SmallApp:
    """An app as `bot.app.open_app` gives it."""

    def __init__(self) -> None:
        self.engine = SmallEngine()
        guide = SimpleNamespace(name="Ajar", subject="models")
        self.content = SimpleNamespace(phrases=Phrases(), guide=guide)
        self.is_closed = False
        self.store, self.metrics = SmallStore(), None
        self.by_words_alone = False
        self.in_a_hurry = False

    async def close(self) -> None:
        self.is_closed = True

    async def reload(self) -> object:
        return self.content


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> SmallApp:
    app = SmallApp()

    async def open_app(settings: Any, progress: Any, *, in_a_hurry: bool) -> SmallApp:
        app.settings, app.in_a_hurry = settings, in_a_hurry
        return app

    async def explain(settings: Any, text: str) -> str:
        return f"{text}: understood"

    module = SimpleNamespace(open_app=open_app, explain=explain, App=SmallApp)
    monkeypatch.setitem(sys.modules, "bot.app", module)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)
    monkeypatch.chdir(tmp_path)
    return app


def test_ask_gives_one_answer_as_plain_text(
    app: SmallApp, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "hello", "you"]) == 0
    assert capsys.readouterr().out == "You said hello you\n\n1. Tight\n2. Ample\n"
    heard = app.engine.heard[0]
    assert (heard.user, heard.channel) == (terminal.USER, terminal.CHANNEL)
    assert app.is_closed


def test_ask_gives_json_where_it_is_wanted(
    app: SmallApp, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "--json", "hello"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["text"], answer["id"]) == ("You said hello", None)


def test_ask_fails_where_something_went_wrong(app: SmallApp) -> None:
    assert main(["ask", "break"]) == 1


def test_chat_talks_until_the_end_of_input(
    app: SmallApp, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = iter(["hello"])

    def read(prompt: str) -> str:
        for line in lines:
            return line
        raise EOFError

    monkeypatch.setattr("builtins.input", read)
    assert main(["chat"]) == 0
    said = capsys.readouterr().out
    assert "You said hello" in said
    assert "Goodbye" in said
    assert app.is_closed


def test_explain_shows_how_a_text_is_understood(
    app: SmallApp, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", "why", "open"]) == 0
    assert capsys.readouterr().out == "why open: understood\n"


@pytest.mark.parametrize(("token", "room"), [("x" * 60, "discord"), ("", "preview")])
def test_run_serves_discord_with_a_token_and_the_preview_without(
    app: SmallApp, monkeypatch: pytest.MonkeyPatch, token: str, room: str
) -> None:
    served: list[tuple[str, Any]] = []

    def module(name: str) -> SimpleNamespace:
        async def serve(content: Any, engine: Any, settings: Any, backstage: Any) -> None:
            served.append((name, engine))

        return SimpleNamespace(serve=serve)

    for name in ("discord", "preview"):
        monkeypatch.setitem(sys.modules, f"bot.transports.{name}", module(name))
    monkeypatch.setenv("DISCORD_TOKEN", token)
    assert main(["run"]) == 0
    assert served == [(room, app.engine)]
    assert app.in_a_hurry
    assert app.is_closed


def test_run_as_one_of_several_processes_serves_its_shards(
    app: SmallApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    shares: list[Share | None] = []

    async def serve(*_: Any, share: Share | None = None) -> None:
        shares.append(share)

    room = SimpleNamespace(serve=serve)
    monkeypatch.setitem(sys.modules, "bot.transports.discord", room)
    monkeypatch.setenv("DISCORD_TOKEN", "x" * 60)
    monkeypatch.setenv("AJAR_DATABASE", "postgresql://ajar@127.0.0.1/ajar")
    assert main(["run"]) == 0
    assert main(["run", "--cluster", "2/4"]) == 0
    assert not app.in_a_hurry
    monkeypatch.setenv("AJAR_CLUSTER", "1/2")
    monkeypatch.setenv("AJAR_SHARDS", "3")
    assert main(["run"]) == 0
    assert shares == [None, Share((1,), 4), Share((0, 2), 3)]


def test_several_processes_without_a_token_are_told_that_they_need_one(
    app: SmallApp, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "--cluster", "2/4"]) != 0
    assert "set DISCORD_TOKEN" in capsys.readouterr().err


def test_a_first_start_says_in_five_steps_how_to_come_to_a_token(
    app: SmallApp, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def serve(*_: Any) -> None:
        return

    monkeypatch.setitem(sys.modules, "bot.transports.preview", SimpleNamespace(serve=serve))
    assert main(["run"]) == 0
    steps = [line for line in capsys.readouterr().out.splitlines() if line[:1].isdigit()]
    assert [step[0] for step in steps] == list("12345")
    assert "client_id=YOUR_APPLICATION_ID" in steps[3]


def test_invite_prints_a_link_or_says_what_it_needs(
    app: SmallApp, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["invite", "--application", "42"]) == 0
    assert "client_id=42&" in capsys.readouterr().out
    assert main(["invite"]) == 1
    assert "Application ID" in capsys.readouterr().err
    assert main(["invite", "--application", "me"]) == 1
    monkeypatch.setenv("DISCORD_TOKEN", "MTIzNDU2Nzg5MDEyMzQ1Njc4.abc.def")
    assert main(["invite"]) == 0
    assert "client_id=123456789012345678&" in capsys.readouterr().out


def test_content_of_ones_own_is_passed_on(app: SmallApp, tmp_path: Path) -> None:
    assert main(["--content", str(tmp_path), "ask", "hi"]) == 0
    assert app.settings.content == tmp_path


def test_an_error_meant_for_a_person_is_one_message(
    app: SmallApp, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(settings: Any, progress: Any, *, in_a_hurry: bool) -> None:
        raise StorageError("The disk is full: make room.")

    monkeypatch.setattr(sys.modules["bot.app"], "open_app", broken)
    assert main(["ask", "hi"]) == 1
    assert capsys.readouterr().err == "The disk is full: make room.\n"


def test_check_names_what_is_wrong_with_a_pack(
    app: SmallApp, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "guide.yaml").write_text("nam: x\n")
    assert main(["--content", str(tmp_path), "check"]) == 1
    shown = capsys.readouterr().out
    assert "knowledge/guide.yaml:1: unknown key nam" in shown
    assert "Problems found: " in shown


def test_help_and_version_and_unknown_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    for command in ("run", "chat", "ask", "jsonl", "check", "explain"):
        assert command in shown
    assert main(["--version"]) == 0
    assert main(["jsonl", "--nonsense"]) == 2
    assert main(["nonsense"]) == 2


MARKS_OF_MAKE = {"VENV", "MAKEFLAGS", "MFLAGS", "MAKELEVEL"}


def make(*words: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Runs make as from a shell of its own: a make that runs the tests leaves its marks."""
    bare = {name: os.environ[name] for name in os.environ if name not in MARKS_OF_MAKE}
    return subprocess.run(["make", *words], cwd=folder, capture_output=True, text=True, env=bare)


def test_make_alone_lists_what_it_can_do() -> None:
    done = make()
    assert done.returncode == 0
    for target in ("run", "chat", "test", "check", "lint", "clean"):
        assert f"make {target}" in done.stdout


def test_make_says_clearly_that_python_is_missing(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    done = make("run", "PYTHONS=no-such-python", folder=tmp_path)
    assert done.returncode != 0
    assert "Ajar needs Python 3.11 or newer, and none was found" in done.stderr
