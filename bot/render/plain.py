"""A reply as plain Markdown: what every front end can show when it knows nothing better."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.content.schema import SourceRef
from bot.render import bars, table
from bot.render.fit import one_line, shorten, showable
from bot.reply import Reply

LIMIT = 2000
TITLE_ROOM = 200
SOURCES_ROOM = 400
# What the text keeps, if it has it, beside a table or a closing part that would fill everything.
TEXT_ROOM = 400
AFTER_ROOM = 200
JOINT = "\n\n"


@dataclass(frozen=True)
class Labels:
    """The words of the line of sources; `as_of` has a slot for the date."""

    sources: str = "Sources:"
    as_of: str = "(as of {date})"

    def dated(self, date: str | None) -> str:
        return f" {self.as_of.replace('{date}', date)}" if date else ""


ENGLISH = Labels()


def render(reply: Reply, *, is_pictured: bool = False, labels: Labels = ENGLISH) -> str:
    """Title, text, table, bars, closing part and one line of sources: at most 2,000 characters.

    Where that is too long, the bars give way, then the table loses lines, then the closing part
    and the text are cut at the end of a paragraph or a sentence; the sources stay. No link in it
    unfurls. The bars of a chart are left out where a picture of it is shown.
    """
    title = f"**{one_line(reply.title, TITLE_ROOM)}**" if reply.title else ""
    sources = source_line(reply.sources, labels=labels)
    text, after = showable(reply.text).strip(), showable(reply.after_table).strip()
    room = LIMIT - 5 * len(JOINT) - len(title) - len(sources)
    spoken = min(len(text), TEXT_ROOM) + min(len(after), AFTER_ROOM)
    rows = table.block(reply.table, room - spoken) if reply.table else ""
    after = shorten(after, room - len(rows) - min(len(text), TEXT_ROOM))
    text = shorten(text, room - len(rows) - len(after))
    left = room - len(rows) - len(after) - len(text)
    drawn = bars.block(reply.chart, left) if reply.chart and not is_pictured else ""
    return JOINT.join(part for part in (title, text, rows, drawn, after, sources) if part)


def source_line(
    sources: Sequence[SourceRef], room: int = SOURCES_ROOM, labels: Labels = ENGLISH
) -> str:
    """As many sources as fit on one line of `room` characters, each with its date."""
    line, begin = "", f"{labels.sources} "
    for source in sources:
        date = labels.dated(source.as_of)
        name = one_line(source.title, room - len(begin) - len(date)) + date
        longer = f"{line}, {name}" if line else begin + name
        if len(longer) > room:
            break
        line = longer
    return line
