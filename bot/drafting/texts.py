"""Fits the blocks of a passage into the three forms of a section, and into several where one is
too small."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.content.checks_texts import MAX_MORE, MAX_NORMAL, MAX_SHORT
from bot.drafting.markdown import Block, bare

SENTENCE = re.compile(r"(?<=[.!?:;])\s+(?=\S)")
# A passage without headings of its own that is longer than this becomes several sections.
PIECE = 450
LEAST = 40
TITLE_WORDS = 7
Group = tuple[str, ...]


@dataclass(frozen=True)
class Forms:
    """The body of a section. `normal` goes on from `short`; `more` is what is left."""

    short: str
    normal: str = ""
    more: str = ""

    @property
    def whole(self) -> str:
        return "\n\n".join(part for part in (self.short, self.normal, self.more) if part)


def groups_of(blocks: Sequence[Block]) -> list[Group]:
    """Each block as the lines that belong together."""
    return [block.lines or (block.text,) for block in blocks if block.lines or block.text]


def sections_of(groups: Sequence[Group]) -> Iterator[Forms]:
    """As many sections as the text takes; none where there is no text."""
    rest = list(groups)
    while rest:
        head, below = take(rest[:1], MAX_SHORT)
        normal, left = take([*below, *rest[1:]], MAX_NORMAL - len(head))
        more, rest = take(left, MAX_MORE)
        yield Forms(head, normal, more)


def pieces_of(groups: Sequence[Group]) -> list[list[Group]]:
    """Neighbouring groups put together, each piece about as long as one answer; a paragraph that
    announces a list stays with it."""
    pieces: list[list[Group]] = []
    size = PIECE + 1
    for group in groups:
        length = sum(map(len, group))
        joins = bool(pieces) and pieces[-1][-1][-1].endswith(":")
        if size + length > PIECE and not joins:
            pieces.append([])
            size = 0
        pieces[-1].append(group)
        size += length
    return pieces


def take(groups: Sequence[Group], room: int) -> tuple[str, list[Group]]:
    """(text, rest): as many groups, lines and sentences from the front as fit into `room`.

    Where nothing is taken yet, a piece of the first sentence is better than nothing.
    """
    text = ""
    for number, group in enumerate(groups):
        for at, line in enumerate(group):
            joint = ("\n" if at else "\n\n") if text else ""
            left = room - len(text) - len(joint)
            if len(line) <= left:
                text += joint + line
                continue
            is_item = line.lstrip().startswith("- ")
            head, tail = ("", line) if text and is_item else cut(line, left, needed=not text)
            text += joint + head if head else ""
            remains = tuple(each for each in (tail, *group[at + 1 :]) if each)
            return text, [each for each in (remains, *groups[number + 1 :]) if each]
    return text, []


def cut(line: str, room: int, *, needed: bool = False) -> tuple[str, str]:
    """(head, tail) of a line, cut behind a sentence; if one is `needed`, behind a word."""
    ends = [match for match in SENTENCE.finditer(line) if match.start() <= room]
    if ends and (needed or ends[-1].start() >= LEAST):
        return _whole(line[: ends[-1].start()]), _whole(line[ends[-1].end() :])
    if not needed:
        return "", line
    at = line.rfind(" ", LEAST, room)
    at = at if at > 0 else room
    return _whole(line[:at]) or line[:at], _whole(line[at:])


def _whole(text: str) -> str:
    """The text without marks that have lost their other half in a cut."""
    for mark in ("**", "`"):
        if text.count(mark) % 2:
            text = text.replace(mark, "")
    return text.strip()


def opening(text: str) -> str:
    """The first few words of a text, for a title."""
    words = bare(re.split(r"[.!?:;\n]", text.removeprefix("- "))[0]).split()
    return " ".join(words[:TITLE_WORDS]).rstrip(" ,") + ("…" if len(words) > TITLE_WORDS else "")
