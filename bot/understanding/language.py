"""Tells whether a message is in another language than the content: letters and small words."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Sequence

FOREIGN_SHARE = 0.4
FOREIGN_WORDS = 0.25
FEWEST = 3
OWN = "own"


def script_of(text: str) -> str | None:
    """The script of most letters where that isn't Latin, such as "cyrillic"; None for Latin."""
    if text.isascii():
        return None
    letters = [char for char in text if char.isalpha()]
    foreign = [char for char in letters if ord(char) > 0x24F]
    if not letters or len(foreign) < FOREIGN_SHARE * len(letters) or len(foreign) < 2:
        return None
    name = unicodedata.name(foreign[0], "")
    if name.startswith(("MATHEMATICAL", "CIRCLED", "FULLWIDTH", "LATIN", "MODIFIER")):
        return None
    return name.split(" ")[0].lower() or None


def language_of(
    text: str, words: Sequence[str], small: Mapping[str, Collection[str]]
) -> str | None:
    """The language of `text` where it is not the content's own; None where it is or can't be told.

    `small` lists each language's small words, plain; those of the content's own stand under `OWN`.
    """
    script = script_of(text)
    if script:
        return script
    if len(words) < FEWEST:
        return None
    counts = {name: sum(word in listed for word in words) for name, listed in small.items()}
    own = counts.pop(OWN, 0)
    best = max(counts, key=lambda name: counts[name], default=None)
    if best is None or counts[best] < 2 or counts[best] <= own:
        return None
    return best if counts[best] >= FOREIGN_WORDS * len(words) else None
