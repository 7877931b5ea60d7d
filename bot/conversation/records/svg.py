"""The bars of a weighing as an inline SVG."""

from __future__ import annotations

from html import escape

from bot.reply import Bar, Chart

WIDTH, ROW, TOP = 680, 26, 12
MIDDLE, LONGEST = 400, 150
LEFT, RIGHT = "#0072B2", "#D55E00"


def chart_svg(chart: Chart) -> str:
    """Bars from a middle line, the first on top: to the left for open, else to the right."""
    height = TOP + ROW * (len(chart.bars) + 1)
    longest = max((bar.value for bar in chart.bars), default=0.0) or 1.0
    rows = (_row(bar, TOP + ROW * n, longest) for n, bar in enumerate(chart.bars))
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" font-size="13" '
        f'aria-label="{escape(chart.alt)}">'
        + "".join(rows)
        + f'<line x1="{MIDDLE}" x2="{MIDDLE}" y1="4" y2="{height - ROW}" stroke="#222"/>'
        + f'<text x="{MIDDLE}" y="{height - 6}" text-anchor="middle">{escape(chart.x_label)}</text>'
        + "</svg>"
    )


def _row(bar: Bar, y: int, longest: float) -> str:
    is_left = bar.side == "open"
    length = round(LONGEST * bar.value / longest, 1)
    start = MIDDLE - length if is_left else MIDDLE
    edge, anchor = (start - 5, "end") if is_left else (start + length + 5, "start")
    return (
        f'<text x="0" y="{y + 14}">{escape(bar.label)}</text>'
        f'<rect x="{start}" y="{y + 2}" width="{length}" height="16" '
        f'fill="{LEFT if is_left else RIGHT}"/>'
        f'<text x="{edge}" y="{y + 14}" text-anchor="{anchor}">{escape(bar.shown)}</text>'
    )
