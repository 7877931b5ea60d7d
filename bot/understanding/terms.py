"""Finds the word of the glossary that a message asks to have explained."""

from __future__ import annotations

from collections.abc import Sequence

from bot.content.snapshot import Content
from bot.understanding.normalize import plain, tokens

GLOSSARY = "*"


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
        asked = list(words)
        while asked and asked[0] in self._asking and "".join(asked) not in self._ids:
            asked.pop(0)
        while asked and asked[-1] in self._asking and "".join(asked) not in self._ids:
            asked.pop()
        if not asked and self._whole.intersection(words):
            return GLOSSARY
        left = len(words) - len(asked)
        if not (is_bare if not left else self._defining.intersection(words)):
            return None
        return self._ids.get("".join(asked))
