"""The frequent words of a language, from the lists of pyspellchecker; needed to build only."""

from __future__ import annotations

from functools import cache

FREQUENT = 150


@cache
def common_words(language: str) -> frozenset[str]:
    """Words in everyday use, lower case; none where the language has no list.

    The counts are of film subtitles: below `FREQUENT` they hold more and more typos.
    """
    from spellchecker import SpellChecker

    try:
        counts = SpellChecker(language=language).word_frequency.dictionary
    except ValueError:
        return frozenset()
    return frozenset(word for word, count in counts.items() if count >= FREQUENT and word.isascii())
