"""Scores the classes of a head for a text, and turns scores into calibrated confidence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.content.schema import Calibration
from bot.understanding.artefacts import Artefacts
from bot.understanding.reading import Candidate
from bot.understanding.vectorizer import Floats

TOP = 6


@dataclass(frozen=True)
class Ranker:
    """Ranks with the built classifiers; thresholds and curve are the pack's calibration."""

    artefacts: Artefacts
    calibration: Calibration

    def scores(self, head: str, words: Sequence[str]) -> tuple[tuple[str, ...], Floats]:
        """(classes, margins) of one head for prepared words."""
        model = self.artefacts.heads[head]
        places, values = self.artefacts.vectorizer.transform(words)
        return model.classes, model.scores(places, values)

    def rank(self, words: Sequence[str], head: str = "intent") -> tuple[Candidate, ...]:
        """The best few intents, best first, each with the probability that it is right."""
        classes, scores = self.scores(head, words)
        order = np.argsort(-scores)[:TOP]
        return tuple(
            Candidate(classes[i], float(scores[i]), self.confidence(head, scores, int(i)))
            for i in order
        )

    def confidence(self, head: str, scores: Floats, place: int) -> float:
        """The calibrated probability, 0..1, that the class at `place` is the right one."""
        curve = self.calibration.curves[head.partition("/")[0]]
        return sigmoid(curve.slope * evidence(scores, place) + curve.offset)


def evidence(scores: Floats, place: int) -> float:
    """How much speaks for one class: its score, and half its lead over the best rival."""
    rival = float(np.max(np.delete(scores, place))) if len(scores) > 1 else -1.0
    return float(scores[place]) + 0.5 * (float(scores[place]) - rival)


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, x))))
