"""A pack with a small catalogue, and price tables to refresh it from."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from rich.console import Console

from bot.cli.refreshing import Wish, refresh
from tests.content.planting import Plot

TODAY = date(2026, 12, 1)
HOUSE = "knowledge/models/house.yaml"
INN = "knowledge/models/inn.yaml"
CATALOGUE = """\
# The models of the house. Keep them in order of age.
models:
- id: first-pour
  name: First Pour   # the name on the jar
  vendor: House AI
  kind: model
  openness: closed
  context_tokens: 4096
  price:
    input_per_mtok_usd: 2    # read from the page itself
    output_per_mtok_usd: 10
    as_of: "2026-11-10"
    provider: House
    note: long prompts cost more
  released: '2026-05'
  status: current
  summary: >-
    A long
    summary.
  sources:
  - fact: price per million tokens
    url: https://house.example/pricing
    via: pypi:genai-prices 0.2.3 (2026-11-10), record house/first-pour

# This one has no price yet.
- id: second-pour
  name: Second Pour
  vendor: House AI
  kind: model
  openness: closed
  # What follows is when it came out.
  released: "2026-09"
  status: current
  summary: No price yet.
- id: old-pour
  name: Old Pour
  vendor: House AI
  kind: model
  openness: closed
  status: retired
  summary: Switched off.
"""
FLOW = """\
models:
- {id: inn-blend, name: Inn Blend, vendor: The Inn, kind: model, openness: closed, status: current,
   summary: Short}
"""


def model(record: str, read: float | str | None, written: float | None, **more: Any) -> Any:
    """A record as genai-prices has it."""
    prices = SimpleNamespace(input_mtok=read, output_mtok=written)
    return SimpleNamespace(
        id=record, deprecated=None, prices=prices, get_prices=lambda at: prices, **more
    )


def starting(day: date, record: str) -> Any:
    """A record whose price begins on a day."""
    each = model(record, Decimal("1"), Decimal("1"))
    constraint = SimpleNamespace(start_date=day)
    each.prices = [SimpleNamespace(constraint=constraint, prices=None)]
    return each


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plot:
    plot = Plot(tmp_path)
    plot.write(HOUSE, CATALOGUE)
    plot.write(INN, FLOW)
    monkeypatch.setenv("AJAR_CACHE_DIR", "none")
    monkeypatch.chdir(tmp_path)
    return plot


Install = Callable[..., None]


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Install:
    """Puts a package genai-prices in place that lists these models of the house."""

    def install(*models: Any) -> None:
        begun = starting(date(2026, 11, 30), "other-tea")
        house = SimpleNamespace(
            id="house",
            name="House",
            pricing_urls=["https://house.example"],
            models=[*models, begun],
        )
        package, data = ModuleType("genai_prices"), ModuleType("genai_prices.data")
        data.providers = [house]  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "genai_prices", package)
        monkeypatch.setitem(sys.modules, "genai_prices.data", data)
        monkeypatch.setattr("bot.refresh.genai.version", lambda _: "0.3.0")

    return install


@pytest.fixture
def absent(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if genai-prices were not installed."""
    for name in ("genai_prices", "genai_prices.data"):
        monkeypatch.setitem(sys.modules, name, None)


def table(tmp_path: Path, **models: Any) -> str:
    """A file in the shape of models.dev with the models of the house."""
    path = tmp_path / "api.json"
    provider = {"id": "house", "name": "House", "doc": "https://house.example/docs"}
    path.write_text(json.dumps({"house": provider | {"models": models}}))
    return str(path)


def run(plot: Plot, **wishes: Any) -> str:
    """What `ajar refresh` prints."""
    held = io.StringIO()
    assert refresh(str(plot.root), Wish(**wishes), TODAY, Console(file=held, width=120)) == 0
    return held.getvalue()
