"""A running program: its probes, its metrics, its log, and what it does by the clock."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import socket
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from bot import logs
from bot.app import App
from bot.cli import running
from bot.conversation.plan import Planner
from bot.engine import Engine, Message
from bot.errors import AjarError, Repeated, StorageError
from bot.operations.health import Health, served
from bot.operations.maintenance import Duties, Maintenance
from bot.operations.metrics import Metrics
from bot.operations.observing import Observed
from bot.render.words import Words
from bot.settings import load
from bot.storage import backups
from bot.storage.sql import SqlStore
from bot.storage.store import Deed
from bot.transports.answering import answered


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    store = SqlStore(str(tmp_path / "log.db"))
    await store.open()
    yield store
    await store.close()


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def core(planner: Planner, store: SqlStore, clock: Callable) -> Engine:
    return Engine(planner, store, clock)


@pytest.fixture
def observed(core: Engine, metrics: Metrics) -> Observed:
    return Observed(core, metrics)


async def got(port: int, path: str) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}{path}") as answer,
    ):
        return answer.status, await answer.text()


def say(text: str, user: str = "ada-4711") -> Message:
    return Message(user, "lab", text=text)


# Probes and metrics


async def test_it_is_ready_while_the_database_answers(store: SqlStore, metrics: Metrics) -> None:
    async with served(Health(store, metrics), "127.0.0.1", 0) as port:
        assert await got(port, "/healthz") == (200, '{"status": "alive"}')
        assert (await got(port, "/readyz"))[0] == 200
        assert "ajar_database_up 1.0" in (await got(port, "/metrics"))[1]
        await store.close()
        assert (await got(port, "/healthz"))[0] == 200
        assert (await got(port, "/readyz"))[0] == 503
        assert "ajar_database_up 0.0" in (await got(port, "/metrics"))[1]
        await store.open()
        assert (await got(port, "/readyz"))[0] == 200


async def test_without_the_package_there_are_probes_and_no_metrics(store: SqlStore) -> None:
    async with served(Health(store, None), "127.0.0.1", 0) as port:
        assert (await got(port, "/readyz"))[0] == 200
        assert (await got(port, "/metrics"))[0] == 404


async def test_metrics_without_their_package_say_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    with pytest.raises(AjarError, match=r"ajar-bot\[metrics\]"):
        Metrics()


async def test_a_port_that_is_taken_is_named(store: SqlStore) -> None:
    async with served(Health(store, None), "127.0.0.1", 0) as port:
        with pytest.raises(AjarError, match=f"port {port} .* set AJAR_HEALTH_PORT"):
            async with served(Health(store, None), "127.0.0.1", port):
                pass


async def test_turns_are_counted_by_kind(observed: Observed, metrics: Metrics) -> None:
    for text in ("what is an open model?", "flibber gronk zxcv", "help me choose"):
        await observed.handle(say(text))
    text = metrics.text().decode()
    assert 'ajar_turns_total{kind="answer"} 1.0' in text
    assert 'ajar_turns_total{kind="out_of_scope"} 1.0' in text
    assert "ajar_turn_seconds_count 3.0" in text
    assert "ajar_confidence_count 3.0" in text
    assert "ada-4711" not in text


# The log


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], list[dict]]]:
    """Reads the log as it would stand on standard error."""
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    logs.configure("debug", "json", [])
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.handlers[:], root.level = handlers, level


async def test_a_message_that_comes_again_counts_as_no_failure(
    observed: Observed, metrics: Metrics, lines: Callable[[], list[dict]]
) -> None:
    twice = Message("ada-4711", "lab", text="what is an open model?", source="discord:7")
    await observed.handle(twice)
    with pytest.raises(Repeated):
        await observed.handle(twice)
    text = metrics.text().decode()
    assert "ajar_turn_seconds_count 1.0" in text
    assert "ajar_failures_total{" not in text
    assert len(lines()) == 1


async def test_a_turn_is_one_line_with_nobodys_words_or_id(
    observed: Observed, lines: Callable[[], list[dict]]
) -> None:
    for text in ("what is an open model?", "our purple budget is tiny"):
        await answered(observed, say(text), Words())
    first, second = lines()
    assert (first["message"], first["kind"], first["topic"]) == (
        "turn", "answer", "open/definition",
    )  # fmt: skip
    assert first["request"] != second["request"]
    assert first["ms"] > 0
    assert "purple" not in json.dumps([first, second])
    assert "ada-4711" not in json.dumps([first, second])


async def test_a_failed_turn_is_one_line_for_the_operator_and_one_sentence_for_the_person(
    observed: Observed,
    store: SqlStore,
    metrics: Metrics,
    lines: Callable[[], list[dict]],
    content,
) -> None:
    await store.close()
    reply = await answered(observed, say("my purple budget"), Words(content))
    assert reply.kind == "error"
    assert reply.text.startswith("Sorry, something went wrong on my side")
    (line,) = lines()
    assert line["level"] == "ERROR"
    assert line["message"].startswith("no answer: StorageError (The store is not open")
    assert len(line["request"]) == 8
    assert "purple" not in line["message"]
    assert 'ajar_failures_total{error="StorageError"} 1.0' in metrics.text().decode()
    await store.open()
    assert (await answered(observed, say("what is RAG?"), Words())).kind == "answer"


# By the clock


async def test_backups_are_made_when_they_are_due(
    store: SqlStore, tmp_path: Path, clock: Callable, metrics: Metrics
) -> None:
    folder = tmp_path / "b"
    care = Maintenance(store, Duties(folder=folder), clock, metrics)
    await care.look()
    await care.look()
    assert len(backups.found_in(folder)) == 1
    for _ in range(9):
        clock.now += timedelta(days=1)
        await care.look()
    kept = backups.found_in(folder)
    assert max(kept) == clock.now.replace(microsecond=0) - timedelta(seconds=1)
    assert 7 <= len(kept) <= 10
    assert "ajar_last_backup_timestamp_seconds 1." in metrics.text().decode()
    later = Maintenance(store, Duties(folder=folder), clock)
    await later.look()
    assert backups.found_in(folder) == kept, "a new start makes none before it is due"


async def test_what_is_older_than_the_retention_goes(
    observed: Observed, store: SqlStore, clock: Callable
) -> None:
    care = Maintenance(store, Duties(retention=timedelta(days=30)), clock)
    await observed.handle(say("help me choose"))
    clock.now += timedelta(days=20)
    await observed.handle(say("hello", "bob"))
    clock.now += timedelta(days=15)
    await care.look()
    assert await store.sessions_of("ada-4711") == []
    assert len(await store.sessions_of("bob")) == 1
    reply = await observed.handle(say("show my answers"))
    assert not reply.standing.in_dialogue, "what was deleted is not gone on with from memory"


async def test_what_operators_did_is_kept_for_its_time(store: SqlStore, clock: Callable) -> None:
    care = Maintenance(store, Duties(audit=timedelta(days=365)), clock)
    await store.note(Deed(clock.now, "boss", "stats"))
    clock.now += timedelta(days=364)
    await care.look()
    assert len(await store.deeds(clock.now - timedelta(days=400))) == 1
    clock.now += timedelta(days=2)
    await care.look()
    assert await store.deeds(clock.now - timedelta(days=400)) == []


async def test_without_duties_nothing_is_deleted_or_written(
    observed: Observed, store: SqlStore, clock: Callable, tmp_path: Path
) -> None:
    await observed.handle(say("hello"))
    clock.now += timedelta(days=3650)
    await Maintenance(store, Duties(), clock).look()
    assert len(await store.sessions_of("ada-4711")) == 1
    assert backups.found_in(tmp_path) == {}


async def test_a_duty_that_fails_is_one_line_and_the_others_are_done(
    store: SqlStore, clock: Callable, tmp_path: Path, lines: Callable[[], list[dict]]
) -> None:
    (tmp_path / "taken").write_text("a file")
    duties = Duties(retention=timedelta(days=30), folder=tmp_path / "taken" / "b")
    looks = 0

    async def sleep(seconds: float) -> None:
        nonlocal looks
        looks += 1
        if looks == 2:
            raise StorageError("enough")

    with pytest.raises(StorageError, match="enough"):
        await Maintenance(store, duties, clock).run(sleep)
    told = [line["message"] for line in lines()]
    assert len(told) == 2
    for each in told:
        assert each.startswith("back_up failed: StorageError (The backup")
        assert "can't be written (Not a directory)" in each


async def test_of_two_programs_one_does_what_is_due_until_it_ends(
    store: SqlStore, clock: Callable, tmp_path: Path
) -> None:
    other = SqlStore(str(tmp_path / "log.db"))
    await other.open()
    folders = (tmp_path / "one", tmp_path / "two")
    first = Maintenance(store, Duties(folder=folders[0]), clock)
    second = Maintenance(other, Duties(folder=folders[1]), clock)
    for care in (first, second, first, second):
        await care.look()
    assert [len(backups.found_in(each)) for each in folders] == [1, 0]
    await first.close()
    await second.look()
    await first.look()
    assert [len(backups.found_in(each)) for each in folders] == [1, 1]
    await second.close()
    await other.close()


async def test_while_the_database_is_gone_nothing_is_due_and_then_all_is_again(
    store: SqlStore, clock: Callable, tmp_path: Path, lines: Callable[[], list[dict]]
) -> None:
    server = SqlStore("postgresql://nobody@127.0.0.1:1/ajar")
    care = Maintenance(server, Duties(folder=tmp_path / "b"), clock)
    await care.look()
    (line,) = lines()
    assert line["message"].startswith("no look at what is due: StorageError")


async def test_the_timers_end_with_the_program(store: SqlStore, clock: Callable) -> None:
    task = asyncio.create_task(Maintenance(store, Duties(), clock).run())
    await asyncio.sleep(0)
    task.cancel()
    assert isinstance((await asyncio.gather(task, return_exceptions=True))[0], BaseException)


async def test_a_running_program_is_looked_after_by_its_settings(
    store: SqlStore, metrics: Metrics, core: Engine, tmp_path: Path
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = load().model_copy(
        update={"health_port": port, "backup_dir": tmp_path / "b", "retention_days": 30}
    )
    app = App(core, Observed(core, metrics), store, settings, metrics)
    async with running.looked_after(app, settings):
        assert (await got(port, "/readyz"))[0] == 200
        measured = ""
        while "ajar_last_backup_timestamp_seconds 1." not in measured:
            _, measured = await got(port, "/metrics")
    assert len(backups.found_in(tmp_path / "b")) == 1
    with pytest.raises(aiohttp.ClientConnectionError):
        await got(port, "/healthz")


async def test_without_a_port_nothing_is_served(store: SqlStore, core: Engine) -> None:
    settings = load().model_copy(update={"health_port": None, "backup_dir": None})
    async with running.looked_after(App(core, core, store, settings), settings):
        asked = Duties(audit=timedelta(days=365))
        assert running.duties(settings) == asked
