"""The way from raw text to the words that the classifiers see; the same in training and use."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.content.schema import Side, Vocabulary
from bot.understanding.names import AliasIndex
from bot.understanding.normalize import clean, plain, tokens
from bot.understanding.reading import Mention
from bot.understanding.speller import Speller

PLUS = re.compile(r"(?<=[A-Za-z0-9+])()\+(?=\W|$)")
SLOT = re.compile(r"\{(model|license|device|vendor|term)\}")
MASKS = {kind: f"qq{kind}" for kind in ("model", "license", "device", "vendor", "term")}
# How a message is put, where its words alone don't tell: "this: yes, that: no"; a question.
IN_PARTS = re.compile(r"^[^:;,.?!]{1,40}:[^:]+[.;,][^:;.?!]{1,40}:[^:]+$")
MARKS = (("qqparts", IN_PARTS), ("qqasks", re.compile(r"\?\W*$")))
NEGATIONS = frozenset({"not", "no", "isnt", "arent", "non", "without", "never"})
MAX_SIDE_WORDS = 4
REMEMBERED = 256


@dataclass(frozen=True)
class Prepared:
    """`words` after spelling; `masked` has each mention replaced by its slot; `sides` in order;
    `marks` tell how the message is put."""

    words: tuple[str, ...]
    masked: tuple[str, ...]
    mentions: tuple[Mention, ...]
    sides: tuple[Side, ...]
    corrections: tuple[tuple[str, str], ...] = ()
    marks: tuple[str, ...] = ()


class Preparer:
    """Holds the vocabulary, the names and the speller of one content pack."""

    def __init__(
        self, vocabulary: Vocabulary, aliases: AliasIndex, speller: Speller | None
    ) -> None:
        self.vocabulary = vocabulary
        self.aliases = aliases
        self.speller = speller
        self._side_names: dict[tuple[str, ...], Side] = {
            tuple(tokens(plain(name))): side
            for side, names in vocabulary.sides.items()
            for name in names
        }
        self._side_starts = frozenset(name[0] for name in self._side_names if name)
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._from_text)

    def from_text(self, text: str) -> Prepared:
        """What a person typed; the text must have gone through `normalize.clean`."""
        return self._remembered(text)

    def _from_text(self, text: str) -> Prepared:
        prepared = self.from_words(tokens(plain(PLUS.sub(r"\1 plus", text))))
        return replace(prepared, marks=_marks(text))

    def from_utterance(self, utterance: str) -> Prepared:
        """A training utterance: its `{slots}` become masks."""
        text = SLOT.sub(lambda match: MASKS[match[1]], clean(utterance)[0])
        return replace(self.from_words(tokens(plain(text))), marks=_marks(text))

    def from_words(self, raw: Sequence[str]) -> Prepared:
        spellings = self.vocabulary.spellings
        plain_words = [part for word in raw for part in spellings.get(word, word).split()]
        mentions = self.aliases.find(plain_words)
        covered = {place for mention in mentions for place in range(mention.start, mention.end)}
        words = list(plain_words)
        corrections: list[tuple[str, str]] = []
        for place, word in enumerate(words):
            if place in covered:
                continue
            mended = self.speller.correct(word) if self.speller else word
            if mended != word:
                corrections.append((word, mended))
            words[place] = self.vocabulary.synonyms.get(mended, mended)
        masked = self.mask(words, mentions)
        sides = self.find_sides(self._outside_names(words, mentions))
        return Prepared(tuple(words), masked, mentions, sides, tuple(corrections))

    def _outside_names(self, words: Sequence[str], mentions: Sequence[Mention]) -> list[str]:
        """The words without those inside a name, as "gpt oss" names no side; a name that begins
        with a side's stays, since "open ai" may be either."""
        inside = {
            place
            for mention in mentions
            if not self.find_sides(words[mention.start : mention.start + 1])
            for place in range(mention.start, mention.end)
        }
        return ["" if place in inside else word for place, word in enumerate(words)]

    def mask(self, words: Sequence[str], mentions: Sequence[Mention]) -> tuple[str, ...]:
        """The words with each mention as one slot word, and the sides named at the end."""
        kept: list[str] = []
        at = 0
        for mention in mentions:
            kept += words[at : mention.start]
            kept.append(MASKS[mention.kind])
            at = mention.end
        kept += words[at:]
        return tuple(kept)

    def find_sides(self, words: Sequence[str]) -> tuple[Side, ...]:
        """The sides that are named, each once, in order; "not closed" names none."""
        found: list[Side] = []
        at = 0
        while at < len(words):
            longest = MAX_SIDE_WORDS if words[at] in self._side_starts else 0
            for length in range(longest, 0, -1):
                side = self._side_names.get(tuple(words[at : at + length]))
                if side:
                    negated = at > 0 and words[at - 1] in NEGATIONS
                    if side not in found and not negated:
                        found.append(side)
                    at += length - 1
                    break
            at += 1
        return tuple(found)


def classifier_words(prepared: Prepared) -> tuple[str, ...]:
    """The words that a head sees: names masked, a mark for each side, and how it is put."""
    return (*prepared.masked, *(f"qq{side}" for side in prepared.sides), *prepared.marks)


def _marks(text: str) -> tuple[str, ...]:
    return tuple(mark for mark, pattern in MARKS if pattern.search(text))
