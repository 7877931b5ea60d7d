"""Finds two sides in a guide: the columns of a table that compares, or sections built alike.

A table compares where it has a column of points and two more, and its corner is empty, or says so
("Feature") above two things of one kind. Two neighbouring headings are sides where headings or
list items below them have the same names and the guide says that it compares.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.content.checks_sheets import key_of, name_key
from bot.drafting.markdown import bare, lead_of
from bot.drafting.outline import Passage, unnumbered, words_of
from bot.drafting.rules import Rules
from bot.drafting.sections import phrases_of
from bot.knowledge.wording import cut

FEWEST_POINTS = 2
MOST_POINTS = 20
LONGEST_CELL = 300
LONGEST_POINT = 60
SHORTEST_NAME = 3
SENTENCE_END = re.compile(r"(?<=[.!?])\s")


@dataclass(frozen=True)
class Point:
    """One row of the comparison, with what it says of each side."""

    title: str
    open: str
    closed: str


@dataclass(frozen=True)
class Pair:
    """The two sides by their titles; `place` is the passage that compares them, if one does, and
    `places` are the passages that are about one side alone."""

    titles: tuple[str, str]
    points: tuple[Point, ...]
    place: int | None = None
    places: tuple[int | None, int | None] = (None, None)

    @property
    def names(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What people call the sides: what is left of a title without the words at its end that the
        other has too ("green"), then more and more of it ("green tea")."""
        first, second = (phrases_of(title)[0].split() for title in self.titles)
        one, other = (_joined(title) for title in self.titles)
        return (*_names(first, second), *one), (*_names(second, first), *other)


def _joined(title: str) -> tuple[str, ...]:
    """The title as those write it who leave hyphens out: "ebooks"."""
    return phrases_of(title.replace("-", ""))[:1] if "-" in title else ()


def _names(own: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    shared = 0
    while shared < min(len(own), len(other)) - 1 and own[-1 - shared] == other[-1 - shared]:
        shared += 1
    core = list(own[: len(own) - shared])
    tail = list(own[len(own) - shared :])
    found = [core, *(core + tail[:n] for n in range(1, len(tail) + 1)), core + tail[-1:], list(own)]
    last = own[-1]
    numbers = [[*own[:-1], last.removesuffix("s") if last.endswith("s") else f"{last}s"]]
    every = (" ".join(words) for words in (*found, *numbers))
    barred = " ".join(other)
    kept = dict.fromkeys(name for name in every if len(name) >= SHORTEST_NAME and name != barred)
    return tuple(kept) or (" ".join(own),)


def find_pair(passages: Sequence[Passage], rules: Rules) -> Pair | None:
    """The sides of the guide: of the table with the most rows, else of sections built alike."""
    tables = list(_tables(passages, rules))
    if tables:
        best = max(tables, key=lambda pair: len(pair.points))
        return Pair(best.titles, best.points, best.place, _own_places(passages, best))
    alike = (pair for pair in _alike(passages, rules) if len(pair.points) >= FEWEST_POINTS)
    return max(alike, key=lambda pair: len(pair.points), default=None)


def _tables(passages: Sequence[Passage], rules: Rules) -> Iterator[Pair]:
    for place, passage in enumerate(passages):
        for block in passage.blocks:
            if not block.cells or len(block.cells[0]) != 3:
                continue
            header, *rows = block.cells
            corner, first, second = map(bare, header)
            compares = not bare(corner) or (
                key_of(corner) in rules.table_corners and _are_things(passages, first, second)
            )
            compares = compares or _says_versus(passages, first, second, rules)
            points = tuple(_distinct(_points(rows)))
            if compares and _tell_apart(first, second) and len(points) >= FEWEST_POINTS:
                yield Pair((first, second), points, place)


def _tell_apart(first: str, second: str) -> bool:
    one, other = phrases_of(first)[:1], phrases_of(second)[:1]
    if not (one[0:1] and other[0:1]) or not (one[0] and other[0]):
        return False
    return frozenset(one[0].split()) != frozenset(other[0].split())


def _are_things(passages: Sequence[Passage], first: str, second: str) -> bool:
    """Whether two columns have a word in common, or a heading each; "Since" and "Status" do not."""
    one, other = set(words_of(first)), set(words_of(second))
    headings = [set(words_of(each.title)) for each in passages]
    return bool(one & other) or all(any(name <= h for h in headings) for name in (one, other))


def _says_versus(passages: Sequence[Passage], first: str, second: str, rules: Rules) -> bool:
    """Whether a heading names both and says that it compares them."""
    one, other = set(words_of(first)), set(words_of(second))
    for passage in passages:
        words = set(words_of(passage.title))
        if words & rules.versus and words & (one - other) and words & (other - one):
            return True
    return False


def _points(rows: Sequence[Sequence[str]]) -> Iterator[Point]:
    for row in rows:
        title, first, second = (bare(row[0]), row[1], row[2]) if len(row) == 3 else ("", "", "")
        if words_of(title[:LONGEST_POINT]) and bare(first) and bare(second):
            yield Point(cut(title, LONGEST_POINT), _cell(first), _cell(second))


def _cell(text: str) -> str:
    return cut(bare(text), LONGEST_CELL)


def _distinct(points: Iterator[Point]) -> Iterator[Point]:
    """The points with names of their own, as many as a comparison can hold."""
    seen: set[str] = set()
    words: set[frozenset[str]] = set()
    for point in points:
        key, said = name_key(point.title), frozenset(words_of(point.title))
        if key not in seen and said not in words and len(seen) < MOST_POINTS:
            seen.add(key)
            words.add(said)
            yield point


def _own_places(passages: Sequence[Passage], pair: Pair) -> tuple[int | None, int | None]:
    """The passages whose headings name one side and not the other."""
    first, second = (set(phrases_of(title)[0].split()) for title in pair.titles)
    return _place_of(passages, first, second), _place_of(passages, second, first)


def _place_of(passages: Sequence[Passage], own: set[str], other: set[str]) -> int | None:
    for place, passage in enumerate(passages):
        words = set(words_of(passage.title))
        if place and own - other <= words and not (other - own) & words and own - other:
            return place
    return None


def _alike(passages: Sequence[Passage], rules: Rules) -> Iterator[Pair]:
    """Every two neighbouring headings that have the same below them."""
    compares = any(set(words_of(each.title)) & rules.versus for each in passages)
    if not compares:
        return
    for place, passage in enumerate(passages):
        if not place:
            continue
        after = [
            at for at in range(place + 1, len(passages)) if passages[at].parents == passage.parents
        ]
        if after and _tell_apart(passage.title, passages[after[0]].title):
            other = after[0]
            below, beside = _said_below(passages, place), _said_below(passages, other)
            shared = (
                Point(title, said, beside[key][1])
                for key, (title, said) in below.items()
                if key in beside
            )
            titles = (unnumbered(passage.title), unnumbered(passages[other].title))
            yield Pair(titles, tuple(_distinct(shared)), None, (place, other))


def _said_below(passages: Sequence[Passage], place: int) -> dict[str, tuple[str, str]]:
    """What headings and list items below a heading say first, by the key of their names."""
    found: dict[str, tuple[str, str]] = {}
    for at, passage in enumerate(passages):
        if at != place and place not in passage.parents:
            continue
        text = next((b.text or b.lines[0].removeprefix("- ") for b in passage.blocks), "")
        if at != place and text and words_of(passage.title):
            title = unnumbered(passage.title)
            found.setdefault(key_of(title), (title, _cell(SENTENCE_END.split(text)[0])))
        for block in passage.blocks:
            for term, said in map(lead_of, block.lines):
                if term and bare(said) and words_of(term):
                    found.setdefault(key_of(term), (term, _cell(SENTENCE_END.split(said)[0])))
    return found
