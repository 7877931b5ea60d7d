"""Finds names of models and licences that the catalogue lacks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from bot.content.schema import Vocabulary
from bot.understanding.names import AliasIndex
from bot.understanding.prepare import MASKS, Prepared, classifier_words
from bot.understanding.ranker import Ranker
from bot.understanding.reading import Candidate, Certainty, Stranger, StrangerKind

SHORTEST = 4
SIZE = re.compile(r"\d{1,4}(?:x\d+)?b")
VERSION = re.compile(r"[vr]?\d{1,3}(?:x\d+)?b?")
VERB = re.compile(r"...(?:ing|[iy]sed|[iy]zed)$")
NEAR = 2
# How sure it must be that something is asked of a name.
LEAST: dict[Certainty, float] = {"sure": 0.3, "likely": 0.62, "perhaps": 0.85}
LICENSE = 0.5
ABOUT_NAMES = frozenset(
    {"ask/model", "ask/license", "ask/cost", "ask/hardware", "ask/compare", "open/licenses"}
)


@dataclass(frozen=True)
class Span:
    start: int
    end: int
    kind: StrangerKind


class StrangerFinder:
    """Holds one pack's names and words; `known` are everyday words and those of the utterances."""

    def __init__(
        self, vocabulary: Vocabulary, names: AliasIndex, known: Collection[str], ranker: Ranker
    ) -> None:
        self._words = vocabulary.naming
        self._asking = frozenset(vocabulary.asking)
        self._meaning = frozenset(vocabulary.meaning)
        self._hints = vocabulary.general_hints
        self._names = names
        self._known = known
        self._ranker = ranker

    def find(self, text: str, prepared: Prepared) -> Stranger | None:
        """The first name that nobody knows in a message, where it is asked about."""
        spans = list(self._spans(prepared))
        if not spans:
            return None
        span = spans[0]
        certainty = self._certainty(prepared, span)
        name = _as_typed(text, prepared.words[span.start : span.end])
        if self._asks_meaning(prepared.words, span):
            return Stranger(name, "term", "sure")
        ranked = self._ranked(prepared, spans)
        likely = ranked if certainty == "sure" else ranked[:1]
        asked = max((c.confidence for c in likely if c.intent in ABOUT_NAMES), default=0.0)
        least = LEAST[certainty] if span.kind == "model" else LICENSE
        if asked < least and not _asks_whether(prepared, span):
            return None
        return Stranger(name, span.kind, certainty, asked)

    def _spans(self, prepared: Prepared) -> Iterator[Span]:
        words = prepared.words
        covered = {n for mention in prepared.mentions for n in range(mention.start, mention.end)}
        for start, word in enumerate(words):
            if start in covered or not self._is_strange(word):
                continue
            end = start + 1
            if VERB.search(word) and VERSION.fullmatch("".join(words[end : end + 1])):
                continue  # "summarising 300 pages"
            while end < len(words) and end not in covered and self._goes_on(words[end]):
                end += 1
            yield Span(start, end, self._kind(words, start, end))

    def _is_strange(self, word: str) -> bool:
        is_known = word in self._known or word in self._names.name_words
        return len(word) >= SHORTEST and word.isalpha() and not is_known

    def _goes_on(self, word: str) -> bool:
        """A further part of a name: another strange word, a version, or a suffix such as "pro"."""
        is_part = VERSION.fullmatch(word) or word in self._words.suffixes
        return bool(is_part) or self._is_strange(word)

    def _kind(self, words: Sequence[str], start: int, end: int) -> StrangerKind:
        around = {*words[max(0, start - 1) : start], *words[end : end + NEAR + 1]}
        return "license" if around.intersection(self._words.licenses) else "model"

    def _asks_meaning(self, words: Sequence[str], span: Span) -> bool:
        """Whether nothing but what a word means is asked."""
        rest = {*words[: span.start], *words[span.end :]}
        return rest <= self._asking and not self._meaning.isdisjoint(rest)

    def _ranked(self, prepared: Prepared, spans: Sequence[Span]) -> tuple[Candidate, ...]:
        """What the message would ask if these were names that we know, the likeliest first."""
        masked = list(prepared.words)
        for span in reversed(spans):
            masked[span.start : span.end] = [MASKS[span.kind]]
        named = Prepared(tuple(masked), tuple(masked), (), prepared.sides)
        return self._ranker.rank(classifier_words(named))

    def _certainty(self, prepared: Prepared, span: Span) -> Certainty:
        """By what the name looks like and what stands around it."""
        words = prepared.words
        before, after = words[: span.start], words[span.end :]
        is_sized = any(SIZE.fullmatch(word) for word in words[span.start : span.end])
        if is_sized or {*before[-1:], *after[:1]}.intersection(self._words.models):
            return "sure"
        rest = f" {' '.join(before)} | {' '.join(after)} "
        is_ours = (
            span.kind == "license"
            or bool(prepared.sides)
            or any(mention.kind == "model" for mention in prepared.mentions)
            or any(f" {hint.lower().replace('-', ' ')} " in rest for hint in self._hints)
        )
        is_versioned = span.end - span.start > 1
        if is_ours and is_versioned:
            return "sure"
        return "likely" if is_ours or is_versioned else "perhaps"


def _asks_whether(prepared: Prepared, span: Span) -> bool:
    """ "is X open": the shortest question of all."""
    return span.start == 1 and prepared.words[0] == "is" and bool(prepared.sides)


def _as_typed(text: str, words: Sequence[str]) -> str:
    """The words as they stand in the text, with its capitals and hyphens."""
    found = re.search(r"[^a-z0-9]{0,3}".join(map(re.escape, words)), text, re.IGNORECASE)
    return found[0] if found else " ".join(words)
