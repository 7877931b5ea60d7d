"""Spans of turns: what they tell, and what they must not."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from bot.app import open_app
from bot.content.cache import Cache
from bot.conversation.plan import Planner
from bot.engine import Engine, Message
from bot.errors import AjarError, StorageError
from bot.operations.observing import Observed
from bot.operations.tracing import Tracing
from bot.settings import load
from bot.storage.memory import MemoryStore


@pytest.fixture
def exporter() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
async def observed(exporter: InMemorySpanExporter, planner: Planner, clock: Callable) -> Observed:
    tracing = Tracing(exporter)
    store = MemoryStore()
    await store.open()
    engine = Engine(planner, store, clock, stage=tracing.stage)
    return Observed(engine, tracing=tracing)


def by_name(exporter: InMemorySpanExporter) -> dict[str, ReadableSpan]:
    return {span.name: span for span in exporter.get_finished_spans()}


async def test_a_turn_is_a_span_and_each_of_its_stages_is_one_inside(
    observed: Observed, exporter: InMemorySpanExporter
) -> None:
    await observed.handle(Message("ada-4711", "lab", text="what is an open model?"))
    spans = by_name(exporter)
    assert set(spans) == {f"ajar.{name}" for name in ("turn", "wait", "load", "plan", "append")}
    turn = spans.pop("ajar.turn")
    assert {span.parent.span_id for span in spans.values()} == {turn.context.span_id}
    assert turn.attributes["ajar.kind"] == "answer"
    assert turn.attributes["ajar.topic"] == "open/definition"
    assert turn.resource.attributes["service.name"] == "ajar"


async def test_nobodys_words_or_id_are_in_any_span(
    observed: Observed, exporter: InMemorySpanExporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise StorageError("could not keep 'my purple budget' of ada-4711")

    await observed.handle(Message("ada-4711", "lab", text="my purple budget"))
    monkeypatch.setattr(observed.engine.store, "append", broken)
    with pytest.raises(StorageError):
        await observed.handle(Message("ada-4711", "lab", text="my purple budget"))
    told = "".join(span.to_json() for span in exporter.get_finished_spans())
    assert "StorageError" in told
    assert "purple" not in told
    assert "ada-4711" not in told


def test_without_the_packages_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    with pytest.raises(AjarError, match=r"ajar-bot\[telemetry\]"):
        Tracing()


async def test_it_is_off_unless_asked_for(tmp_path: Path, built_cache: Cache) -> None:
    places = {"database": f"sqlite:///{tmp_path / 'log.db'}", "cache_dir": str(built_cache.folder)}
    for traces in ("off", "on"):
        settings = load(**places, semantic="off", traces=traces)
        app = await open_app(settings)
        assert (app.tracing is not None) is (traces == "on")
        await app.close()
    assert load().traces == "off"
