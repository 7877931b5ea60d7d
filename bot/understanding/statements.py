"""Hears what a message says about the person's situation: answers to factors, asked or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bot.content.snapshot import Content
from bot.understanding import clauses
from bot.understanding.prepare import Preparer, classifier_words
from bot.understanding.ranker import Ranker
from bot.understanding.reading import Statement
from bot.understanding.vectorizer import Floats

NOTHING, OTHER, UNKNOWN = "none", "other", "unknown"
SHORTEST = 2
WHOLE_UP_TO = 14
JOIN = 3
ELSEWHERE = 0.25


class Listener:
    """Reads statements with the "statement" head and answers with the head of the factor asked."""

    def __init__(self, content: Content, preparer: Preparer, ranker: Ranker) -> None:
        self.content = content
        self.preparer = preparer
        self.ranker = ranker

    def statements(self, text: str) -> tuple[Statement, ...]:
        """What is said of any factor, the surest reading for each; nothing below the threshold.

        The threshold is low: how sure a statement must be depends on where the talk stands, which
        the caller knows.
        """
        least = self.content.calibration.statement.value
        best: dict[str, Statement] = {}
        parts = self._parts(text)
        self.ranker.prepare([classifier_words(self.preparer.from_text(part)) for part in parts])
        for part in parts:
            said = self._best(part)
            if said is None or said.confidence < least:
                continue
            held = best.get(said.factor)
            if held is not None and {held.leaning, said.leaning} == {"open", "closed"}:
                said = self._as_split(held, said)
            if held is None or said.confidence > held.confidence:
                best[said.factor] = said
        return tuple(best.values())

    def answer(
        self, text: str, factor: str, statements: Sequence[Statement] = ()
    ) -> Statement | None:
        """How `text` answers the question about `factor`.

        None where it speaks of another factor instead, as `statements` show, or can't be read.
        """
        head = f"asked/{factor}"
        words = classifier_words(self.preparer.from_text(text))
        if not words or head not in self.ranker.artefacts.heads:
            return None
        classes, scores = self.ranker.scores(head, words)
        elsewhere = max((s.confidence for s in statements if s.factor != factor), default=0.0)
        if classes[int(np.argmax(scores))] == OTHER and elsewhere >= ELSEWHERE:
            return None
        scores = np.where(np.array(classes) == OTHER, -np.inf, scores).astype(np.float32)
        place = int(np.argmax(scores))
        confidence = self.ranker.confidence(head, scores, place)
        if classes[place] == UNKNOWN:
            return Statement(factor, UNKNOWN, "unknown", confidence, text)
        return self._statement(classes[place], confidence, text)

    def _parts(self, text: str) -> list[str]:
        parts = list(clauses.statements_of(text))
        joined = [" ".join(pair) for pair in zip(parts, parts[1:], strict=False)][: 3 * JOIN]
        whole = [text] if len(text.split()) <= WHOLE_UP_TO else []
        known = [part for part in (*parts, *joined, *whole) if len(part.split()) >= SHORTEST]
        return list(dict.fromkeys(known))

    def _best(self, part: str) -> Statement | None:
        """The factor that `part` tells of, then the value: by both heads that know its values."""
        words = classifier_words(self.preparer.from_text(part))
        if not words or "statement" not in self.ranker.artefacts.heads:
            return None
        classes, scores = self.ranker.scores("statement", words)
        factors = np.array([label.partition("=")[0] for label in classes])
        place = int(np.argmax(scores))
        factor = str(factors[place])
        if factor == NOTHING:
            return None
        rivals = np.where(factors == factor, -np.inf, scores).astype(np.float32)
        rivals[place] = scores[place]
        confidence = self.ranker.confidence("statement", rivals, place)
        return self._statement(self._value(factor, classes, scores, words), confidence, part)

    def _value(
        self, factor: str, classes: Sequence[str], scores: Floats, words: Sequence[str]
    ) -> str:
        """The label "factor=value" that the statement head and the asked head agree on best."""
        head = f"asked/{factor}"
        sums = {
            label: float(score)
            for label, score in zip(classes, scores, strict=True)
            if label.startswith(f"{factor}=")
        }
        if head in self.ranker.artefacts.heads:
            for label, score in zip(*self.ranker.scores(head, words), strict=True):
                if label in sums:
                    sums[label] += float(score)
        return max(sums, key=lambda label: sums[label])

    def _statement(self, label: str, confidence: float, text: str) -> Statement | None:
        factor, _, value_id = label.partition("=")
        value = self.content.values.get(factor, {}).get(value_id)
        if value is None:
            return None
        return Statement(factor, value_id, value.leaning, confidence, text)

    def _as_split(self, first: Statement, second: Statement) -> Statement:
        """Two statements that lean apart are one split answer, where the factor has such a value."""
        for value in self.content.values[first.factor].values():
            if value.split:
                text = f"{first.text}, {second.text}"
                sure = min(first.confidence, second.confidence) + 1e-6
                confidence = max(first.confidence, second.confidence, sure) + 1e-6
                return Statement(first.factor, value.id, value.leaning, min(1.0, confidence), text)
        return replace(max(first, second, key=lambda each: each.confidence))
