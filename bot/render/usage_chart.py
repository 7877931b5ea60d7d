"""The figures of use as a PNG (extra `charts`); matplotlib is imported only when asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.evaluation.charts import COLOURS, GRID, INK, bare, page_of
from bot.operations.usage import Usage

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PAGE = (14.0, 13.0)
MOST = 10
LONGEST = 34
Row = tuple[str, int]


def draw(usage: Usage, path: Path) -> None:
    """Turns by day, kinds of replies, topics, what had no answer, where dialogues were left, and
    what people said of the recommendations. Raises OSError where the file can't be written."""
    with page_of(path, PAGE, title(usage)) as page:
        (days, kinds), (topics, missed), (left, said) = page.subplots(3, 2)
        _days(days, usage)
        _bars(kinds, "Replies by kind", usage.kinds.most_common(MOST))
        _bars(topics, "Topics asked most", usage.topics.most_common(MOST))
        _bars(
            missed, "Without an answer, by the nearest intent", usage.unanswered.most_common(MOST)
        )
        _dropped(left, usage)
        verdicts = [(f"verdict: {name}", n) for name, n in usage.verdicts.most_common(4)]
        _bars(said, "Recommendations, and what was said of them",
              [*verdicts, *usage.feedback.most_common()])  # fmt: skip


def title(usage: Usage) -> str:
    return (
        f"Since {usage.since[:10]}: {usage.people:,} people, "
        f"{usage.conversations:,} conversations, {usage.turns:,} turns"
    )


def _days(axes: Axes, usage: Usage) -> None:
    axes.set_title("Turns by day")
    if not usage.by_day:
        _nothing(axes)
        return
    days = sorted(usage.by_day)
    numbers = [usage.by_day[day] for day in days]
    begun = date.fromisoformat(days[0])
    places = [(date.fromisoformat(day) - begun).days for day in days]
    axes.bar(places, numbers, color=COLOURS[0], width=0.9)
    step = max(1, places[-1] // 6)
    shown = range(0, places[-1] + 1, step)
    axes.set_xticks(shown, [str(begun + timedelta(days=place)) for place in shown])
    axes.tick_params(axis="x", rotation=30, length=0)
    axes.grid(axis="y", color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)


def _bars(axes: Axes, heading: str, rows: Sequence[Row]) -> None:
    axes.set_title(heading)
    if not rows:
        _nothing(axes)
        return
    names = [_short(name) for name, _ in reversed(rows)]
    bars = axes.barh(range(len(names)), [number for _, number in reversed(rows)], color=COLOURS[0])
    axes.set_yticks(range(len(names)), names)
    axes.bar_label(bars, padding=4, color=INK)
    bare(axes)


def _dropped(axes: Axes, usage: Usage) -> None:
    """For each question how often it was put, and how often the dialogue was left there."""
    axes.set_title("Where dialogues were left: asked, and left at")
    rows = usage.asked.most_common(MOST)[::-1]
    if not rows:
        _nothing(axes)
        return
    places = range(len(rows))
    axes.barh(places, [number for _, number in rows], color=GRID, label="asked")
    lost = [usage.dropped[name] for name, _ in rows]
    bars = axes.barh(places, lost, color=COLOURS[1], label="left at")
    axes.set_yticks(places, [_short(name) for name, _ in rows])
    shares = [f"{n / asked:.0%}" for n, (_, asked) in zip(lost, rows, strict=True)]
    axes.bar_label(bars, shares, padding=4, color=INK)
    axes.legend(frameon=False, loc="lower right")
    bare(axes)


def _nothing(axes: Axes) -> None:
    axes.text(0.0, 0.9, "nothing yet", transform=axes.transAxes)
    axes.set_axis_off()


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
