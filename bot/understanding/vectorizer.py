"""Turns words into sparse features: words and word pairs, and the letters inside words.

Two blocks, each (1 + ln tf) x smooth idf and L2-normalised: words and bigrams with sentence marks
(weight 0.8), and character 2- to 4-grams inside " word " (weight 1).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, pairwise
from math import sqrt

import numpy as np
from numpy.typing import NDArray

WORD_WEIGHT = 0.8
CHAR_WEIGHT = 1.0
MIN_COUNT = 3
REMEMBERED = 5_000
Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


def word_features(words: Sequence[str]) -> Iterator[str]:
    """Words as "w:x", and neighbours as "b:x y" with ^ and $ at the ends."""
    yield from (f"w:{word}" for word in words)
    marked = ["^", *words, "$"]
    yield from (f"b:{a} {b}" for a, b in pairwise(marked))


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
    _letters: dict[str, tuple[int, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @classmethod
    def fit(cls, documents: Iterable[Sequence[str]], least: int = MIN_COUNT) -> Vectorizer:
        """Learns the features of tokenised texts that are seen at least `least` times."""
        counts: Counter[str] = Counter()
        total = 0
        of_word = cache(char_features)
        for words in documents:
            total += 1
            letters = chain.from_iterable(map(of_word, words))
            counts.update({*word_features(words), *letters})
        kept = sorted(feature for feature, count in counts.items() if count >= least)
        df = np.array([counts[feature] for feature in kept], dtype=np.float32)
        idf = np.log((1 + total) / (1 + df)) + 1
        return cls({feature: n for n, feature in enumerate(kept)}, idf.astype(np.float32))

    def transform(self, words: Sequence[str]) -> tuple[Ints, Floats]:
        """(feature numbers, values) of a text; both empty where no feature is known."""
        of_words = Counter(map(self.index.get, word_features(words)))
        del of_words[None]
        of_letters = Counter(chain.from_iterable(map(self._letters_of, words)))
        total = len(of_words) + len(of_letters)
        places = np.fromiter(chain(of_words, of_letters), np.int32, total)
        counts = np.fromiter(chain(of_words.values(), of_letters.values()), np.float32, total)
        values = (1 + np.log(counts)) * self.idf[places]
        for weight, block in (
            (WORD_WEIGHT, values[: len(of_words)]),
            (CHAR_WEIGHT, values[len(of_words) :]),
        ):
            if len(block):
                norm = sqrt(block @ block)
                block *= weight
                block /= norm
        return places, values

    def _letters_of(self, word: str) -> tuple[int, ...]:
        """The numbers of the known features among the letters of a word."""
        found = self._letters.get(word)
        if found is None:
            if len(self._letters) >= REMEMBERED:
                self._letters.clear()
            features = char_features(word)
            found = tuple(self.index[each] for each in features if each in self.index)
            self._letters[word] = found
        return found
