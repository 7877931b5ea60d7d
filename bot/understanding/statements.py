"""Hears what a message says about the person's situation: answers to factors, asked or not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bot.content.snapshot import Content
from bot.understanding import clauses
from bot.understanding.prepare import Preparer, classifier_words
from bot.understanding.ranker import Ranker
from bot.understanding.reading import Statement

NOTHING, OTHER, UNKNOWN = "none", "other", "unknown"
SHORTEST = 2
WHOLE_UP_TO = 14
JOIN = 3


class Listener:
    """Reads statements with the "statement" head and answers with the head of the factor asked."""

    def __init__(self, content: Content, preparer: Preparer, ranker: Ranker) -> None:
        self.content = content
        self.preparer = preparer
        self.ranker = ranker

    def statements(self, text: str, asking: str | None) -> tuple[Statement, ...]:
        """What is said of any factor, the surest reading for each; nothing below the threshold."""
        least = self.content.calibration.statement.value
        best: dict[str, Statement] = {}
        for part in self._parts(text):
            said = self._best(part)
            if said is None or said.confidence < least:
                continue
            held = best.get(said.factor)
            if held is not None and {held.leaning, said.leaning} == {"open", "closed"}:
                said = self._as_split(held, said)
            if held is None or said.confidence > held.confidence:
                best[said.factor] = said
        return tuple(best.values())

    def answer(self, text: str, factor: str) -> Statement | None:
        """How `text` answers the question about `factor`; None where it can't be read at all.

        Whether the message is rather about something else is for the caller to judge, who sees
        the intents and the other statements too.
        """
        head = f"asked/{factor}"
        if head not in self.ranker.artefacts.heads:
            return None
        words = classifier_words(self.preparer.from_text(text))
        if not words:
            return None
        classes, scores = self.ranker.scores(head, words)
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
        words = classifier_words(self.preparer.from_text(part))
        if not words or "statement" not in self.ranker.artefacts.heads:
            return None
        classes, scores = self.ranker.scores("statement", words)
        place = int(np.argmax(scores))
        if classes[place] == NOTHING:
            return None
        return self._statement(
            classes[place], self.ranker.confidence("statement", scores, place), part
        )

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
