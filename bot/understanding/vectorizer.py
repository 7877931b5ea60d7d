"""Turns words into sparse features: words and word pairs, and the letters inside words.

Two blocks, each (1 + ln tf) x smooth idf and L2-normalised: words and bigrams with sentence marks
(weight 0.8), and character 2- to 4-grams inside " word " (weight 1).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

WORD_WEIGHT = 0.8
CHAR_WEIGHT = 1.0
MIN_COUNT = 3
Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


def word_features(words: Sequence[str]) -> Iterator[str]:
    """Words as "w:x", and neighbours as "b:x y" with ^ and $ at the ends."""
    yield from (f"w:{word}" for word in words)
    marked = ["^", *words, "$"]
    yield from (f"b:{a} {b}" for a, b in pairwise(marked))


@lru_cache(maxsize=20_000)
def char_features(word: str) -> tuple[str, ...]:
    """The 2- to 4-grams of " word " as "c:…"."""
    padded = f" {word} "
    return tuple(
        f"c:{padded[i : i + n]}" for n in (2, 3, 4) for i in range(max(0, len(padded) - n + 1))
    )


@dataclass(frozen=True)
class Vectorizer:
    """`index` numbers the features; `idf` has shape (features,)."""

    index: dict[str, int]
    idf: Floats

    @classmethod
    def fit(cls, documents: Iterable[Sequence[str]], least: int = MIN_COUNT) -> Vectorizer:
        """Learns the features of tokenised texts that are seen at least `least` times."""
        counts: Counter[str] = Counter()
        total = 0
        for words in documents:
            total += 1
            chars = (feature for word in words for feature in char_features(word))
            counts.update({*word_features(words), *chars})
        kept = sorted(feature for feature, count in counts.items() if count >= least)
        df = np.array([counts[feature] for feature in kept], dtype=np.float32)
        idf = np.log((1 + total) / (1 + df)) + 1
        return cls({feature: n for n, feature in enumerate(kept)}, idf.astype(np.float32))

    def transform(self, words: Sequence[str]) -> tuple[Ints, Floats]:
        """(feature numbers, values) of a text; both empty where no feature is known."""
        places: list[Ints] = []
        values: list[Floats] = []
        blocks = (
            (WORD_WEIGHT, Counter(word_features(words))),
            (CHAR_WEIGHT, Counter(f for word in words for f in char_features(word))),
        )
        for weight, counts in blocks:
            known = [(self.index[f], count) for f, count in counts.items() if f in self.index]
            if not known:
                continue
            place = np.array([p for p, _ in known], dtype=np.int32)
            count = np.array([c for _, c in known], dtype=np.float32)
            value = (1 + np.log(count)) * self.idf[place]
            places.append(place)
            values.append((weight * value / np.linalg.norm(value)).astype(np.float32))
        if not places:
            return np.zeros(0, np.int32), np.zeros(0, np.float32)
        return np.concatenate(places), np.concatenate(values)
