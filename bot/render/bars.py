"""The bars of a chart as a code block, for front ends that show text alone."""

from __future__ import annotations

from bot.render.fit import CLOSING, FENCE, one_line
from bot.reply import Bar, Chart

LONGEST = 20
GAP = "  "
FULL = "█"
# The eighths of a block, from none to seven.
PARTS = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")
LABEL_ROOM, SHOWN_ROOM = 32, 24
NARROWEST = 2


def block(chart: Chart, room: int) -> str:
    """The bars with their title, in at most `room` characters; bars at the end give way where
    they don't fit. Empty where not even two do."""
    title = one_line(chart.bars_title, room) if room > 0 else ""
    for count in range(len(chart.bars), NARROWEST - 1, -1):
        text = "\n".join((title, FENCE, *lines(chart.bars[:count]))) + CLOSING
        if len(text) <= room:
            return text
    return ""


def lines(bars: tuple[Bar, ...]) -> list[str]:
    """One line a bar: its label, the bar in proportion to the longest, and its figure."""
    labels = [one_line(bar.label, LABEL_ROOM) for bar in bars]
    wide = max(map(len, labels), default=0)
    top = max((bar.value for bar in bars), default=0.0)
    return [
        f"{label.ljust(wide)}{GAP}{drawn(bar.value, top)} {one_line(bar.shown, SHOWN_ROOM)}"
        for label, bar in zip(labels, bars, strict=True)
    ]


def drawn(value: float, top: float) -> str:
    """A bar of at most 20 characters, to an eighth of one; something is seen of all that is
    more than nothing."""
    if not value > 0 or not top > 0:
        return ""
    eighths = max(1, round(8 * LONGEST * min(value / top, 1.0)))
    return FULL * (eighths // 8) + PARTS[eighths % 8]
