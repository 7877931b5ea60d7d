"""Makes a comparison fit: narrower cells first, then fewer rows, then shorter texts."""

from __future__ import annotations

from collections.abc import Sequence

from bot.content.snapshot import Content
from bot.knowledge.budget import ROOM, size, trimmed
from bot.knowledge.compare.rows import Row, same_line, table_of
from bot.reply import Reply

# Characters that a cell may have, the first that fits being taken.
CELLS = (54, 44, 36, 30, 24)


def fitted(
    content: Content,
    reply: Reply,
    header: Sequence[str],
    rows: Sequence[Row],
    spare: Sequence[str],
    remarks: str,
) -> Reply:
    """The reply with its table, and below it what is alike and the remarks.

    `spare` names the rows that give way, in that order, where even narrow cells don't fit.
    """
    narrowest = reply
    for dropped in range(len(spare) + 1):
        kept = [row for row in rows if row.name not in spare[:dropped]]
        below = (same_line(content, kept, len(header)), remarks)
        told = reply.with_(after_table="\n".join(part for part in below if part))
        narrowest = _with_table(content, told, header, kept, CELLS[-1])
        if size(narrowest) > ROOM:
            continue
        tried = (_with_table(content, told, header, kept, limit) for limit in CELLS[:-1])
        return next((each for each in tried if size(each) <= ROOM), narrowest)
    return trimmed(narrowest)


def _with_table(
    content: Content, reply: Reply, header: Sequence[str], rows: Sequence[Row], limit: int
) -> Reply:
    return reply.with_(table=table_of(content, header, rows, limit))
