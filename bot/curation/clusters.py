"""Groups messages that ask for much the same, by the engine's own vectors. Pure.

The likeness of two messages is the mean of the cosines that there are: of their features (words,
pairs of words, letters), of the shares that the intents' classifier gives each intent (but that of
other worlds: to be outside is no likeness), and of their embeddings where there is an encoder.
Groups are made by average linkage, so that no chain of neighbours joins what is far apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.understanding.encoding import sentence
from bot.understanding.ranker import Ranker
from bot.understanding.trainer import matrix

Words = tuple[str, ...]
Square = NDArray[np.float64]
INTENT, OUTSIDE = "intent", "outside"
# Both chosen on held-out utterances of forty intents; see docs/evaluation.md.
ALIKE = 0.5
SHARPNESS = 3.0


def likeness(ranker: Ranker, texts: Sequence[Words]) -> Square:
    """Shape (texts, texts), from -1 to 1."""
    features: Any = matrix(ranker.artefacts.vectorizer, texts)
    norms = np.sqrt(np.asarray(features.multiply(features).sum(axis=1)).ravel())
    alike = [(features @ features.T).toarray() / _product(norms)]
    head = ranker.artefacts.heads[INTENT]
    margins = np.stack(
        [head.scores(*ranker.artefacts.vectorizer.transform(words)) for words in texts]
    )
    shares = _shares(margins)
    theirs = np.array([each != OUTSIDE for each in head.classes])
    alike.append(_cosines(shares, shares * theirs))
    if ranker.encoder is not None:
        written = [sentence(words, ranker.slot_names) for words in texts]
        alike.append(_cosines(ranker.encoder.encode(written)))
    return np.asarray(np.clip(np.mean(alike, axis=0), -1, 1), dtype=np.float64)


def _shares(margins: NDArray[np.floating]) -> Square:
    """What each intent gets of a text, by a softmax; shape (texts, intents)."""
    raised = np.exp(SHARPNESS * (margins - margins.max(axis=1, keepdims=True)))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float64)


def _cosines(rows: Any, counted: Any = None) -> Square:
    """Every pair's cosine; of the products that make it up only those of `counted`, if given."""
    wide = np.asarray(rows, dtype=np.float64)
    part = wide if counted is None else np.asarray(counted, dtype=np.float64)
    return np.asarray(part @ part.T / _product(np.linalg.norm(wide, axis=1)), dtype=np.float64)


def _product(norms: Any) -> Square:
    """Every pair of lengths multiplied; a text without any known feature is like no other."""
    lengths = np.where(norms > 0, norms, 1.0)
    return np.outer(lengths, lengths)


def clusters(alike: Square, threshold: float = ALIKE) -> list[list[int]]:
    """The places of each group, the largest group first, in the order of the texts."""
    count = len(alike)
    if count < 2:
        return [[place] for place in range(count)]
    from sklearn.cluster import AgglomerativeClustering

    grouping = AgglomerativeClustering(
        n_clusters=None,
        metric="precomputed",
        linkage="average",
        distance_threshold=1 - threshold,
    )
    groups: dict[int, list[int]] = {}
    for place, name in enumerate(grouping.fit_predict(1 - alike)):
        groups.setdefault(int(name), []).append(place)
    return sorted(groups.values(), key=lambda group: (-len(group), group[0]))
