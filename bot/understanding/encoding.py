"""What the ranking needs of a sentence encoder: a part that may be absent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.errors import AjarError

Embeddings = NDArray[np.float32]


class EncoderError(AjarError):
    """The sentence encoder can't be had or used; the program goes on without it."""


class Encoder(Protocol):
    """Turns texts into vectors whose dot product says how alike their meanings are."""

    @property
    def name(self) -> str:
        """The model with a hash of its bytes; what was trained on its vectors is kept by it."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    def encode(self, texts: Sequence[str]) -> Embeddings:
        """One vector of length 1 a text, shape (texts, dimension), in the order of `texts`."""


def sentence(words: Sequence[str], slot_names: Mapping[str, str]) -> str:
    """The words that the classifiers see as a sentence for the encoder.

    A slot becomes a typical name of its kind, since the encoder knows names and not slots; marks
    are left out, since the words for them are there.
    """
    return " ".join(
        slot_names[word[2:]] if word.startswith("qq") else word
        for word in words
        if not word.startswith("qq") or word[2:] in slot_names
    )
