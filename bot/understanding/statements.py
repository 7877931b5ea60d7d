"""Hears what a message says about the person's situation: answers to factors, asked or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from bot.content.snapshot import Content
from bot.understanding import clauses
from bot.understanding.prepare import Preparer, classifier_words
from bot.understanding.ranker import Ranker
from bot.understanding.reading import Statement
from bot.understanding.told import OTHER, STATEMENT, UNKNOWN, Evidences

SHORTEST = 2
WHOLE_UP_TO = 14
JOINED = 8
APART = 0.35
PART_APART = 0.45
ELSEWHERE = 0.4
ASKS = 0.8
OTHER_LEAD = 0.6


@dataclass(frozen=True)
class Piece:
    """A part of a message with the words that the heads see; a wide one holds several parts."""

    text: str
    words: tuple[str, ...]
    is_wide: bool = False


class Listener:
    """Reads statements with the "statement" head and answers with the head of the factor asked."""

    def __init__(self, content: Content, preparer: Preparer, ranker: Ranker) -> None:
        self.content = content
        self.preparer = preparer
        self.ranker = ranker
        self.evidences = Evidences(ranker)

    def pieces(self, text: str) -> tuple[Piece, ...]:
        """What of a message may be a statement: its parts, then wider pieces."""
        if STATEMENT not in self.ranker.artefacts.heads:
            return ()
        parts = clauses.statements_of(text)
        found = [Piece(part, self._words(part)) for part in parts]
        found += [Piece(part, self._words(part), is_wide=True) for part in self._wider(text, parts)]
        return tuple(piece for piece in found if len(piece.words) >= SHORTEST)

    def statements(self, pieces: Sequence[Piece]) -> tuple[Statement, ...]:
        """What is said of any factor, the surest reading for each; nothing below the threshold.

        The threshold is low: how sure a statement must be depends on where the talk stands, which
        the caller knows. Two parts of the message that clearly lean apart make a split answer.
        """
        best: dict[str, Statement] = {}
        for piece in pieces:
            for said in self._said(piece):
                held = best.get(said.factor)
                if not piece.is_wide:
                    best[said.factor] = self._together(held, said)
                elif said.confidence > _sure(held) and (
                    held is None or held.leaning == said.leaning or _sure(held) < APART
                ):
                    best[said.factor] = said
        return tuple(best.values())

    def _together(self, held: Statement | None, said: Statement) -> Statement:
        """The surer of two statements about a factor, or a split where both are clear."""
        if held is None:
            return said
        apart = {held.leaning, said.leaning} == {"open", "closed"}
        if apart and min(held.confidence, said.confidence) >= APART:
            return self._as_split(held, said)
        return said if said.confidence > held.confidence else held

    def _words(self, part: str) -> tuple[str, ...]:
        return classifier_words(self.preparer.from_text(part))

    def answer(
        self, text: str, factor: str, statements: Sequence[Statement] = (), asks: float = 0.0
    ) -> Statement | None:
        """How `text` answers the question about `factor`.

        None where it can't be read, or is about something else: another factor, as `statements`
        show, or a question or control, which it is with the confidence `asks`. Two parts of it that
        clearly lean apart make a split answer.
        """
        if f"asked/{factor}" not in self.ranker.artefacts.heads:
            return None
        elsewhere = max((s.confidence for s in statements if s.factor != factor), default=0.0)
        said = self._answered(text, factor, is_doubtful=elsewhere >= ELSEWHERE or asks >= ASKS)
        return (self._in_parts(text, factor) or said) if said else None

    def _answered(self, text: str, factor: str, *, is_doubtful: bool) -> Statement | None:
        """The likeliest answer; a doubtful one must outdo the reading as something else."""
        head = f"asked/{factor}"
        words = self._words(text)
        if not words:
            return None
        classes, scores = self.ranker.scores(head, words)
        others = np.array(classes) == OTHER
        other = float(np.max(scores, initial=-np.inf, where=others))
        scores = np.where(others, -np.inf, scores).astype(np.float32)
        place = int(np.argmax(scores))
        if is_doubtful and other - float(scores[place]) > OTHER_LEAD:
            return None
        confidence = self.ranker.confidence(head, scores, place)
        if classes[place] == UNKNOWN:
            return Statement(factor, UNKNOWN, "unknown", confidence, text)
        return self._statement(classes[place], confidence, text)

    def _in_parts(self, text: str, factor: str) -> Statement | None:
        """A split answer, where parts of the text lean to either side."""
        parts = clauses.statements_of(text)
        if len(parts) < 2 or not any(v.split for v in self.content.values[factor].values()):
            return None
        surest: dict[str, Statement] = {}
        for part in parts:
            said = self._answered(part, factor, is_doubtful=False)
            if said and said.confidence >= PART_APART:
                held = surest.get(said.leaning)
                surest[said.leaning] = max(said, held or said, key=lambda each: each.confidence)
        if "open" not in surest or "closed" not in surest:
            return None
        return self._as_split(surest["open"], surest["closed"])

    def _wider(self, text: str, parts: Sequence[str]) -> tuple[str, ...]:
        """Neighbouring parts together, and the whole message where it is short."""
        joined = [", ".join(pair) for pair in pairwise(parts)][:JOINED]
        whole = [text] if len(text.split()) <= WHOLE_UP_TO else []
        return tuple(part for part in dict.fromkeys((*joined, *whole)) if part not in parts)

    def _said(self, piece: Piece) -> Iterator[Statement]:
        """What a piece tells of each factor, where it is sure enough."""
        curve = self.content.calibration.told["semantic" if self.ranker.encoder else "words"]
        for evidence in self.evidences.of(piece.words):
            confidence = evidence.confidence(curve)
            if confidence >= self.content.calibration.statement.value:
                said = self._statement(evidence.label, confidence, piece.text)
                if said is not None:
                    yield said

    def _statement(self, label: str, confidence: float, text: str) -> Statement | None:
        factor, _, value_id = label.partition("=")
        value = self.content.values.get(factor, {}).get(value_id)
        if value is None:
            return None
        return Statement(factor, value_id, value.leaning, confidence, text)

    def _as_split(self, first: Statement, second: Statement) -> Statement:
        """Two statements that lean apart are one split answer, if the factor has such a value."""
        for value in self.content.values[first.factor].values():
            if value.split:
                text = f"{first.text}, {second.text}"
                confidence = max(first.confidence, second.confidence)
                return Statement(first.factor, value.id, value.leaning, confidence, text)
        return max(first, second, key=lambda each: each.confidence)


def _sure(said: Statement | None) -> float:
    return said.confidence if said else 0.0
