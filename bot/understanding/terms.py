"""Finds the word of the glossary that a message asks to have explained."""

from __future__ import annotations

from collections.abc import Sequence

from bot.content.snapshot import Content
from bot.understanding.normalize import plain, tokens

GLOSSARY = "*"
MOST_WORDS = 20
LONGEST = 6


class TermIndex:
    """The glossary's words by their letters and digits, and the words that ask for a meaning."""

    def __init__(self, content: Content) -> None:
        self._asking = frozenset(content.vocabulary.asking)
        self._defining = frozenset(content.vocabulary.defining)
        terms = content.glossary.terms if content.glossary else ()
        self._whole = frozenset(content.vocabulary.glossary) if terms else frozenset()
        self._ids = {
            "".join(tokens(plain(name))): term.id
            for term in reversed(terms)
            for name in (*term.aliases, term.id, term.name)
        }

    def find(self, words: Sequence[str], is_bare: bool = False) -> str | None:
        """The id of the term where a message holds nothing else than it and words that ask what
        it means; with `is_bare` the term alone is enough. `GLOSSARY` where it asks for all."""
        if len(words) > MOST_WORDS:
            return None
        odd = [place for place, word in enumerate(words) if word not in self._asking]
        if not odd and self._whole.intersection(words):
            return GLOSSARY
        for length in range(min(LONGEST, len(words)), 0, -1):
            for start in range(len(words) - length + 1):
                end = start + length
                found = self._ids.get("".join(words[start:end]))
                if found and all(start <= place < end for place in odd):
                    rest = (*words[:start], *words[end:])
                    is_asked = self._defining.intersection(rest) if rest else is_bare
                    return found if is_asked else None
        return None
