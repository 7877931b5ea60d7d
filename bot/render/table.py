"""A table as an aligned code block, which reads the same on Discord and on a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from bot.render.fit import CLOSING, FENCE, one_line
from bot.reply import Table

WIDTH = 72
GAP = 2
NARROWEST = 4
LONGEST_CELL = 400
MOST_LINES = 6
MORE = "…"


def block(table: Table, room: int, width: int = WIDTH) -> str:
    """The table as a fenced code block of at most `room` characters and about `width` columns.

    Cells that are too wide go on over as many lines as `room` allows, and are cut with "…" there.
    Where even single lines don't fit, rows at the end give way to "…"; empty where nothing fits.
    """
    header = [_plain(cell) for cell in table.header]
    rows = [[_plain(cell) for cell in row] for row in table.rows]
    if not header or not rows:
        return ""
    widths = _widths([header, *rows], width)
    top = [*_lines(header, widths, 1), "  ".join("─" * each for each in widths)]
    space = room - len(FENCE) - 1 - len(CLOSING) - sum(len(line) + 1 for line in top)
    for most in range(MOST_LINES, 0, -1):
        body = _spaced([list(_lines(row, widths, most)) for row in rows])
        if _size(body) <= space:
            return _fenced(top, body)
    while body and _size(body) + len(MORE) + 1 > space:
        body.pop()
    return _fenced(top, [*body, [MORE]]) if body else ""


def _plain(cell: str) -> str:
    """Inside a code block markup would be seen as it is written, so it goes."""
    return one_line(cell.replace("**", "").replace("`", ""), LONGEST_CELL)


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """The width of each column: its own where it is small, an equal share of the rest else."""
    natural = [max(map(len, column)) for column in zip(*rows, strict=True)]
    left = width - GAP * (len(natural) - 1)
    widths = list(natural)
    for place, index in enumerate(sorted(range(len(natural)), key=natural.__getitem__)):
        share = max(NARROWEST, left // (len(natural) - place))
        widths[index] = max(1, min(natural[index], share))
        left -= widths[index]
    return widths


def _lines(row: Sequence[str], widths: Sequence[int], most: int) -> Iterator[str]:
    """One row as lines of text: each cell wrapped in its column, at most `most` lines high."""
    cells = [_wrapped(cell, width, most) for cell, width in zip(row, widths, strict=True)]
    for number in range(max(map(len, cells))):
        parts = [cell[number] if number < len(cell) else "" for cell in cells]
        padded = (part.ljust(width) for part, width in zip(parts, widths, strict=True))
        yield (" " * GAP).join(padded).rstrip()


def _wrapped(cell: str, width: int, most: int) -> list[str]:
    if width == 1:
        return [cell if len(cell) <= 1 else MORE]
    lines = textwrap.wrap(cell, width) or [""]
    if len(lines) <= most:
        return lines
    kept = lines[:most]
    last = kept[-1]
    if len(last) == width:
        last = last.rpartition(" ")[0] or last[: width - 1]
    return [*kept[:-1], last.rstrip(" ,;:") + MORE]


def _spaced(body: list[list[str]]) -> list[list[str]]:
    """An empty line after each row but the last, where any row is higher than one line."""
    if all(len(lines) == 1 for lines in body):
        return body
    return [*([*lines, ""] for lines in body[:-1]), body[-1]]


def _size(body: Sequence[Sequence[str]]) -> int:
    return sum(len(line) + 1 for row in body for line in row)


def _fenced(top: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    lines = [*top, *(line for row in body for line in row)]
    return FENCE + "\n" + "\n".join(lines) + CLOSING
