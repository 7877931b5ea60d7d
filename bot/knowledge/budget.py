"""Keeps a reply within its characters: what matters least goes first, never half a sentence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.reply import Chart, Reply, Table

ROOM = 1600
COLUMNS = 72
GAP = 2
FRAME = 10
BAR = 20


@dataclass(frozen=True)
class Part:
    """A paragraph or a bullet. Rank 0 always stays; of the others the highest goes first."""

    text: str
    rank: int = 0


def compose(parts: Sequence[Part], room: int) -> str:
    """The parts in order, bullets on lines of their own, within `room` characters."""
    kept = [part for part in parts if part.text]
    while len(joined(kept)) > room:
        last = max((part.rank for part in kept), default=0)
        if not last:
            return whole_sentences(joined(kept), room)
        place = max(n for n, part in enumerate(kept) if part.rank == last)
        kept.pop(place)
    return joined(kept)


def joined(parts: Sequence[Part]) -> str:
    text = ""
    before = ""
    for part in parts:
        is_list = part.text.startswith("- ") and before.startswith("- ")
        text += ("\n" if is_list else "\n\n") + part.text if text else part.text
        before = part.text
    return text


def whole_sentences(text: str, room: int) -> str:
    """As many whole lines and sentences as fit; words where not even one sentence does."""
    if len(text) <= room:
        return text
    head = text[:room]
    end = max(head.rfind("\n"), head.rfind(". ") + 1)
    if not room:
        return ""
    if end <= 0:
        end = max(head.rfind(" "), 0) or room
    return head[:end].rstrip()


def table_size(table: Table | None) -> int:
    """Characters that a table takes as a text block 72 columns wide, its cells wrapped."""
    if table is None:
        return 0
    rows = [table.header, *table.rows]
    widths = _widths(rows)
    lines = 1 + sum(_height(row, widths) for row in rows)
    return lines * (sum(widths) + GAP * (len(widths) - 1) + 1) + len(rows) + FRAME


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    natural = [max(map(len, column)) for column in zip(*rows, strict=True)]
    left = COLUMNS - GAP * (len(natural) - 1)
    widths = list(natural)
    for place, index in enumerate(sorted(range(len(natural)), key=natural.__getitem__)):
        widths[index] = max(1, min(natural[index], left // (len(natural) - place)))
        left -= widths[index]
    return widths


def _height(row: Sequence[str], widths: Sequence[int]) -> int:
    return max(_lines(cell, width) for cell, width in zip(row, widths, strict=True))


def _lines(cell: str, width: int) -> int:
    """Lines that a cell takes when it is wrapped between its words, or in a longer word."""
    if len(cell) <= width:
        return 1
    lines, used = 1, 0
    for word in cell.split():
        if used and used + 1 + len(word) > width:
            lines, used = lines + 1, 0
        used += len(word) + (1 if used else 0)
        while used > width:
            lines, used = lines + 1, used - width
    return lines


def chart_size(chart: Chart | None) -> int:
    """Characters that the bars of a chart take as a text block with a line above it."""
    if chart is None or not chart.bars:
        return 0
    label = max(len(bar.label) for bar in chart.bars)
    top = max(bar.value for bar in chart.bars) or 1.0
    lines = (label + 4 + math.ceil(BAR * b.value / top) + len(b.shown) for b in chart.bars)
    return len(chart.bars_title) + sum(lines) + FRAME


def trimmed(reply: Reply) -> Reply:
    """The reply with what stands below its table, then its text, cut to what there is room for."""
    room = max(0, len(reply.after_table) - max(0, size(reply) - ROOM))
    shorter = replace(reply, after_table=whole_sentences(reply.after_table, room))
    room = max(0, len(shorter.text) - max(0, size(shorter) - ROOM))
    return replace(shorter, text=whole_sentences(shorter.text, room))


def size(reply: Reply) -> int:
    """Characters of everything that the reply shows but its sources."""
    told = len(reply.title or "") + len(reply.text) + len(reply.after_table)
    return told + table_size(reply.table) + chart_size(reply.chart)
