"""Hears what a message says about the person's situation: answers to factors, asked or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from bot.content.snapshot import Content
from bot.understanding import clauses
from bot.understanding.prepare import Preparer, classifier_words
from bot.understanding.ranker import Ranker, sigmoid
from bot.understanding.reading import Statement
from bot.understanding.told import ABSENT, OTHER, STATEMENT, UNKNOWN, Evidences
from bot.understanding.vectorizer import Floats

SHORTEST = 2
WHOLE_UP_TO = 14
JOINED = 8
APART = 0.35
LEAST_FIT = 0.15


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
        self._reading = "semantic" if ranker.encoder else "words"

    def pieces(self, text: str) -> tuple[Piece, ...]:
        """What of a message may be a statement: its parts, then wider pieces."""
        if STATEMENT not in self.ranker.artefacts.heads:
            return ()
        parts = [part for part in clauses.statements_of(text) if not clauses.is_choice(part)]
        found = [Piece(part, self._words(part)) for part in parts]
        found += [Piece(part, self._words(part), is_wide=True) for part in self._wider(text, parts)]
        return tuple(piece for piece in found if len(piece.words) >= SHORTEST)

    def statements(self, pieces: Sequence[Piece]) -> tuple[Statement, ...]:
        """What is said of any factor, the surest reading for each; nothing below the threshold.

        The threshold is low: how sure a statement must be depends on where the talk stands, which
        the caller knows. A wider piece does not turn around what a part of it says clearly.
        """
        best: dict[str, Statement] = {}
        for piece in pieces:
            for said in self._said(piece):
                held = best.get(said.factor)
                outdoes = said.confidence > _sure(held)
                if outdoes and not (piece.is_wide and _is_apart(held, said)):
                    best[said.factor] = said
        return tuple(best.values())

    def _words(self, part: str) -> tuple[str, ...]:
        return classifier_words(self.preparer.from_text(part))

    def answer(self, text: str, factor: str) -> Statement | None:
        """How `text` answers the question about `factor`; None where it can't be read, or is
        about something else: another factor, a question, a wish to go on."""
        scored = self._scored(text, factor)
        if scored is None:
            return None
        classes, scores, other = scored
        place = int(np.argmax(scores))
        fit = self._fit(float(scores[place]), other)
        if fit < LEAST_FIT:
            return None
        confidence = self.ranker.confidence(f"asked/{factor}", scores, place)
        if classes[place] == UNKNOWN:
            return Statement(factor, UNKNOWN, "unknown", confidence, text, fit)
        said = self._statement(classes[place], confidence, text)
        return replace(said, fit=fit) if said else None

    def margins(self, text: str, factor: str) -> tuple[float, float] | None:
        """The margins of the best answer to the question about `factor`, and of no answer."""
        scored = self._scored(text, factor)
        return (float(scored[1].max()), scored[2]) if scored else None

    def _scored(self, text: str, factor: str) -> tuple[tuple[str, ...], Floats, float] | None:
        """The classes of the factor's head with the scores of the answers, and that of none."""
        head, words = f"asked/{factor}", self._words(text)
        if head not in self.ranker.artefacts.heads or not words:
            return None
        classes, scores = self.ranker.scores(head, words)
        others = np.array(classes) == OTHER
        other = float(np.max(scores, initial=ABSENT, where=others))
        return classes, np.where(others, -np.inf, scores).astype(np.float32), other

    def _fit(self, asked: float, other: float) -> float:
        curve = self.content.calibration.answers[self._reading]
        return sigmoid(curve.asked * asked + curve.other * other + curve.offset)

    def _wider(self, text: str, parts: Sequence[str]) -> tuple[str, ...]:
        """Neighbouring parts together, and the whole message where it is short."""
        joined = [", ".join(pair) for pair in pairwise(parts)][:JOINED]
        whole = [text] if len(text.split()) <= WHOLE_UP_TO else []
        return tuple(part for part in dict.fromkeys((*joined, *whole)) if part not in parts)

    def _said(self, piece: Piece) -> Iterator[Statement]:
        """What a piece tells of each factor, where it is sure enough."""
        curve = self.content.calibration.told[self._reading]
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


def _sure(said: Statement | None) -> float:
    return said.confidence if said else 0.0


def _is_apart(held: Statement | None, said: Statement) -> bool:
    """Whether a clear statement leans to another side than `said`."""
    return held is not None and held.leaning != said.leaning and held.confidence >= APART
