"""A card or a comparison in parts, for the forms that have more than one text: a layout, or an
embed. A table is read row by row there, which suits phones and screen readers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from bot.render import bars, limits, plain
from bot.render.discord_text import inert, linked
from bot.render.fit import one_line, showable
from bot.reply import Kind, Reply, Table

Form = Literal["layout", "embed"]
KINDS: Final[frozenset[Kind]] = frozenset({"model", "license", "compare"})
TITLE: Final = 200
FOOTER: Final = 800
JOINT: Final = "\n\n"
HEADING: Final = "### "
SMALL: Final = "-# "
ROOM: Final[dict[Form, int]] = {
    "layout": limits.LAYOUT_TEXT,
    "embed": limits.EMBED_TEXTS["description"],
}
# A colour says nothing here: it only sets the card off.
ACCENT: Final = 0x5865F2


@dataclass(frozen=True)
class Card:
    """The texts of a card, within the limits of its `form`; no part is blank, but the title and
    the footer may be."""

    form: Form
    title: str
    parts: tuple[str, ...]
    footer: str

    def embed(self) -> dict[str, Any]:
        """The classic form; the title stands above it, in the message."""
        footer = (self.footer,) if self.footer else ()
        return {"description": JOINT.join((*self.parts, *footer)), "color": ACCENT}

    def container(self, pictured: dict[str, Any] | None) -> dict[str, Any]:
        """The layout: the parts with lines between them, then the picture and the footer."""
        blocks = [_text(each) for each in self.parts]
        if self.title:
            blocks[:1] = [_text(f"{HEADING}{self.title}\n{self.parts[0]}")]
        blocks += [pictured] if pictured else []
        blocks += [_text(self.footer)] if self.footer else []
        inner = [blocks[0]]
        for block in blocks[1:]:
            inner += [{"type": limits.SEPARATOR, "divider": True, "spacing": 1}, block]
        return {"type": limits.CONTAINER, "components": inner}


def _text(content: str) -> dict[str, Any]:
    return {"type": limits.TEXT, "content": content}


def card_of(
    reply: Reply, form: Form, labels: plain.Labels, *, is_pictured: bool = False, note: str = ""
) -> Card | None:
    """The card for a reply, where it is one; `note` is a last small line of the front end's."""
    if reply.kind not in KINDS:
        return None
    title = inert(one_line(reply.title, TITLE)) if reply.title else ""
    line = plain.source_line(reply.sources, labels=labels)
    footer = SMALL + linked(line, reply, FOOTER) if line else ""
    footer = "\n".join(filter(None, (footer, SMALL + note if note else "")))
    room = ROOM[form] - limits.length(HEADING + title + footer) - len(JOINT)
    parts = []
    for text in _parts(reply, is_pictured=is_pictured):
        room -= len(JOINT)
        if room < 1:
            break
        parts.append(limits.shorten(inert(text), room))
        room -= limits.length(parts[-1])
    return Card(form, title, tuple(parts), footer) if parts else None


def _parts(reply: Reply, *, is_pictured: bool) -> Iterator[str]:
    """The text, the table, the bars where no picture shows them, and what comes after."""
    texts = (
        reply.text,
        rows(reply.table) if reply.table else "",
        bars.block(reply.chart, limits.CONTENT) if reply.chart and not is_pictured else "",
        reply.after_table,
    )
    yield from filter(None, (showable(text).strip() for text in texts))


def rows(table: Table) -> str:
    """Every row as its name and a list: what each column has there."""
    names = [_flat(name) for name in table.header[1:]]
    return JOINT.join(
        "\n".join(
            (
                f"**{_flat(row[0])}**",
                *(f"- {name}: {_flat(cell)}" for name, cell in zip(names, row[1:], strict=True)),
            )
        )
        for row in table.rows
    )


def _flat(cell: str) -> str:
    return one_line(cell.replace("**", ""), limits.FIELD_TEXTS["value"])
