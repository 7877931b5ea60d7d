"""The commands as they are typed: `ajar refresh` and `ajar check --fresh`."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from bot.__main__ import main
from tests.content.planting import Plot
from tests.refresh.conftest import CATALOGUE, HOUSE, Install, model, table


def ajar(plot: Plot, *words: str) -> int:
    return main(["--content", str(plot.root), *words])


def test_refresh_shows_and_writes(
    catalogue: Plot, installed: Install, capsys: pytest.CaptureFixture[str]
) -> None:
    installed(model("second-pour", Decimal("1"), Decimal("2")))
    assert ajar(catalogue, "refresh", "--as-of", "2026-11-20") == 0
    said = capsys.readouterr().out
    assert "fill" in said
    assert "Facts written: 1, in models: 1." in said
    assert "as_of: '2026-11-20'" in catalogue.read(HOUSE)


def test_every_wish_can_be_typed(
    catalogue: Plot, installed: Install, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    installed(model("first-pour", Decimal("3"), Decimal("10")))
    place = table(tmp_path, **{"second-pour": {"limit": {"context": 9000}}})
    words = ["--models", place, "--only", "second-pour", "--accept", "--renew", "--dry-run"]
    assert ajar(catalogue, "refresh", *words) == 0
    assert "9,000" in capsys.readouterr().out
    assert catalogue.read(HOUSE) == CATALOGUE


def test_a_failure_is_one_message_and_exit_code_1(
    catalogue: Plot, absent: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ajar(catalogue, "refresh") == 1
    said = capsys.readouterr().err
    assert "genai-prices isn't here" in said
    assert "Nothing was changed." in said
    assert "Traceback" not in said


def test_a_date_that_is_none_is_refused(catalogue: Plot, installed: Install) -> None:
    installed()
    assert ajar(catalogue, "refresh", "--as-of", "soon") == 2
    assert catalogue.read(HOUSE) == CATALOGUE


def test_check_fresh_lists_what_is_old_and_exits_with_1(
    catalogue: Plot, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ajar(catalogue, "check", "--fresh", "--days", "0") == 1
    said = capsys.readouterr().out
    assert f"{HOUSE}:12: the price of First Pour is of 2026-11-10" in said
    assert "second-pour has no source" in said
    assert "are old or have no source" in said


def test_check_fresh_is_content_with_a_fresh_pack(
    catalogue: Plot, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in (catalogue.root / "knowledge/models").iterdir():
        path.unlink()
    assert ajar(catalogue, "check", "--fresh", "--days", "100000") == 0
    assert "Nothing is old" in capsys.readouterr().out
