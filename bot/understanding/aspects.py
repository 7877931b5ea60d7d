"""Finds the aspects of a comparison that a message names, and the grid of sections by side."""

from __future__ import annotations

from collections.abc import Sequence

from bot.content.snapshot import Content
from bot.understanding.normalize import plain, tokens

MAX_WORDS = 3


class AspectIndex:
    """Names of aspects by their words, after the vocabulary's synonyms."""

    def __init__(self, content: Content) -> None:
        synonyms = content.vocabulary.synonyms
        self._names: dict[tuple[str, ...], str] = {}
        self._starts: set[str] = set()
        for aspect in content.comparison.aspects:
            for name in (aspect.title, aspect.id, *aspect.aliases):
                words = tuple(synonyms.get(word, word) for word in tokens(plain(name)))
                self._names.setdefault(words, aspect.id)
                self._starts.update(words[:1])

    def find(self, words: Sequence[str]) -> tuple[str, ...]:
        """The aspects named, each once, in order; the longest name wins at each place."""
        found: list[str] = []
        at = 0
        while at < len(words):
            for length in range(MAX_WORDS if words[at] in self._starts else 0, 0, -1):
                aspect = self._names.get(tuple(words[at : at + length]))
                if aspect:
                    found.append(aspect)
                    at += length - 1
                    break
            at += 1
        return tuple(dict.fromkeys(found))
