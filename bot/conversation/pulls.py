"""The weighing as a chart: how strongly each answer pulls, and to which side."""

from __future__ import annotations

from bot.content.schema import Side
from bot.content.snapshot import Content
from bot.reply import Bar, Chart, Reason, Recommendation

SPLIT: tuple[Side, Side] = ("open", "closed")


def pulls_chart(content: Content, result: Recommendation) -> Chart | None:
    """One bar a reason, heaviest first: its share of all pulls, 0 to 1. None where none pulls."""
    pulling = [reason for reason in result.reasons if reason.weight > 0]
    if not pulling:
        return None
    bars = tuple(bar for reason in pulling for bar in _bars(content, reason))
    title = content.say("chart_title")
    said = "; ".join(f"{bar.label}: {bar.shown}" for bar in bars)
    return Chart(
        title=title,
        x_label=content.say("chart_axis", **content.guide.side_names),
        y_label="",
        lines=(),
        marks=(),
        bars_title=title,
        bars=bars,
        alt=content.say("chart_alt", bars=said),
    )


def _bars(content: Content, reason: Reason) -> list[Bar]:
    """A split answer pulls both ways, with half of its share each."""
    if reason.leaning == "open" or reason.leaning == "closed":
        return [_bar(content, reason, reason.leaning, reason.weight)]
    return [_bar(content, reason, side, reason.weight / 2) for side in SPLIT]


def _bar(content: Content, reason: Reason, side: Side, share: float) -> Bar:
    shown = content.say(
        "chart_shown", share=round(100 * share), side=content.guide.side_names[side]
    )
    return Bar(content.factors[reason.factor].title, share, shown, side)
