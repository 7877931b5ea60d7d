"""Finds templates in a message: `(a|b)` is a choice, `[a|b]` may be absent, `{factor}` is named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.content.advising import PIECE, SLOT, Advising, Format
from bot.understanding.normalize import plain, tokens

START = r"(?<!\S)"
FEW = 4
KINDS = (
    "evenly", "side_by_side", "instead", "going_on", "share", "openly", "export", "fits",
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
    """A wording that gives a weight: where it stands, and the names in it."""

    start: int
    end: int
    weight: float
    asked: bool
    named: str


class Templates:
    """The compiled templates of one pack."""

    def __init__(self, advising: Advising) -> None:
        self._factor_of = {
            _words(name): factor for factor, names in advising.names.items() for name in names
        }
        names = _either(sorted(self._factor_of, key=len, reverse=True))
        articles = rf"(?:{_either(map(_words, advising.articles))} ){{0,{FEW}}}"
        joint = rf"(?:{_either(map(_words, advising.joints))} )?"
        self._name = re.compile(rf"{START}{names}(?!\S)")
        self._slot = rf"(?P<named>{articles}{names}(?: {joint}{articles}{names}){{0,{FEW}}}) "
        self._importance = [
            (each.weight, each.asked, self._compiled(each.templates))
            for each in advising.importance
        ]
        self._plain = {kind: self._compiled(getattr(advising, kind)) for kind in KINDS}
        self._formats = {name: self._compiled(each) for name, each in advising.formats.items()}

    def wish(self, words: str, *, is_question: bool) -> Wish:
        """What `words` (plain words, one space between) ask; a question tells nothing."""
        text = f"{words} "
        said = {kind: _any(patterns, text) for kind, patterns in self._plain.items()}
        found = self._found(text)
        return Wish(
            weights=self._weights(found, is_question=is_question),
            named_weights=self._weights(found, is_question=False),
            is_even=said["evenly"],
            side_by_side=said["side_by_side"],
            instead=said["instead"],
            goes_on=said["going_on"],
            shares=said["share"],
            is_open=said["openly"],
            exports=said["export"],
            fits=False if said["fits_not"] else said["fits"] or None,
            formats=tuple(name for name, each in self._formats.items() if _any(each, text)),
        )

    def rest(self, words: str) -> int:
        """How many of the words are not part of a wording that gives a weight."""
        text = f"{words} "
        for found in sorted(self._found(text), key=lambda each: -each.start):
            text = f"{text[: found.start]} {text[found.end :]}"
        return len(text.split())

    def _weights(self, found: Sequence[Found], *, is_question: bool) -> dict[str, float]:
        """Of two about one factor the later counts; a question gives only what may be asked for."""
        return {
            self._factor_of[name]: each.weight
            for each in found
            if each.asked or not is_question
            for name in self._name.findall(each.named)
        }

    def _found(self, text: str) -> list[Found]:
        """The longest wordings that don't overlap, in order."""
        if not self._name.search(text):
            return []
        found = [
            Found(match.start(), match.end(), weight, asked, match["named"])
            for weight, asked, patterns in self._importance
            for pattern in patterns
            for match in pattern.finditer(text)
        ]
        taken: list[Found] = []
        for each in sorted(found, key=lambda one: one.start - one.end):
            if all(each.end <= other.start or each.start >= other.end for other in taken):
                taken.append(each)
        return sorted(taken, key=lambda one: one.start)

    def _compiled(self, templates: Iterable[str]) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(START + "".join(map(self._piece, PIECE.findall(template))))
                     for template in templates)  # fmt: skip

    def _piece(self, piece: str) -> str:
        if piece == SLOT:
            return self._slot
        choices = _either(_words(each) for each in piece.strip("[]()").split("|"))
        return rf"(?:{choices} )?" if piece.startswith("[") else f"{choices} "


def _words(text: str) -> str:
    return " ".join(tokens(plain(text)))


def _either(texts: Iterable[str]) -> str:
    return rf"(?:{'|'.join(map(re.escape, texts))})"


def _any(patterns: Iterable[re.Pattern[str]], text: str) -> bool:
    return any(pattern.search(text) for pattern in patterns)
