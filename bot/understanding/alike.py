"""Words by their first letter and length: what may be within a few edits of another word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class Alike:
    """Keeps the order in which the words were given."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_letter: dict[str, list[tuple[int, str]]] = {}
        for word in words:
            self._by_letter.setdefault(word[0], []).append((len(word), word))
        self._found: dict[tuple[str, int, int], Sequence[str]] = {}

    def words(self, letter: str, length: int, edits: int) -> Sequence[str]:
        """Those that begin with `letter` and differ from `length` by at most `edits`."""
        place = (letter, length, edits)
        if place not in self._found:
            least, most = length - edits, length + edits
            listed = self._by_letter.get(letter, ())
            self._found[place] = [word for size, word in listed if least <= size <= most]
        return self._found[place]
