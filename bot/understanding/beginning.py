"""Whether a message begins a dialogue, where none is open: it wants advice, or tells of a situation
that somebody should decide about, rather than asks of the subject or of something else.

Stories that end in a question and questions that come in a story use the same words, so that no
single sign decides: a logistic model weighs them, fitted on held-out openings and utterances.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

from bot.content.schema import BeginCurve
from bot.understanding.ranker import sigmoid
from bot.understanding.reading import Reading

RECOMMEND, OUTSIDE = "recommend", "outside"
ELSEWHERE = ("control/", "smalltalk/")
LEAST = 0.01


@dataclass(frozen=True)
class Signs:
    """`tells`, `asks` and `wishes` are the log-odds of the surest statement, of the likeliest
    subject and of the wish for advice; `put` and `within` are 1 where the message, or a part of
    it, is put as a question, else 0; `length` is the logarithm of the number of words. Beside a
    question, what is told and what is asked weigh otherwise: `tells_asking` and `asks_asking` are
    `tells` and `asks` there, and 0 elsewhere."""

    tells: float
    asks: float
    wishes: float
    put: float
    within: float
    length: float
    tells_asking: float
    asks_asking: float

    def chance(self, curve: BeginCurve) -> float:
        """The probability, 0..1, that the message begins a dialogue."""
        weighed = sum(getattr(curve, part) * getattr(self, part) for part in PARTS)
        return sigmoid(weighed + curve.offset)


PARTS = tuple(each.name for each in fields(Signs))


def signs_of(reading: Reading) -> Signs:
    subjects = (
        c.confidence
        for c in reading.candidates
        if c.intent not in {RECOMMEND, OUTSIDE} and not c.intent.startswith(ELSEWHERE)
    )
    tells = _log_odds(max((s.confidence for s in reading.statements), default=0.0))
    asks = _log_odds(max(subjects, default=0.0))
    is_asking = reading.is_question or reading.asks_within
    return Signs(
        tells=tells,
        asks=asks,
        wishes=_log_odds(reading.confidence_of(RECOMMEND)),
        put=float(reading.is_question),
        within=float(reading.asks_within),
        length=math.log(len(reading.corrected.split()) + 1),
        tells_asking=tells if is_asking else 0.0,
        asks_asking=asks if is_asking else 0.0,
    )


def _log_odds(confidence: float) -> float:
    kept = min(max(confidence, LEAST), 1 - LEAST)
    return math.log(kept / (1 - kept))
