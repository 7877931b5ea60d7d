"""A reply on a terminal: rich where there is one, plain text for a pipe."""

from __future__ import annotations

from rich import box
from rich.console import Group, RenderableType
from rich.markdown import Markdown
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from bot.render import bars, plain
from bot.render.fit import one_line, showable
from bot.render.words import Words
from bot.reply import Option, Reply, Table

LABEL_ROOM = 80


def as_text(reply: Reply, words: Words) -> str:
    """Plain text without any control codes; options stand below it, each with its number."""
    parts = [plain.render(reply), *map(showable, _attachment(reply, words))]
    if reply.options:
        parts.append("\n".join(numbered(reply.options)))
    return "\n\n".join(parts) + "\n"


def as_rich(reply: Reply, words: Words) -> RenderableType:
    """The same with colours; long texts are not cut, since a terminal scrolls."""
    parts: list[RenderableType] = []
    if reply.title:
        parts.append(Text(one_line(reply.title, plain.TITLE_ROOM), style="bold cyan"))
    parts.append(Markdown(showable(reply.text), hyperlinks=False))
    if reply.table:
        parts.append(_table(reply.table))
    if reply.chart and reply.chart.bars:
        parts.append(Text("\n".join((reply.chart.bars_title, *bars.lines(reply.chart.bars)))))
    if reply.after_table:
        parts.append(Markdown(showable(reply.after_table), hyperlinks=False))
    parts += [Text(showable(part)) for part in _attachment(reply, words)]
    if reply.sources:
        parts.append(_sources(reply, words))
    if reply.options:
        parts.append(Text("\n".join(numbered(reply.options)), style="green"))
    spaced = [Padding(part, (0, 0, 1, 0)) for part in parts[:-1]]
    return Group(*spaced, parts[-1])


def numbered(options: tuple[Option, ...]) -> list[str]:
    """One line an option, counted from 1: the number to type."""
    return [f"{n}. {one_line(each.label, LABEL_ROOM)}" for n, each in enumerate(options, 1)]


def _table(table: Table) -> RichTable:
    shown = RichTable(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for name in table.header:
        shown.add_column(Text(showable(name)), overflow="fold")
    for row in table.rows:
        shown.add_row(*(Markdown(showable(cell), hyperlinks=False) for cell in row))
    return shown


def _sources(reply: Reply, words: Words) -> Text:
    lines = [words.say("terminal_sources")]
    for source in reply.sources:
        date = plain.ENGLISH.dated(source.as_of)
        url = f"  {showable(source.url)}" if source.url else ""
        lines.append(f"- {showable(source.title)}{date}{url}")
    return Text("\n".join(lines), style="dim")


def _attachment(reply: Reply, words: Words) -> list[str]:
    if reply.attachment is None:
        return []
    name, held = reply.attachment
    return [words.say("terminal_attachment", name=name), held]
