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
            Candidate(classes[i], float(scores[i]), self.confidence(scores, int(i))) for i in order
        )

    def confidence(self, scores: Floats, place: int) -> float:
        """Platt's sigmoid over the margin to the best rival and the score itself, in 0..1."""
        rival = float(np.max(np.delete(scores, place))) if len(scores) > 1 else -1.0
        evidence = float(scores[place]) + 0.5 * (float(scores[place]) - rival)
        return sigmoid(self.calibration.slope * evidence + self.calibration.offset)


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, x))))
