"""A price file is damaged: the old figures go on, and the log says so."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

import pytest
from planting import Plot

from bot.content.cache import Cache
from bot.content.checks import check
from bot.content.loader import Pack, load_content
from bot.errors import ContentError

PRICES = "knowledge/prices.yaml"
MODELS = "knowledge/models/house.yaml"
TABLE = """\
as_of: "2026-11"
items:
- {id: cup, words: [cup], tokens_in: 500, tokens_out: 300}
tokens_per_word: 1.33
user_requests: 20
heavy_user_requests: 60
days_a_month: 30
workdays_a_month: 22
old_after_days: 30
"""
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
"""


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


@pytest.fixture
def priced(tea: Plot) -> Plot:
    tea.write(PRICES, TABLE)
    tea.write(MODELS, HOUSE)
    return tea


DAMAGES = ["", "as_of: [", "items: 5\n", "\x00\x01", TABLE.replace("1.33", "cheap")]


@pytest.mark.parametrize("damage", DAMAGES)
def test_the_old_table_goes_on_with_a_warning(
    priced: Plot, cache: Cache, caplog: pytest.LogCaptureFixture, damage: str
) -> None:
    before = load_content(priced.pack, cache)
    priced.write(PRICES, damage)
    with caplog.at_level(logging.WARNING):
        after = load_content(priced.pack, cache)
    assert after.prices == before.prices
    assert PRICES in caplog.text
    assert "the last good figures go on" in caplog.text


def test_a_copy_of_a_pack_has_old_figures_of_its_own(
    priced: Plot, cache: Cache, tmp_path: Path
) -> None:
    load_content(priced.pack, cache)
    copy = shutil.copytree(priced.root, tmp_path / "copy")
    before = load_content(Pack(copy), cache)
    (copy / PRICES).write_text("items: 5\n")
    assert load_content(Pack(copy), cache).prices == before.prices


def test_bytes_that_are_no_text_are_damage_too(priced: Plot, cache: Cache) -> None:
    before = load_content(priced.pack, cache)
    (priced.root / PRICES).write_bytes(b"\xff\xfe\x00broken")
    assert load_content(priced.pack, cache).prices == before.prices


def test_a_model_with_a_broken_price_keeps_its_old_one(
    priced: Plot, cache: Cache, caplog: pytest.LogCaptureFixture
) -> None:
    load_content(priced.pack, cache)
    line = priced.edit(MODELS, "usd: 2", "usd: two")
    with caplog.at_level(logging.WARNING):
        content = load_content(priced.pack, cache)
    assert content.model_by_id["house-blend"].price.input_per_mtok_usd == 2
    assert f"{MODELS}:{line}" in caplog.text


def test_without_an_older_table_there_are_no_sums_but_all_else(
    priced: Plot, caplog: pytest.LogCaptureFixture
) -> None:
    priced.write(PRICES, "items: 5\n")
    with caplog.at_level(logging.WARNING):
        content = load_content(priced.pack, Cache(None))
    assert content.prices is None
    assert content.sections
    assert "no sums for now" in caplog.text


def test_models_that_were_never_read_are_an_error(priced: Plot, cache: Cache) -> None:
    priced.edit(MODELS, "usd: 2", "usd: two")
    with pytest.raises(ContentError, match=r"house\.yaml"):
        load_content(priced.pack, cache)


def test_other_damage_is_an_error_as_ever(priced: Plot, cache: Cache) -> None:
    load_content(priced.pack, cache)
    priced.write(PRICES, "items: 5\n")
    priced.write("knowledge/guide.yaml", "name: 5\n")
    with pytest.raises(ContentError, match=r"guide\.yaml"):
        load_content(priced.pack, cache)


def test_the_mended_table_counts_again(priced: Plot, cache: Cache) -> None:
    load_content(priced.pack, cache)
    priced.write(PRICES, "items: 5\n")
    load_content(priced.pack, cache)
    priced.write(PRICES, TABLE.replace("1.33", "1.5"))
    prices = load_content(priced.pack, cache).prices
    assert prices is not None
    assert prices.tokens_per_word == 1.5


def test_the_check_still_names_the_damage(priced: Plot, cache: Cache) -> None:
    load_content(priced.pack, cache)
    priced.write(PRICES, TABLE.replace("1.33", "cheap"))
    assert any(each.path == PRICES for each in check(priced.pack, code=None))


def test_new_prices_need_no_new_learning(priced: Plot) -> None:
    before = priced.pack
    assert before.digest
    assert before.taught_digest
    priced.write(PRICES, TABLE.replace("1.33", "1.5"))
    assert priced.pack.digest != before.digest
    assert priced.pack.taught_digest == before.taught_digest
