"""Draws the figures of the classifiers as a PNG. matplotlib is imported here alone, and only when a
chart is asked for: it is the optional extra `charts`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from bot.errors import AjarError
from bot.evaluation.report import OUTSIDE, Figures

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, PALE, GRID = "#22303c", "#6b7a86", "#dfe5ea"
COLOURS = ("#1b6ca8", "#d1642b", "#3c8d5a", "#8a5aa8")
PAGE = (14.0, 11.0)
DOTS = 110
NAMED_FROM = 0.05
DARK_FROM = 0.55
LABELLED = (0.3, 0.5, 0.7)
STYLE: dict[Any, Any] = {
    "font.size": 10.5, "text.color": INK, "axes.labelcolor": INK, "axes.edgecolor": GRID,
    "xtick.color": INK, "ytick.color": INK, "axes.titlelocation": "left",
    "axes.titleweight": "bold", "axes.titlepad": 12, "axes.spines.top": False,
    "axes.spines.right": False,
}  # fmt: skip


class ChartError(AjarError):
    """The chart can't be drawn, or not be written where it should be."""


def require(path: Path) -> None:
    """Tried before the long measuring. Raises ChartError with what to do."""
    if find_spec("matplotlib") is None:
        raise ChartError("The chart needs matplotlib: install ajar-bot[charts].")
    if path.suffix.lower() != ".png":
        raise ChartError(f"{path}: the chart is a PNG, so name a file that ends in .png.")
    is_new = not path.exists()
    try:
        path.open("ab").close()
    except OSError as error:
        raise ChartError(f"{path} can't be written: {error.strerror}.") from error
    if is_new:
        path.unlink()


@contextmanager
def page_of(path: Path, size: tuple[float, float], heading: str) -> Iterator[Figure]:
    """A page of charts, `size` inches wide and high, to be filled; then it is written to `path`.

    Raises OSError where the file can't be written.
    """
    from matplotlib import rc_context
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    with rc_context(STYLE):
        apart = ConstrainedLayoutEngine(w_pad=0.15, h_pad=0.15, wspace=0.05, hspace=0.06)
        page = Figure(figsize=size, layout=apart)
        page.suptitle(heading, x=0.01, ha="left", fontsize=14, fontweight="bold")
        yield page
        page.savefig(path, format="png", dpi=DOTS, facecolor="white")


def draw(figures: Sequence[Figures], path: Path) -> None:
    """Confusion, calibration and what is turned away, of the best reading that there is."""
    reading = figures[-1].reading
    best = [each for each in figures if each.reading == reading]
    first = best[0]
    with page_of(path, PAGE, _title(first)) as page:
        (top_left, top_right), (low_left, low_right) = page.subplots(
            2, 2, width_ratios=(1.25, 1), height_ratios=(1.2, 1)
        )
        _confusion(top_left, first)
        _calibration(top_right, best)
        _mistaken(low_left, first)
        _rejected(low_right, [each for each in figures if each.rejections])


def bare(axes: Axes) -> None:
    """Bars that carry their numbers want no ticks and no frame."""
    axes.tick_params(length=0)
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.set_xticks([])


def _title(first: Figures) -> str:
    return (
        f"Held-out folds, read by {first.reading}: {first.accuracy:.0%} of "
        f"{first.examples:,} right, {first.in_first_three:.0%} among the first three"
    )


def matrix(each: Figures) -> tuple[list[str], NDArray[np.float64]]:
    """(groups, shares): of each group's examples (rows) the share taken for each (columns)."""
    groups = sorted({name for gold, got, _ in each.groups for name in (gold, got)})
    groups.sort(key=lambda name: name == OUTSIDE)
    place = {name: number for number, name in enumerate(groups)}
    counts = np.zeros((len(groups), len(groups)))
    for gold, got, count in each.groups:
        counts[place[gold], place[got]] = count
    return groups, counts / np.maximum(1, counts.sum(axis=1, keepdims=True))


def _confusion(axes: Axes, each: Figures) -> None:
    groups, shares = matrix(each)
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    axes.set_title("What is taken for what, in % of a row's examples")
    places = range(len(groups))
    axes.set_xticks(places, groups, rotation=40, ha="right", rotation_mode="anchor")
    axes.set_yticks(places, groups)
    axes.set_ylabel("meant")
    axes.set_xlabel("taken for")
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    for row, column in np.argwhere(shares >= 0.005):
        share = shares[row, column]
        colour = "white" if share >= DARK_FROM else INK if share >= NAMED_FROM else PALE
        axes.text(column, row, f"{100 * share:.0f}", ha="center", va="center", color=colour)


def _calibration(axes: Axes, figures: Sequence[Figures]) -> None:
    axes.set_title("Calibration: confidence and what comes true")
    axes.plot([0, 1], [0, 1], color=PALE, linewidth=1, linestyle=(0, (4, 4)))
    for each, colour in zip(figures, COLOURS, strict=False):
        most = max(one.guesses for one in each.bins)
        sure, right = [b.confidence for b in each.bins], [b.right for b in each.bins]
        label = f"{each.head} (error {each.calibration_error:.3f})"
        axes.plot(sure, right, color=colour, linewidth=1.8, label=label)
        sizes = [15 + 90 * one.guesses / most for one in each.bins]
        axes.scatter(sure, right, s=sizes, color=colour, zorder=3, edgecolor="white")
    _shares(axes, "confidence", "of these right (larger dots: more guesses)")
    axes.legend(frameon=False, loc="upper left")


def _mistaken(axes: Axes, each: Figures) -> None:
    pairs = each.confused[::-1]
    axes.set_title("Most often mistaken: meant → taken for, examples")
    bars = axes.barh([f"{gold} → {got}" for gold, got, _ in pairs], [n for *_, n in pairs])
    axes.bar_label(bars, padding=4, color=INK)
    for bar in bars:
        bar.set_color(COLOURS[0])
    bare(axes)


def _rejected(axes: Axes, figures: Sequence[Figures]) -> None:
    axes.set_title("Out of scope: turned away below 0.3, 0.5 …")
    if not figures:
        axes.set_axis_off()
        return
    places = ((2, -15), (-18, 8))
    for each, colour, place in zip(figures, reversed(COLOURS[:2]), places, strict=False):
        lost = [one.inside_lost for one in each.rejections]
        found = [one.outside_found for one in each.rejections]
        axes.plot(lost, found, color=colour, linewidth=1.8, marker="o", markersize=4)
        axes.plot([], [], color=colour, label=f"{each.head}, by {each.reading}")
        for one in each.rejections:
            if one.threshold in LABELLED:
                axes.annotate(
                    f"{one.threshold:g}",
                    (one.inside_lost, one.outside_found),
                    xytext=place,
                    textcoords="offset points",
                    color=colour,
                )
    least = min(one.outside_found for each in figures for one in each.rejections)
    _shares(axes, "in scope, but turned away", "out of scope, and found")
    axes.set_ylim(max(0.0, np.floor(10 * least) / 10 - 0.1), 1.01)
    axes.legend(frameon=False, loc="lower right")


def _shares(axes: Axes, across: str, up: str) -> None:
    """Both axes from 0 to 100 %."""
    from matplotlib.ticker import PercentFormatter

    axes.set_xlim(0, 1.01)
    axes.set_ylim(0, 1.01)
    axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.set_xlabel(across)
    axes.set_ylabel(up)
    axes.grid(color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, pad=6)
