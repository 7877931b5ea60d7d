"""The figures of use, by hand and by the program."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import sqlite3
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.conversation.plan import Planner
from bot.engine import Engine, Message
from bot.operations import usage
from bot.render import usage_chart
from bot.render.bars import drawn
from bot.storage import backups
from bot.storage.sql import SqlStore
from bot.storage.store import Record, Session

BEGIN = datetime(2026, 11, 1, tzinfo=UTC)
TALK = [
    ("ada", "help me choose"),
    ("ada", "our budget is tiny"),
    ("ada", "what is RAG?"),
    ("bob", "flibber gronk zxcv"),
    ("bob", "what is an open model?"),
    ("eve", "help me choose"),
    ("eve", "stop"),
    ("dan", "our budget is tiny and the data must stay in house, what should we use?"),
    ("dan", "skip the rest"),
    ("dan", "that fits"),
]


@pytest.fixture
async def store(planner: Planner, clock: Callable, tmp_path: Path) -> AsyncIterator[SqlStore]:
    store = SqlStore(str(tmp_path / "log.db"))
    await store.open()
    engine = Engine(planner, store, clock)
    for user, text in TALK:
        await engine.handle(Message(user, "lab", text=text))
    yield store
    await store.close()


async def test_what_happened_is_what_is_counted(store: SqlStore) -> None:
    found = await usage.measure(store, BEGIN)
    assert (found.people, found.conversations, found.turns) == (4, 4, len(TALK))
    assert found.by_day == {"2026-11-26": len(TALK)}
    assert found.topics["concepts/rag"] == found.topics["open/definition"] == 1
    assert found.kinds["out_of_scope"] == sum(found.unanswered.values()) == 1
    assert found.dialogues == {"started": 3, "concluded": 1, "cancelled": 1}
    assert sum(found.verdicts.values()) == 1
    assert sum(found.dropped.values()) == 2, "ada left, eve stopped"
    assert found.feedback == {"fits": 1}


async def test_pages_of_conversations_add_up(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = await usage.measure(store, BEGIN)
    monkeypatch.setattr(usage, "SESSIONS_AT_ONCE", 1)
    assert await usage.measure(store, BEGIN) == whole


async def test_what_is_older_is_not_counted(store: SqlStore) -> None:
    found = await usage.measure(store, datetime(2027, 1, 1, tzinfo=UTC))
    assert (found.people, found.turns, found.kinds) == (0, 0, {})
    assert "turns" in usage.as_table(found)


async def test_the_three_forms_say_the_same_and_nothing_that_anybody_wrote(
    store: SqlStore,
) -> None:
    found = await usage.measure(store, BEGIN)
    rows = list(csv.DictReader(io.StringIO(usage.as_csv(found))))
    data = json.loads(usage.as_json(found))
    assert {r["name"]: int(r["number"]) for r in rows if r["group"] == "kinds"} == data["kinds"]
    table = usage.as_table(found)
    assert "budget" in table
    for text in (table, usage.as_csv(found), usage.as_json(found)):
        assert not [word for word in ("flibber", "tiny", "ada") if word in text]


async def test_a_chart_of_the_figures_is_drawn_of_much_and_of_nothing(
    store: SqlStore, tmp_path: Path
) -> None:
    pytest.importorskip("matplotlib")
    for since in (BEGIN, datetime(2027, 1, 1, tzinfo=UTC)):
        found = await usage.measure(store, since)
        usage_chart.draw(found, tmp_path / "use.png")
        picture = (tmp_path / "use.png").read_bytes()
        assert picture.startswith(b"\x89PNG")
        assert len(picture) > 20_000


async def test_the_longest_bar_belongs_to_the_largest_number(store: SqlStore) -> None:
    found = await usage.measure(store, BEGIN)
    lines = usage.as_table(found, drawn).splitlines()
    started = next(line for line in lines if line.split()[:1] == ["started"])
    cancelled = next(line for line in lines if line.split()[:1] == ["cancelled"])
    assert started.count("█") == 20
    assert 0 < cancelled.count("█") < 20


# The commands


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("AJAR_DATABASE", f"sqlite:///{tmp_path}/log.db")
    monkeypatch.setenv("AJAR_BACKUP_DIR", str(tmp_path / "b"))
    return tmp_path


async def fill(folder: Path) -> None:
    store = SqlStore(str(folder / "log.db"))
    await store.open()
    for user in ("ada", "bob"):
        heard = {"type": "heard", "v": 1, "text": f"the {user} plan", "ranking": []}
        now = datetime.now(UTC) - timedelta(hours=1)
        await store.append(Session(f"s-{user}", user, "lab"), [Record(1, now, heard)])
    await store.close()


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = main(list(words))
    return code, capsys.readouterr().out


def test_an_operator_looks_after_the_database(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(fill(here))
    assert "newest of this version" in run(capsys, "db", "upgrade")[1]
    assert run(capsys, "db", "check") == (0, "The database is sound.\n")
    assert "Made " in run(capsys, "db", "backup")[1]
    (file,) = backups.found_in(here / "b").values()
    moved = run(capsys, "db", "move", "--to", f"sqlite:///{here}/new.db")[1]
    assert moved.startswith("Moved 1 deeds, 2 sessions, 2 events; counts and hashes agree.")
    assert "Restored" in run(capsys, "db", "restore", "--yes", str(file))[1]
    assert json.loads(run(capsys, "stats", "--format", "json")[1])["turns"] == 2
    assert "2" in run(capsys, "stats", "--chart", f"{here}/use.png")[1]
    assert (here / "use.png").is_file()


def test_an_operator_forgets_a_person_everywhere(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(fill(here))
    run(capsys, "db", "backup")
    code, told = run(capsys, "forget", "--yes", "ada")
    assert (code, told) == (0, "Deleted 1 conversations of ada, and what the backups held.\n")
    files = [each for each in here.rglob("*.db*") if each.is_file()]
    assert len(files) >= 2
    everything = b"".join(each.read_bytes() for each in files)
    assert b"ada" not in everything
    assert b"the bob plan" in everything


def test_what_is_not_set_is_named(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AJAR_BACKUP_DIR")
    assert main(["db", "backup"]) == 1
    assert "AJAR_BACKUP_DIR is not set" in capsys.readouterr().err
    assert main(["db", "pseudonymise"]) == 1
    assert "AJAR_ID_KEY is not set" in capsys.readouterr().err
    assert main(["db", "move", "--to", f"sqlite:///{here}/log.db"]) == 1
    assert "name another one" in capsys.readouterr().err


def test_damage_ends_a_check_with_one(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(fill(here))
    with sqlite3.connect(here / "log.db") as connection:
        connection.execute("UPDATE events SET data = '{' WHERE session = 's-ada'")
    connection.close()
    assert run(capsys, "db", "check") == (1, "event 1 of session s-ada can't be read\n")
