"""Finds templates in a message: `(a|b)` is a choice, `[a|b]` may be absent, `{factor}` is named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from bot.content.advising import PIECE, SLOT, Advising, Format
from bot.understanding.normalize import plain, tokens

START = r"(?<!\S)"
FEW = 4
# Stands before a factor in the place of its name; no plain word holds it.
MARK = "@"
MARKED = re.compile(rf"{MARK}(\S+)")
NOTHING = r"(?!)"
KINDS = (
    "evenly",
    "reweigh", "side_by_side", "instead", "going_on", "share", "openly", "export", "fits",
    "fits_not",
)  # fmt: skip


@dataclass(frozen=True)
class Wish:
    """What a message asks of the weighing.

    `weights` maps factors to multiples of their usual weight, `named_weights` also those that a
    question only names ("what if cost mattered less?"); `is_open` is a wish to share with the
    answers; `fits` is what is said of a recommendation; `formats` lists the file formats named.
    """

    weights: Mapping[str, float]
    named_weights: Mapping[str, float] = field(default_factory=dict)
    is_even: bool = False
    reweighs: bool = False
    side_by_side: bool = False
    instead: bool = False
    goes_on: bool = False
    shares: bool = False
    is_open: bool = False
    exports: bool = False
    fits: bool | None = None
    formats: tuple[Format, ...] = ()


NO_WISH = Wish({})


@dataclass(frozen=True)
class Found:
    """A wording that gives a weight: where it stands, and the factors in it."""

    start: int
    end: int
    weight: float
    asked: bool
    factors: tuple[str, ...]


class Templates:
    """The templates of one pack. What needs compiling is compiled when a message first needs it:
    most messages name no factor, and a start has no time to lose."""

    def __init__(self, advising: Advising) -> None:
        self.advising = advising
        self._factor_of = {
            _words(name): factor for factor, names in advising.names.items() for name in names
        }
        names = sorted(self._factor_of, key=len, reverse=True)
        self._name = re.compile(rf"{START}{_either(names)}(?!\S)")

    @cached_property
    def _importance(self) -> list[tuple[float, bool, re.Pattern[str]]]:
        return [
            (each.weight, each.asked, re.compile(START + self._source(template)))
            for each in self.advising.importance
            for template in each.templates
        ]

    @cached_property
    def _plain(self) -> dict[str, re.Pattern[str]]:
        return {kind: self._any_of(getattr(self.advising, kind)) for kind in KINDS}

    @cached_property
    def _formats(self) -> dict[Format, re.Pattern[str]]:
        return {name: self._any_of(each) for name, each in self.advising.formats.items()}

    @cached_property
    def _slot(self) -> str:
        """Some few names; in the place of each stands a mark with its factor."""
        articles = rf"(?:{_either(map(_words, self.advising.articles))} ){{0,{FEW}}}"
        joint = rf"(?:{_either(map(_words, self.advising.joints))} )?"
        one = rf"{articles}{MARK}\S+"
        return rf"(?P<named>{one}(?: {joint}{one}){{0,{FEW}}}) "

    def wish(self, words: str, *, is_question: bool) -> Wish:
        """What `words` (plain words, one space between) ask; a question tells nothing."""
        text = f"{words} "
        said = {kind: bool(pattern.search(text)) for kind, pattern in self._plain.items()}
        found = self._found(self._marked(text))
        return Wish(
            weights=_weights(found, is_question=is_question),
            named_weights=_weights(found, is_question=False),
            is_even=said["evenly"],
            reweighs=said["reweigh"],
            side_by_side=said["side_by_side"],
            instead=said["instead"],
            goes_on=said["going_on"],
            shares=said["share"],
            is_open=said["openly"],
            exports=said["export"],
            fits=False if said["fits_not"] else said["fits"] or None,
            formats=tuple(name for name, each in self._formats.items() if each.search(text)),
        )

    def rest(self, words: str) -> int:
        """How many of the words are not part of a wording that gives a weight."""
        text = self._marked(f"{words} ")
        for found in reversed(self._found(text)):
            text = f"{text[: found.start]} {text[found.end :]}"
        return len(text.split())

    def _marked(self, text: str) -> str:
        """The text with a mark in the place of each name."""
        return self._name.sub(lambda match: MARK + self._factor_of[match[0]], text)

    def _found(self, marked: str) -> list[Found]:
        """The longest wordings that don't overlap, in order."""
        if MARK not in marked:
            return []
        found = [
            Found(match.start(), match.end(), weight, asked, tuple(MARKED.findall(match["named"])))
            for weight, asked, pattern in self._importance
            for match in pattern.finditer(marked)
        ]
        taken: list[Found] = []
        for each in sorted(found, key=lambda one: one.start - one.end):
            if all(each.end <= other.start or each.start >= other.end for other in taken):
                taken.append(each)
        return sorted(taken, key=lambda one: one.start)

    def _any_of(self, templates: Iterable[str]) -> re.Pattern[str]:
        """One pattern for several templates; for none, one that finds nothing."""
        sources = "|".join(map(self._source, templates))
        return re.compile(rf"{START}(?:{sources})" if sources else NOTHING)

    def _source(self, template: str) -> str:
        return "".join(map(self._piece, PIECE.findall(template)))

    def _piece(self, piece: str) -> str:
        if piece == SLOT:
            return self._slot
        choices = _either(_words(each) for each in piece.strip("[]()").split("|"))
        return rf"(?:{choices} )?" if piece.startswith("[") else f"{choices} "


def _weights(found: Sequence[Found], *, is_question: bool) -> dict[str, float]:
    """Of two about one factor the later counts; a question gives only what may be asked for."""
    return {
        factor: each.weight
        for each in found
        if each.asked or not is_question
        for factor in each.factors
    }


def _words(text: str) -> str:
    return " ".join(tokens(plain(text)))


def _either(texts: Iterable[str]) -> str:
    return rf"(?:{'|'.join(map(re.escape, texts))})"
