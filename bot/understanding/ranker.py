"""Scores the classes of a head for a text, and turns scores into calibrated confidence."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from bot.content.schema import Calibration, Curve
from bot.understanding.artefacts import Artefacts
from bot.understanding.encoding import Encoder, sentence
from bot.understanding.reading import Candidate
from bot.understanding.vectorizer import Floats

TOP = 6
ALONE = -1.0
MEANING = {"intent": 0.25, "sequel": 0.06}
MEANING_ELSEWHERE = 0.12
REMEMBERED = 256


class Ranker:
    """Ranks with the built classifiers; what an encoder finds is added to the words' margins.

    A fused score is margin + `meaning_of(head)` x log-probability. `slot_names` are the names that
    the encoder reads in place of slots.
    """

    def __init__(
        self,
        artefacts: Artefacts,
        calibration: Calibration,
        encoder: Encoder | None = None,
        slot_names: Mapping[str, str] | None = None,
    ) -> None:
        self.artefacts = artefacts
        self.encoder = encoder if encoder and encoder.name == artefacts.encoder else None
        self.slot_names = slot_names or {}
        self._curves = {
            head: _curve(calibration, head, with_meaning=self.encoder is not None)
            for head in artefacts.heads
        }
        self._vectors: OrderedDict[str, Floats] = OrderedDict()
        self._features = lru_cache(maxsize=REMEMBERED)(artefacts.vectorizer.transform)
        self._ranked = lru_cache(maxsize=REMEMBERED)(self._rank)

    def scores(self, head: str, words: tuple[str, ...]) -> tuple[tuple[str, ...], Floats]:
        """(classes, scores) of one head for prepared words."""
        model = self.artefacts.heads[head]
        scores = model.scores(*self._features(words))
        if self.encoder is not None and words:
            scores = scores + self.meaning(head, words)
        return model.classes, scores

    def meaning(self, head: str, words: tuple[str, ...]) -> Floats:
        """What the encoder adds to each class's score; only where there is an encoder."""
        likely = self.artefacts.semantic[head].log_probabilities(self._vector(words))
        return meaning_of(head) * likely

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

    def rank(self, words: tuple[str, ...], head: str = "intent") -> tuple[Candidate, ...]:
        """The best few intents, best first, each with the probability that it is right."""
        return self._ranked(words, head)

    def _rank(self, words: tuple[str, ...], head: str) -> tuple[Candidate, ...]:
        classes, scores = self.scores(head, words)
        order = np.argsort(-scores)[:TOP].tolist()
        best = [float(scores[i]) for i in order]
        rivals = [*(best[1:2] or [ALONE]), *(best[:1] * len(best))]
        return tuple(
            Candidate(classes[i], score, self._sure(head, lead(score, rival)))
            for i, score, rival in zip(order, best, rivals, strict=False)
        )

    def confidence(self, head: str, scores: Floats, place: int) -> float:
        """The calibrated probability, 0..1, that the class at `place` is the right one."""
        return self._sure(head, evidence(scores, place))

    def _sure(self, head: str, found: float) -> float:
        curve = self._curves[head]
        return sigmoid(curve.slope * found + curve.offset)


def _curve(calibration: Calibration, head: str, *, with_meaning: bool) -> Curve:
    """The curve of a head: "asked" for "asked/budget", and so on. That of the words stands in where
    a pack has none for the encoder, and that of the intents where it has none at all."""
    kind, curves = head.partition("/")[0], calibration.curves
    by_words = curves.get(kind, curves["intent"])
    return curves.get(f"{kind}_semantic", by_words) if with_meaning else by_words


def meaning_of(head: str) -> float:
    """The weight of the encoder's log-probabilities beside the words' margins of a head.

    Chosen where models of older utterances met those of writers they had not seen.
    """
    return MEANING.get(head, MEANING_ELSEWHERE)


def evidence(scores: Floats, place: int) -> float:
    """How much speaks for the class at `place`, in margins."""
    rival = float(np.max(np.delete(scores, place))) if len(scores) > 1 else ALONE
    return lead(float(scores[place]), rival)


def lead(score: float, rival: float) -> float:
    """The evidence for a class: its score, and half its lead over the best rival."""
    return score + 0.5 * (score - rival)


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, x))))
