"""Tells whether a message is in another language than the content, by its letters and small words."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Sequence

FOREIGN_SHARE = 0.4


def script_of(text: str) -> str | None:
    """The script of most letters where that isn't Latin, such as "cyrillic"; None for Latin."""
    letters = [char for char in text if char.isalpha()]
    foreign = [char for char in letters if ord(char) > 0x24F]
    if not letters or len(foreign) < FOREIGN_SHARE * len(letters) or len(foreign) < 2:
        return None
    name = unicodedata.name(foreign[0], "")
    if name.startswith(("MATHEMATICAL", "CIRCLED", "FULLWIDTH", "LATIN", "MODIFIER")):
        return None
    return name.split(" ")[0].lower() or None


def language_of(
    text: str,
    words: Sequence[str],
    small_words: Mapping[str, Collection[str]],
    known_words: Collection[str],
) -> str | None:
    """The language of `text` where it is not the content's own; None where it is or can't be told.

    `small_words` lists each language's frequent words; one counts only if the content's
    own vocabulary lacks it.
    """
    script = script_of(text)
    if script:
        return script
    if len(words) < 3:
        return None
    counts = {
        name: sum(word in listed and word not in known_words for word in words)
        for name, listed in small_words.items()
    }
    best = max(counts, key=lambda name: counts[name], default=None)
    if best is None or counts[best] < 2:
        return None
    known = sum(word in known_words for word in words)
    return best if counts[best] >= 0.25 * len(words) and known < 0.6 * len(words) else None
