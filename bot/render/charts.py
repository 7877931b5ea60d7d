"""A chart as a PNG, drawn by matplotlib where it is installed (the extra `charts`).

matplotlib is imported on first use alone: it takes a second, and nothing else needs it.
"""

from __future__ import annotations

import io
import threading
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import cycle
from typing import TYPE_CHECKING, Any

from bot.render.fit import one_line
from bot.reply import Chart, Line

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INCHES, DPI = (8.0, 4.5), 150
# The palette of Okabe and Ito, which people with any colour vision can tell apart; the dashes do
# so without colour.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00")
DASHES = ("-", "--", "-.", ":")
GRID = "#dddddd"
BAND = 0.25
HEADROOM = 1.08
ROOM_FOR_WORDS = 1.7
NAME_ROOM = 60
KEPT = 16
# Text layout in matplotlib shares a cache of fonts that is not made for several threads.
DRAWING = threading.Lock()


@cache
def is_available() -> bool:
    """Whether pictures can be drawn; without them the bars in the text serve."""
    return find_spec("matplotlib") is not None


@lru_cache(maxsize=KEPT)
def png(chart: Chart) -> bytes:
    """The picture, 1,200 x 675 pixels, its alt text in the file as well. Takes up to a second,
    so that it wants a thread of its own. Raises ImportError without matplotlib."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with DRAWING:
        figure = Figure(figsize=INCHES, dpi=DPI, layout="constrained")
        FigureCanvasAgg(figure)
        draw = _draw_lines if chart.lines else _draw_bars
        draw(figure.add_subplot(), chart)
        held = io.BytesIO()
        figure.savefig(held, format="png", metadata={"Description": chart.alt, "Software": None})
    return held.getvalue()


def _draw_lines(axes: Axes, chart: Chart) -> None:
    for line, colour, dashes in zip(chart.lines, cycle(COLOURS), cycle(DASHES), strict=False):
        _line(axes, line, colour, dashes)
    for mark in chart.marks:
        axes.plot(mark.x, mark.y, "o", color="black", markersize=6, zorder=5)
        axes.annotate(
            _plain(mark.text), (mark.x, mark.y), (8, -14), textcoords="offset points", fontsize=9
        )
    points = [point for line in chart.lines for point in (*line.points, *line.upper)]
    axes.set_xlim(0, max((x for x, _ in points), default=1.0) or 1.0)
    axes.set_ylim(0, HEADROOM * max((y for _, y in points), default=1.0) or 1.0)
    axes.set_title(_plain(chart.title), loc="left", fontweight="bold")
    axes.set_xlabel(_plain(chart.x_label))
    axes.set_ylabel(_plain(chart.y_label))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(_number)
    axes.grid(color=GRID)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    if any(line.name for line in chart.lines):
        axes.legend(loc="upper left", frameon=False, fontsize=9)


def _draw_bars(axes: Axes, chart: Chart) -> None:
    """Bars from a middle line, the first on top: to the left for open, else to the right."""
    places = range(len(chart.bars), 0, -1)
    for place, bar in zip(places, chart.bars, strict=True):
        is_left = bar.side == "open"
        value = -bar.value if is_left else bar.value
        axes.barh(place, value, color=COLOURS[not is_left], hatch="" if is_left else "//")
        gap = (-4, 0) if is_left else (4, 0)
        axes.annotate(
            _plain(bar.shown), (value, place), gap, textcoords="offset points", fontsize=9,
            ha="right" if is_left else "left", va="center",
        )  # fmt: skip
    longest = max((bar.value for bar in chart.bars), default=1.0) or 1.0
    axes.set_xlim(-longest * ROOM_FOR_WORDS, longest * ROOM_FOR_WORDS)
    axes.set_yticks(list(places), [_plain(bar.label) for bar in chart.bars])
    axes.set_xticks([])
    axes.tick_params(length=0)
    axes.axvline(0, color="black", linewidth=1)
    axes.set_title(_plain(chart.title), loc="left", fontweight="bold")
    axes.set_xlabel(_plain(chart.x_label))
    axes.spines[["top", "right", "left", "bottom"]].set_visible(False)


def _line(axes: Axes, line: Line, colour: str, dashes: str) -> None:
    style: dict[str, Any] = {"color": colour, "linestyle": dashes, "linewidth": 2}
    x = [point[0] for point in line.points]
    low = [point[1] for point in line.points]
    axes.plot(x, low, label=_plain(line.name), **style)
    if line.upper:
        high = [point[1] for point in line.upper]
        axes.plot(x, high, **style)
        axes.fill_between(x, low, high, color=colour, alpha=BAND, linewidth=0)


def _plain(text: str) -> str:
    """On one line; a dollar sign would begin a formula."""
    return one_line(text, NAME_ROOM).replace("$", r"\$")


def _number(value: float, _: float | None = None) -> str:
    return f"{value:,.10g}"
