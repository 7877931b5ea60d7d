"""`ajar evaluate`, on the small pack on tea: the figures as text, as JSON and as a chart."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.evaluation.charts import matrix
from bot.evaluation.curves import group_of, rejections, reliability
from bot.evaluation.folds import Guess, PlattCurve
from bot.evaluation.report import Figures

TEA = Path(__file__).resolve().parent.parent / "packs" / "tea"
PNG = b"\x89PNG\r\n\x1a\n"
AS_IT_IS = PlattCurve(slope=1.0, offset=0.0, error=0.0)


@pytest.fixture(autouse=True)
def words_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AJAR_SEMANTIC", "off")
    monkeypatch.setenv("AJAR_CACHE_DIR", "none")
    monkeypatch.chdir(tmp_path)


def evaluate(*options: str) -> int:
    return main(["--content", str(TEA), "evaluate", *options])


def test_the_figures_are_told_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate() == 0
    told = capsys.readouterr().out
    for part in (
        "intent, by words", "statement, by words", "asked, by words", "calibration error",
        "confidence, of which right, guesses", "turned away below, outside found, inside lost",
        "most often mistaken", " taken for ",
    ):  # fmt: skip
        assert part in told


def test_the_figures_and_the_chart_are_made_in_one_run(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert evaluate("--json", "--chart", "tea.png") == 0
    intent, *_ = json.loads(capsys.readouterr().out)
    assert intent["head"] == "intent"
    assert sum(one["guesses"] for one in intent["bins"]) == intent["examples"]
    assert sum(count for *_, count in intent["groups"]) == intent["examples"]
    lost = [one["inside_lost"] for one in intent["rejections"]]
    assert lost == sorted(lost)
    assert lost[0] == intent["falsely_outside"]
    assert intent["rejections"][0]["outside_found"] == intent["outside_recall"]
    picture = (tmp_path / "tea.png").read_bytes()
    assert picture.startswith(PNG)
    assert int.from_bytes(picture[16:20]) > int.from_bytes(picture[20:24]) > 900


@pytest.mark.parametrize(
    ("name", "told"),
    [("figures.pdf", "ends in .png"), ("nowhere/figures.png", "No such file or directory")],
)
def test_a_chart_that_can_not_be_written_is_refused_before_the_long_work(
    capsys: pytest.CaptureFixture[str], name: str, told: str
) -> None:
    assert evaluate("--chart", name) == 1
    out, err = capsys.readouterr()
    assert told in err
    assert "Measuring" not in err
    assert not out


def test_without_matplotlib_one_is_told_what_to_install(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert evaluate("--chart", "tea.png") == 1
    assert "install ajar-bot[charts]" in capsys.readouterr().err
    assert not (tmp_path / "tea.png").exists()


# The curves


def guess(gold: str, said: str, evidence: float) -> Guess:
    return Guess((), gold, said, evidence, (said,))


GUESSES = [
    guess("tea/green", "tea/green", 3.0),
    guess("tea/green", "tea/black", -3.0),
    guess("outside", "outside", 0.0),
    guess("outside", "tea/black", -1.0),
]


def test_a_bin_says_how_often_its_confidence_came_true() -> None:
    bins = reliability(GUESSES, AS_IT_IS, bins=2)
    assert [(one.right, one.guesses) for one in bins] == [(0.0, 2), (1.0, 2)]
    assert bins[0].confidence < 0.5 <= bins[1].confidence


def test_a_higher_threshold_finds_more_outside_and_loses_more_inside() -> None:
    curve = rejections(GUESSES, AS_IT_IS, "outside", steps=4)
    assert [(one.outside_found, one.inside_lost) for one in curve] == [
        (0.5, 0.0), (0.5, 0.5), (1.0, 0.5), (1.0, 0.5),
    ]  # fmt: skip
    assert rejections(GUESSES[:2], AS_IT_IS, "outside") == ()


def test_groups_are_the_first_part_of_a_label_and_outside_stands_last() -> None:
    assert [group_of(name) for name in ("tea/green", "milk=yes", "none")] == ["tea", "milk", "none"]
    pairs = (("outside", "tea", 1), ("outside", "outside", 3), ("tea", "tea", 2), ("zen", "tea", 1))
    groups, shares = matrix(Figures("intent", "words", 7, 0, 0, 0, 1, 0, groups=pairs))
    assert groups == ["tea", "zen", "outside"]
    assert shares.tolist() == [[1, 0, 0], [1, 0, 0], [0.25, 0, 0.75]]
