"""What a piece of a message tells: the evidence for each factor, and how sure it makes one.

A piece may tell of several factors at once, so that each is judged by itself and not only against
the rest: by a logistic model over what the heads make of the piece.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bot.content.schema import ToldCurve
from bot.understanding.ranker import Ranker, sigmoid
from bot.understanding.vectorizer import Floats

STATEMENT = "statement"
NOTHING, OTHER, UNKNOWN = "none", "other", "unknown"
LIKELIEST = 4
ABSENT = -1.0


@dataclass(frozen=True)
class Evidence:
    """For one factor: its likeliest value as the label "factor=value", and what speaks for it.

    `own` is the statement head's margin for the factor, `rival` that for the best other factor;
    `asked` and `other` are the margins of the factor's own head for an answer and for none;
    `length` is the logarithm of the number of words, since margins shrink as a piece grows.
    """

    factor: str
    label: str
    own: float
    rival: float
    asked: float
    other: float
    length: float

    def confidence(self, curve: ToldCurve) -> float:
        """The probability, 0..1, that the piece tells of the factor."""
        return sigmoid(
            curve.own * self.own
            + curve.rival * self.rival
            + curve.asked * self.asked
            + curve.other * self.other
            + curve.length * self.length
            + curve.offset
        )


class Evidences:
    """Gathers the evidence; knows which classes of the statement head belong to which factor."""

    def __init__(self, ranker: Ranker) -> None:
        self.ranker = ranker
        head = ranker.artefacts.heads.get(STATEMENT)
        self._labels = head.classes if head else ()
        self._places: dict[str, list[int]] = {}
        for place, label in enumerate(self._labels):
            factor = label.partition("=")[0]
            if factor != NOTHING:
                self._places.setdefault(factor, []).append(place)
        self._factors = tuple(self._places)
        self._order = [place for places in self._places.values() for place in places]
        ends = np.cumsum([len(places) for places in self._places.values()], dtype=np.intp)
        self._starts = np.concatenate([np.zeros(1, np.intp), ends[:-1]])

    def of(self, words: tuple[str, ...]) -> Iterator[Evidence]:
        """Evidence for the factors that the words likeliest tell of, in no order."""
        if not self._places or not words:
            return
        _, scores = self.ranker.scores(STATEMENT, words)
        best = np.maximum.reduceat(scores[self._order], self._starts).tolist()
        own = dict(zip(self._factors, best, strict=True))
        ranked = sorted(own, key=lambda factor: -own[factor])
        for factor in ranked[:LIKELIEST]:
            rival = ranked[1] if factor == ranked[0] and len(ranked) > 1 else ranked[0]
            yield self._about(factor, own[factor], own[rival], scores, words)

    def _about(
        self, factor: str, own: float, rival: float, scores: Floats, words: tuple[str, ...]
    ) -> Evidence:
        """The value is the one that the statement head and the factor's own head agree on best."""
        sums = {self._labels[place]: float(scores[place]) for place in self._places[factor]}
        asked, other = ABSENT, ABSENT
        head = f"asked/{factor}"
        if head in self.ranker.artefacts.heads:
            classes, margins = self.ranker.scores(head, words)
            for label, margin in zip(classes, margins.tolist(), strict=True):
                if label == OTHER:
                    other = margin
                elif label in sums:
                    sums[label] += margin
                    asked = max(asked, margin)
        label = max(sums, key=lambda label: sums[label])
        return Evidence(factor, label, own, rival, asked, other, math.log(len(words)))
