"""Scores the classes of a head for a text, and turns scores into calibrated confidence."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Mapping, Sequence

import numpy as np

from bot.content.schema import Calibration
from bot.understanding.artefacts import Artefacts
from bot.understanding.encoding import Encoder, sentence
from bot.understanding.reading import Candidate
from bot.understanding.vectorizer import Floats

TOP = 6
MEANING = 0.15
REMEMBERED = 256


class Ranker:
    """Ranks with the built classifiers; what an encoder finds is added to the words' margins.

    A fused score is margin + `MEANING` x log-probability. `slot_names` are the names that the
    encoder reads in place of slots.
    """

    def __init__(
        self,
        artefacts: Artefacts,
        calibration: Calibration,
        encoder: Encoder | None = None,
        slot_names: Mapping[str, str] | None = None,
    ) -> None:
        self.artefacts = artefacts
        self.calibration = calibration
        self.encoder = encoder if encoder and encoder.name == artefacts.encoder else None
        self.slot_names = slot_names or {}
        self._vectors: OrderedDict[str, Floats] = OrderedDict()

    def scores(self, head: str, words: Sequence[str]) -> tuple[tuple[str, ...], Floats]:
        """(classes, scores) of one head for prepared words."""
        model = self.artefacts.heads[head]
        places, values = self.artefacts.vectorizer.transform(words)
        scores = model.scores(places, values)
        if self.encoder is not None and words:
            likely = self.artefacts.semantic[head].log_probabilities(self._vector(words))
            scores = scores + MEANING * likely
        return model.classes, scores

    def prepare(self, many: Sequence[Sequence[str]]) -> None:
        """Encodes several texts at once, so that scoring each needs no more work."""
        if self.encoder is None:
            return
        texts = {sentence(words, self.slot_names) for words in many if words}
        new = sorted(text for text in texts if text not in self._vectors)
        for text, vector in zip(new, self.encoder.encode(new) if new else (), strict=True):
            self._keep(text, vector)

    def _vector(self, words: Sequence[str]) -> Floats:
        text = sentence(words, self.slot_names)
        vector = self._vectors.get(text)
        if vector is None:
            assert self.encoder is not None
            vector = self.encoder.encode([text])[0]
            self._keep(text, vector)
        return vector

    def _keep(self, text: str, vector: Floats) -> None:
        self._vectors[text] = vector
        while len(self._vectors) > REMEMBERED:
            self._vectors.popitem(last=False)

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
        kind = head.partition("/")[0]
        curves = self.calibration.curves
        curve = curves.get(f"{kind}_semantic", curves[kind]) if self.encoder else curves[kind]
        return sigmoid(curve.slope * evidence(scores, place) + curve.offset)


def evidence(scores: Floats, place: int) -> float:
    """How much speaks for one class: its score, and half its lead over the best rival."""
    rival = float(np.max(np.delete(scores, place))) if len(scores) > 1 else -1.0
    return float(scores[place]) + 0.5 * (float(scores[place]) - rival)


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, x))))
