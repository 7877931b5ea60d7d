"""Mends words that neither the utterances nor the catalogue know, and only those."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.understanding.alike import Alike

SHORTEST = 4
LONG_FROM = 8
# Of so many words one that a typo may stand for is said once more.
RARE = 200_000


class Speller:
    """`frequency` counts the words of the training utterances, of which rare ones are no typo and
    mend none; `common` words stay as they are."""

    def __init__(self, frequency: Mapping[str, int], common: Collection[str] = ()) -> None:
        self.frequency = frequency
        self.common = common
        least = 1 + sum(frequency.values()) // RARE
        long_enough = (
            word
            for word, count in frequency.items()
            if count >= least and len(word) >= SHORTEST - 1 and word.isalpha()
        )
        self._alike = Alike(long_enough)
        self._memory: dict[str, str] = {}

    def correct(self, word: str) -> str:
        """The nearest frequent word within one edit (two from eight letters on), or `word`."""
        if (
            word in self.frequency
            or word in self.common
            or len(word) < SHORTEST
            or not word.isalpha()
        ):
            return word
        if word not in self._memory:
            if len(self._memory) > 5_000:
                self._memory.clear()
            self._memory[word] = self._search(word)
        return self._memory[word]

    def _search(self, word: str) -> str:
        most = 2 if len(word) >= LONG_FROM else 1
        letters = dict.fromkeys((word[0], word[1]))
        best: tuple[float, int, str] | None = None
        for letter in letters:
            names = self._alike.words(letter, len(word), most)
            hits = process.extract(word, names, scorer=OSA.distance, score_cutoff=most, limit=8)
            for name, distance, _ in hits:
                swapped = letter != word[0] and not (name[0] == word[1] and name[1] == word[0])
                if swapped:
                    continue
                rank = (distance, -self.frequency[name], name)
                best = rank if best is None else min(best, rank)
        return best[2] if best else word
