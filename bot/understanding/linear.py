"""The linear models: one-vs-rest over sparse features, softmax over embeddings.

Training is in `trainer`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.understanding.vectorizer import Floats, Ints


@dataclass(frozen=True)
class LinearModel:
    """`weights` has shape (features, classes), `bias` shape (classes,).

    Weights are learned and kept in half precision; once loaded they are in single precision, since
    widening them for each text takes longer than the sum itself.
    """

    classes: tuple[str, ...]
    weights: NDArray[np.float16] | Floats
    bias: Floats

    def scores(self, places: Ints, values: Floats) -> Floats:
        """Margins, shape (classes,): above 0 where the class is the likelier guess."""
        if not len(places):
            return self.bias.copy()
        rows = self.weights[places].astype(np.float32, copy=False)
        return np.asarray(values @ rows + self.bias, dtype=np.float32)


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
