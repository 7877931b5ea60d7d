"""Calibration by bins, and what a threshold on confidence turns away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.evaluation.folds import Guess, PlattCurve

BINS = 10
STEPS = 20


@dataclass(frozen=True)
class Bin:
    """Guesses of about the same confidence: its mean, and the share of them that was right."""

    confidence: float
    right: float
    guesses: int


@dataclass(frozen=True)
class Rejection:
    """What is turned away where the guess is `outside`, or less sure than `threshold`.

    `outside_found` is the share of the messages out of scope, `inside_lost` that of those in scope.
    """

    threshold: float
    outside_found: float
    inside_lost: float


def confidences(guesses: Sequence[Guess], curve: PlattCurve) -> NDArray[np.float64]:
    """The calibrated probability, 0..1, of each guess; shape (guesses,)."""
    evidence = np.array([guess.evidence for guess in guesses])
    return np.asarray(1 / (1 + np.exp(-(curve.slope * evidence + curve.offset))))


def reliability(guesses: Sequence[Guess], curve: PlattCurve, bins: int = BINS) -> tuple[Bin, ...]:
    """Equal bins of confidence, the lowest first; empty ones are left out."""
    sure = confidences(guesses, curve)
    right = np.array([guess.is_right for guess in guesses], dtype=float)
    place = np.minimum((sure * bins).astype(int), bins - 1)
    return tuple(
        Bin(
            float(sure[place == n].mean()), float(right[place == n].mean()), int(np.sum(place == n))
        )
        for n in range(bins)
        if np.any(place == n)
    )


def rejections(
    guesses: Sequence[Guess], curve: PlattCurve, outside: str, steps: int = STEPS
) -> tuple[Rejection, ...]:
    """For thresholds from 0 to just below 1; none where no example is out of scope."""
    is_outside = np.array([guess.gold == outside for guess in guesses])
    if not is_outside.any() or is_outside.all():
        return ()
    as_outside = np.array([guess.guess == outside for guess in guesses])
    sure = confidences(guesses, curve)
    found = []
    for step in range(steps):
        away = as_outside | (sure < step / steps)
        found.append(
            Rejection(step / steps, float(away[is_outside].mean()), float(away[~is_outside].mean()))
        )
    return tuple(found)


def group_of(label: str) -> str:
    """The group of a label: "concepts" of "concepts/rag", "budget" of "budget=tight"."""
    return label.partition("/")[0].partition("=")[0]


def by_group(guesses: Sequence[Guess]) -> tuple[tuple[str, str, int], ...]:
    """(group, group that it was taken for, how often), the right ones included; sorted."""
    counts = Counter((group_of(guess.gold), group_of(guess.guess)) for guess in guesses)
    return tuple((gold, got, n) for (gold, got), n in sorted(counts.items()))
