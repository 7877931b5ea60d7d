"""How well an answer to the question asked is told from any other message, and the model of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from zlib import crc32

import numpy as np

from bot.content.schema import AnswersCurve
from bot.evaluation.holding import HeldOut, logistic, probability
from bot.understanding.statements import Listener

# Of a hundred messages after a question: answers to it, what tells of another factor; the rest
# steers, asks or chats.
SHARES = {"answer": 0.86, "elsewhere": 0.03, "other": 0.11}
LEAST = (0.15, 0.35, 0.5, 0.7)


@dataclass(frozen=True)
class Case:
    """A message after the question about `factor`; its `kind` is one of those in `SHARES`."""

    kind: str
    factor: str
    text: str


@dataclass(frozen=True)
class Told:
    """With answers taken above `least`: the shares of answers lost, and of the others taken."""

    least: float
    lost: float
    elsewhere_taken: float
    other_taken: float


@dataclass(frozen=True)
class Replies:
    reading: str
    answers: int
    others: int
    curve: AnswersCurve
    told: tuple[Told, ...]


def measure_replies(held: HeldOut) -> list[Replies]:
    """Figures by the words, and with the encoder if any, on what was held out."""
    cases = list(_cases(held))
    if len({case.kind for case in cases}) < len(SHARES):
        return []
    return [_judged(name, reader.listener, cases) for name, reader in held.readers()]


def _cases(held: HeldOut) -> Iterator[Case]:
    """Each answer after its question; the rest after any question, always the same one."""
    factors = list(held.content.factors)
    for persona in held.personas:
        for factor, answer in persona.answers.items():
            yield from (Case("answer", factor, text) for text in answer.values())
        told = {factor for piece in persona.says for factor in piece}
        apart = [factor for factor in factors if factor not in told]
        if apart:
            yield from (Case("elsewhere", _any(apart, p["text"]), p["text"]) for p in persona.says)
    yield from (Case("other", _any(factors, text), text) for text, _ in held.utterances)


def _any(factors: Sequence[str], text: str) -> str:
    return factors[crc32(text.encode()) % len(factors)]


def _judged(reading: str, listener: Listener, cases: Sequence[Case]) -> Replies:
    found = [(case.kind, listener.margins(case.text, case.factor)) for case in cases]
    kinds = np.array([kind for kind, margins in found if margins])
    features = np.array([margins for _, margins in found if margins])
    marks = kinds == "answer"
    counts = {kind: int((kinds == kind).sum()) for kind in SHARES}
    weights = np.array([SHARES[kind] / counts[kind] for kind in kinds]) * len(kinds)
    fitted = np.round(logistic(features, marks, weights), 2)
    sure = probability(features, fitted)
    curve = AnswersCurve(
        **dict(zip(("asked", "other", "offset"), fitted.tolist(), strict=True)),
        measured=f"{marks.sum()} answers and {(~marks).sum()} other messages held out",
    )
    told = tuple(
        Told(least, *(_share(sure, kinds, kind, least) for kind in SHARES)) for least in LEAST
    )
    return Replies(reading, int(marks.sum()), int((~marks).sum()), curve, told)


def _share(sure: np.ndarray, kinds: np.ndarray, kind: str, least: float) -> float:
    """The share of a kind that is taken wrongly: answers below `least`, others above it."""
    own = sure[kinds == kind]
    return float(((own < least) if kind == "answer" else (own >= least)).mean())


def as_text(replies: Sequence[Replies]) -> str:
    return "\n".join(line for each in replies for line in _lines(each))


def _lines(each: Replies) -> Iterator[str]:
    yield f"answers, by {each.reading} ({each.answers} answers, {each.others} others held out)"
    c = each.curve
    yield f"  weights of the model: asked {c.asked:.2f}, other {c.other:.2f}, offset {c.offset:.2f}"
    yield "  taken above, answers lost, taken: of other factors, of other messages"
    for t in each.told:
        yield f"    {t.least:.2f}  {t.lost:.3f}  {t.elsewhere_taken:.3f}  {t.other_taken:.3f}"


def as_data(replies: Sequence[Replies]) -> list[dict[str, Any]]:
    return [
        {"head": "replies", **asdict(each), "curve": each.curve.model_dump()} for each in replies
    ]
