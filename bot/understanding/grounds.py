"""Why a head scored a class as it did: the features that counted, and what the encoder added."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bot.understanding.ranker import Ranker
from bot.understanding.vectorizer import Vectorizer

KINDS = {"w": "word", "b": "pair", "c": "letters"}
MOST = 8


@dataclass(frozen=True)
class Feature:
    """One feature of a text: it adds `value` x `weight` to the score."""

    kind: str
    text: str
    value: float
    weight: float

    @property
    def share(self) -> float:
        return self.value * self.weight


@dataclass(frozen=True)
class Grounds:
    """The score of a class is `bias`, the shares of all features, and `meaning`, summed.

    `features` holds those that count most, for or against, the strongest first; `others` is the
    sum of the rest. `meaning` is what the encoder adds: 0 without one.
    """

    label: str
    bias: float
    features: tuple[Feature, ...]
    others: float
    meaning: float

    @property
    def score(self) -> float:
        return self.bias + sum(each.share for each in self.features) + self.others + self.meaning


def grounds_of(
    ranker: Ranker, head: str, words: tuple[str, ...], label: str, most: int = MOST
) -> Grounds:
    """Why `head` scores `label` for these prepared words."""
    model, vectorizer = ranker.artefacts.heads[head], ranker.artefacts.vectorizer
    column = model.classes.index(label)
    places, values = vectorizer.transform(words)
    weights = model.weights_for(label, places)
    shares = values * weights
    strongest = np.argsort(-np.abs(shares))[:most]
    names = names_of(vectorizer, [int(places[n]) for n in strongest])
    features = tuple(
        Feature(KINDS[name[0]], name[2:], float(values[n]), float(weights[n]))
        for name, n in zip(names, strongest, strict=True)
    )
    return Grounds(
        label=label,
        bias=float(model.bias[column]),
        features=features,
        others=float(shares.sum()) - sum(each.share for each in features),
        meaning=float(ranker.meaning(head, words)[column]) if ranker.encoder and words else 0.0,
    )


def names_of(vectorizer: Vectorizer, places: list[int]) -> list[str]:
    """The features of these numbers, as the vectoriser writes them."""
    wanted = set(places)
    found = {number: name for name, number in vectorizer.index.items() if number in wanted}
    return [found[place] for place in places]
