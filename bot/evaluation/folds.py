"""Cross-validation over a pack's own utterances, near-duplicates kept within one fold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.understanding import trainer
from bot.understanding.build import Example
from bot.understanding.encoding import Embeddings
from bot.understanding.ranker import evidence, meaning_of
from bot.understanding.vectorizer import Floats, Vectorizer

FOLDS = 5


@dataclass(frozen=True)
class Guess:
    """A held-out utterance: its gold label, the best guess, and how strong the evidence was."""

    words: tuple[str, ...]
    gold: str
    guess: str
    evidence: float
    top: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        return self.gold == self.guess


def fold_of(words: Sequence[str], folds: int = FOLDS) -> int:
    """The fold of a text: the same for texts that hold the same words, in whatever order."""
    key = " ".join(sorted({word.rstrip("s") for word in words}))
    return crc32(key.encode()) % folds


@dataclass(frozen=True)
class Held:
    """The guesses on held-out utterances, by the words alone and with the encoder if any."""

    lexical: list[Guess]
    semantic: list[Guess]


def cross_validate(
    head: str,
    examples: Sequence[Example],
    vectors: Embeddings | None = None,
    folds: int = FOLDS,
) -> Held:
    """Each example of a head guessed by models that never saw it nor its near-duplicates.

    `vectors` holds an embedding an example, shape (examples, dimension).
    """
    places = np.array([fold_of(words, folds) for words, _ in examples])
    held = Held([], [])
    for fold in range(folds):
        seen = np.flatnonzero(places != fold)
        known = [examples[int(i)] for i in seen]
        labels = [label for _, label in known]
        vectorizer = Vectorizer.fit(words for words, _ in known)
        features = trainer.matrix(vectorizer, [words for words, _ in known])
        model = trainer.fit(features, labels)
        meaning = None
        if vectors is not None:
            meaning = trainer.fit_meaning(head, vectors[seen], labels)
        for i in np.flatnonzero(places == fold):
            words, gold = examples[int(i)]
            scores = model.scores(*vectorizer.transform(words))
            held.lexical.append(_guess(words, gold, model.classes, scores))
            if meaning is not None and vectors is not None:
                fused = scores + meaning_of(head) * meaning.log_probabilities(vectors[i])
                held.semantic.append(_guess(words, gold, model.classes, fused))
    return held


def _guess(words: tuple[str, ...], gold: str, classes: tuple[str, ...], scores: Floats) -> Guess:
    order = np.argsort(-scores)[:3]
    top = tuple(classes[i] for i in order)
    return Guess(words, gold, top[0], evidence(scores, int(order[0])), top)


@dataclass(frozen=True)
class PlattCurve:
    slope: float
    offset: float
    error: float


def fit_curve(guesses: Sequence[Guess], bins: int = 10) -> PlattCurve:
    """Platt's sigmoid by Newton's method, and its expected calibration error over equal bins."""
    x = np.array([guess.evidence for guess in guesses])
    y = np.array([guess.is_right for guess in guesses], dtype=float)
    slope, offset = _newton(x, y)
    sure = 1 / (1 + np.exp(-(slope * x + offset)))
    place = np.minimum((sure * bins).astype(int), bins - 1)
    gaps = [abs(sure[place == b].sum() - y[place == b].sum()) for b in range(bins)]
    return PlattCurve(slope, offset, float(sum(gaps) / len(y)))


def _newton(x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[float, float]:
    design = np.column_stack([x, np.ones_like(x)])
    weights = np.zeros(2)
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        gradient = design.T @ (y - p) - 1e-3 * weights
        curvature = (design * (p * (1 - p))[:, None]).T @ design + 1e-3 * np.eye(2)
        step = np.linalg.solve(curvature, gradient)
        weights += step
        if np.abs(step).max() < 1e-8:
            break
    return float(weights[0]), float(weights[1])
