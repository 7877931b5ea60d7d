"""Reads Markdown into blocks whose text holds only what every front end can show.

Parsing is markdown-it-py's (CommonMark with tables); links become their words, pictures their
description (but badges, which are pictures to click, nothing), HTML its text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from bot.content.checks_texts import HIDDEN
from bot.understanding.normalize import clean

TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1>|\Z)|</?[a-zA-Z!?][^>]*>", re.DOTALL
)
EMPTY_MARKS = re.compile(r"\*\*\s*\*\*|``")
LEAD = re.compile(
    r"^(?:\*\*(?P<bold>[^*]+?)\*\*|`(?P<code>[^`]+)`)\s*(?P<joint>[:–—-]*)\s*(?P<rest>.*)$"
)
CALLOUT = re.compile(r"^\[!(\w+)\]\s*")
LINK = re.compile(r"https?://[^\s<>()\[\]`|*\\]+")
CODE_LINES, CODE_WIDTH = 8, 120
DEEPEST = 3
Kind = Literal["heading", "paragraph", "list", "table", "code"]


@dataclass(frozen=True)
class Link:
    """A link of the guide that leaves it."""

    title: str
    url: str


@dataclass(frozen=True)
class Block:
    """A piece of the guide; `line` counts from 1.

    A heading or paragraph has `text`; a list, a table and code have `lines`, ready to show; a table
    also has its `cells`, the header first. `inner` tells of a link that stays inside the guide.
    """

    kind: Kind
    line: int
    level: int = 0
    text: str = ""
    lines: tuple[str, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()
    links: tuple[Link, ...] = ()
    inner: int = 0


@dataclass
class _Seen:
    """The links that were met while a block was read."""

    links: list[Link] = field(default_factory=list)
    inner: int = 0
    in_link: int = 0


def tidy(text: str) -> str:
    """One line without hidden characters, marks around nothing, or a "#" in front."""
    visible = HIDDEN.sub(" ", clean(text, max(1, len(text)))[0])
    return " ".join(EMPTY_MARKS.sub("", visible).split()).lstrip("# ")


def bare(text: str) -> str:
    """The text without the marks of Markdown that `read` leaves in."""
    return " ".join(re.sub(r"\*+|`+", "", text).split())


def lead_of(line: str) -> tuple[str, str]:
    """(term, rest) of a line that begins with a term in bold or as code; ("", line) of another."""
    match = LEAD.match(line.removeprefix("- ").strip())
    if not match:
        return "", line
    term = bare(match["bold"] or match["code"]).rstrip(" :.–—-")
    is_apart = match["joint"] or (match["bold"] or "").rstrip().endswith((":", ".", "?"))
    return (term, match["rest"]) if term and is_apart else ("", line)


def read(text: str) -> list[Block]:
    """The blocks of a Markdown text, in order."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return [
        block for node in SyntaxTreeNode(parser.parse(text)).children for block in _blocks(node)
    ]


def _blocks(node: SyntaxTreeNode) -> Iterator[Block]:
    line = node.map[0] + 1 if node.map else 0
    seen = _Seen()
    if node.type == "heading":
        title = bare(tidy(_inline(node.children, seen)))
        yield Block("heading", line, int(node.tag[1]), title)
    elif node.type in {"paragraph", "html_block"}:
        words = (
            _plain_html(node.content) if node.type == "html_block" else _inline(node.children, seen)
        )
        if text := CALLOUT.sub("", tidy(words)):
            yield Block("paragraph", line, 0, text, links=tuple(seen.links), inner=seen.inner)
    elif node.type in {"bullet_list", "ordered_list"}:
        if lines := tuple(_items(node, seen, 0)):
            yield Block("list", line, lines=lines, links=tuple(seen.links), inner=seen.inner)
    elif node.type == "table":
        cells = [
            [tidy(_inline(cell.children, seen)) for cell in row.children] for row in _rows(node)
        ]
        if lines := tuple(row_lines(cells)):
            rows = tuple(map(tuple, cells))
            yield Block(
                "table", line, lines=lines, cells=rows, links=tuple(seen.links), inner=seen.inner
            )
    elif node.type in {"fence", "code_block"}:
        if lines := tuple(_code(node.content)):
            yield Block("code", line, lines=lines)
    elif node.type == "blockquote":
        for child in node.children:
            yield from _blocks(child)


def _inline(nodes: Sequence[SyntaxTreeNode], seen: _Seen) -> str:
    return "".join(_span(node, seen) for node in nodes)


def _span(node: SyntaxTreeNode, seen: _Seen) -> str:
    seen.in_link += node.type == "link"
    inside = _inline(node.children, seen)
    seen.in_link -= node.type == "link"
    match node.type:
        case "text" | "text_special":
            return node.content
        case "softbreak" | "hardbreak":
            return " "
        case "code_inline":
            return f"`{node.content.replace('`', ' ').strip()}`"
        case "strong":
            return _marked("**", inside)
        case "em":
            return _marked("*", inside)
        case "image":
            return "" if seen.in_link else node.content
        case "html_inline":
            return _plain_html(node.content)
        case "link":
            _note(str(node.attrs.get("href", "")), inside, seen)
    return inside


def _marked(mark: str, text: str) -> str:
    """The text in its marks, which may not stand beside a blank or inside marks of their kind."""
    core = text.strip().replace("*", "")
    return text.replace(text.strip(), f"{mark}{core}{mark}", 1) if core else text


def _note(url: str, words: str, seen: _Seen) -> None:
    title = bare(tidy(words))
    if LINK.fullmatch(url) and title and len(url) <= 200:
        seen.links.append(Link(title, url))
    elif url.startswith("#"):
        seen.inner += 1


def _plain_html(text: str) -> str:
    return html.unescape(TAG.sub(" ", text))


def _items(node: SyntaxTreeNode, seen: _Seen, depth: int) -> Iterator[str]:
    """The items as lines "- …", those of lists within lists indented."""
    for item in node.children:
        parts: list[str] = []
        below: list[str] = []
        for child in item.children:
            if child.type in {"bullet_list", "ordered_list"}:
                below += _items(child, seen, min(depth + 1, DEEPEST))
            elif child.type in {"fence", "code_block"}:
                parts += _code(child.content)
            else:
                parts.append(tidy(_words(child, seen)))
        if text := " ".join(part for part in parts if part):
            yield f"{'  ' * depth}- {text}"
        yield from below


def _words(node: SyntaxTreeNode, seen: _Seen) -> str:
    if node.type == "inline":
        return _inline(node.children, seen)
    return " ".join(_words(child, seen) for child in node.children)


def _rows(node: SyntaxTreeNode) -> list[SyntaxTreeNode]:
    return [row for part in node.children for row in part.children]


def row_lines(cells: Sequence[Sequence[str]]) -> Iterator[str]:
    """A table as lines: what stands first in bold, the rest under its column's name."""
    header, *rows = cells or [[]]
    for row in rows:
        named = list(zip(header[1:], row[1:], strict=False))
        rest = [
            f"{bare(name)}: {cell}" if name and len(named) > 1 else cell
            for name, cell in named
            if cell
        ]
        first = f"**{bare(row[0])}**" if bare(row[0]) else ""
        if text := ": ".join(part for part in (first, "; ".join(rest)) if part):
            yield f"- {text}"


def _code(text: str) -> Iterator[str]:
    """The first lines of a piece of code, each as code of its own."""
    lines = [line for raw in text.splitlines() if (line := tidy(raw).replace("`", "'"))]
    for line in lines[:CODE_LINES]:
        yield f"`{line[:CODE_WIDTH]}`"
    if len(lines) > CODE_LINES:
        yield "…"
