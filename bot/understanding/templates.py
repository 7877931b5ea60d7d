"""Finds templates in a message: `(a|b)` is a choice, `[a|b]` may be absent, `{factor}` is named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.content.advising import PIECE, SLOT, Advising, Format
from bot.understanding.normalize import plain, tokens

START = r"(?<!\S)"
FEW = 4


@dataclass(frozen=True)
class Wish:
    """What a message asks of the weighing.

    `weights` maps factors to multiples of their usual weight; `is_open` is a wish to share with the
    answers; `fits` is what is said of a recommendation; `formats` lists the file formats named.
    """

    weights: Mapping[str, float]
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
        plain_kinds = (
            "evenly",
            "side_by_side",
            "instead",
            "going_on",
            "share",
            "openly",
            "export",
            "fits",
            "fits_not",
        )
        self._plain = {kind: self._compiled(getattr(advising, kind)) for kind in plain_kinds}
        self._formats = {name: self._compiled(each) for name, each in advising.formats.items()}

    def wish(self, words: str, *, is_question: bool) -> Wish:
        """What `words` (plain words, one space between) ask; a question tells nothing."""
        text = f"{words} "
        said = {kind: _any(patterns, text) for kind, patterns in self._plain.items()}
        return Wish(
            weights=self._weights(text, is_question),
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

    def _weights(self, text: str, is_question: bool) -> dict[str, float]:
        """By the longest wordings; of two about one factor the later counts."""
        if not self._name.search(text):
            return {}
        found = sorted(self._found(text, is_question), key=lambda each: each[0] - each[1])
        taken: list[tuple[int, int, float, str]] = []
        for start, end, weight, named in found:
            if all(end <= other[0] or start >= other[1] for other in taken):
                taken.append((start, end, weight, named))
        return {
            self._factor_of[name]: weight
            for _, _, weight, named in sorted(taken)
            for name in self._name.findall(named)
        }

    def _found(self, text: str, is_question: bool) -> Iterator[tuple[int, int, float, str]]:
        for weight, asked, patterns in self._importance:
            if is_question and not asked:
                continue
            for pattern in patterns:
                for match in pattern.finditer(text):
                    yield match.start(), match.end(), weight, match["named"]

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
