"""The linear models: one-vs-rest over sparse features, softmax over embeddings.

Training is in `trainer`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.understanding.vectorizer import Floats, Ints

STEPS = 127


@dataclass(frozen=True)
class LinearModel:
    """`weights` has shape (features, classes), `scales` and `bias` shape (classes,).

    A weight is the 8-bit number times the scale of its class: a quarter of the memory, and so
    quicker to gather for each text. Margins move by a few hundredths at most.
    """

    classes: tuple[str, ...]
    weights: NDArray[np.int8]
    scales: Floats
    bias: Floats

    @classmethod
    def rounded(
        cls, classes: tuple[str, ...], weights: NDArray[np.floating], bias: Floats
    ) -> LinearModel:
        """The model of these weights, shape (features, classes), each to 1/127 of the largest."""
        scales = np.abs(weights).max(axis=0, initial=0.0) / STEPS
        scales[scales == 0] = 1.0
        kept = np.ascontiguousarray(np.rint(weights / scales), dtype=np.int8)
        return cls(classes, kept, scales.astype(np.float32), bias)

    def scores(self, places: Ints, values: Floats) -> Floats:
        """Margins, shape (classes,): above 0 where the class is the likelier guess."""
        if not len(places):
            return self.bias.copy()
        rows = self.weights.take(places, axis=0).astype(np.float32)
        return np.asarray((values @ rows) * self.scales + self.bias, dtype=np.float32)

    def weights_for(self, label: str, places: Ints) -> Floats:
        """The weights of these features for one class, shape (places,)."""
        column = self.classes.index(label)
        weights = self.weights[places, column] * self.scales[column]
        return np.asarray(weights, dtype=np.float32)


@dataclass(frozen=True)
class SoftmaxModel:
    """`weights` has shape (dimension, classes), `bias` shape (classes,); both single precision."""

    classes: tuple[str, ...]
    weights: Floats
    bias: Floats

    def log_probabilities(self, embedding: Floats) -> Floats:
        """Log-probabilities, shape (classes,), of one embedding of shape (dimension,)."""
        logits = embedding @ self.weights + self.bias
        logits = logits - logits.max()
        return np.asarray(logits - np.log(np.exp(logits).sum()), dtype=np.float32)
