"""What is old, or names no source, is listed with its file and line."""

from __future__ import annotations

import pytest
from planting import Plot

from bot.content.checks_fresh import stale
from bot.content.dates import age
from bot.errors import ContentError

MODELS = "knowledge/models/house.yaml"
PRICES = "knowledge/prices.yaml"
HOUSE = """\
models:
- id: house-blend
  name: House Blend
  vendor: The House
  kind: model
  openness: closed
  price:
    input_per_mtok_usd: 2
    as_of: "2026-11-10"
  status: current
  summary: What the house pours.
  sources:
  - {fact: price, url: "https://house.example"}
"""
TABLE = """\
as_of: "2026-11"
items:
- {id: cup, words: [cup], tokens_in: 500, tokens_out: 300}
tokens_per_word: 1.33
user_requests: 20
heavy_user_requests: 60
days_a_month: 30
workdays_a_month: 22
old_after_days: 45
rents:
- {device: kettle, provider: Hire, low: 1, high: 2, as_of: "2026-10", source: "https://hire.example"}
- {device: urn, provider: Hire, low: 1, high: 2}
"""
TODAY = "2026-12-01"


def listed(plot: Plot, today: str = TODAY, days: int | None = None) -> list[str]:
    return [f"{p.path}:{p.line}: {p.what}" for p in stale(plot.pack, today, days)]


@pytest.fixture
def priced(tea: Plot) -> Plot:
    tea.write(MODELS, HOUSE)
    tea.write(PRICES, TABLE)
    return tea


def test_what_is_fresh_is_not_listed(priced: Plot) -> None:
    assert not [line for line in listed(priced) if MODELS in line]


def test_an_old_price_is_listed_where_its_date_stands(priced: Plot) -> None:
    (line,) = (line for line in listed(priced, "2026-12-26") if MODELS in line)
    assert line == f"{MODELS}:9: the price of House Blend is of 2026-11-10, 46 days old"


def test_a_price_of_a_day_to_come_is_listed(priced: Plot) -> None:
    assert not [line for line in listed(priced, "2026-11-10") if MODELS in line]
    (line,) = (line for line in listed(priced, "2026-11-09") if MODELS in line)
    assert line == f"{MODELS}:9: the price of House Blend is of 2026-11-10, which is still to come"


def test_the_days_can_be_set(priced: Plot) -> None:
    assert [line for line in listed(priced, days=20) if MODELS in line]
    assert not [line for line in listed(priced, days=21) if MODELS in line]


def test_a_rent_without_a_date_and_a_source_is_listed_for_both(priced: Plot) -> None:
    lines = [line for line in listed(priced) if f"{PRICES}:12" in line]
    assert lines == [
        f"{PRICES}:12: the price of urn has no source",
        f"{PRICES}:12: the rent of urn has no date",
    ]
    assert not [line for line in listed(priced) if f"{PRICES}:11" in line]


def test_a_model_without_a_source_is_listed(priced: Plot) -> None:
    text = HOUSE[: HOUSE.index("  sources")]
    priced.write(MODELS, text)
    assert f"{MODELS}:2: house-blend has no source" in listed(priced)


def test_a_section_without_a_source_is_listed(tea: Plot) -> None:
    tea.write(
        "knowledge/sections/steam.md", "---\nid: steam\ntitle: Steam\n---\nSteam is hot water.\n"
    )
    assert any("steam has no source" in line for line in listed(tea))


def test_a_pack_that_cannot_be_read_is_an_error(priced: Plot) -> None:
    priced.write(PRICES, "items: 5\n")
    with pytest.raises(ContentError):
        stale(priced.pack, TODAY)


@pytest.mark.parametrize(
    ("as_of", "days"),
    [("2026-12-01", 0), ("2026-11-30", 1), ("2026-11", 1), ("2025", 335), ("2026-12-02", -1)],
)
def test_age_counts_from_the_last_day_that_a_date_may_mean(as_of: str, days: int) -> None:
    assert age(as_of, TODAY) == days
