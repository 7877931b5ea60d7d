"""What the linear models make of weights, and how sure a message is to begin a dialogue."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bot.content.schema import BeginCurve
from bot.understanding.beginning import Signs
from bot.understanding.linear import STEPS, LinearModel

FEATURES, CLASSES = 40, 5
WEIGHTS = arrays(np.float64, (FEATURES, CLASSES), elements=st.floats(-8, 8))
VALUES = arrays(np.float32, FEATURES, elements=st.floats(0, 1, width=32))
LOG_ODDS = st.floats(-4.6, 4.6)
FLAG = st.sampled_from([0.0, 1.0])
SIGNS = st.builds(
    Signs, LOG_ODDS, LOG_ODDS, LOG_ODDS, FLAG, FLAG, st.floats(0, 6), LOG_ODDS, LOG_ODDS
)
NAMES = tuple("abcde")


@given(WEIGHTS, VALUES)
def test_rounded_weights_score_as_the_exact_ones_do(
    weights: np.ndarray, values: np.ndarray
) -> None:
    bias = np.arange(CLASSES, dtype=np.float32)
    model = LinearModel.rounded(NAMES, weights, bias)
    step = np.abs(weights).max(axis=0) / STEPS
    found = model.scores(np.arange(FEATURES, dtype=np.int32), values)
    exact = values @ weights + bias
    assert np.all(np.abs(found - exact) <= step / 2 * values.sum() + 1e-3)
    column = model.weights_for("c", np.arange(FEATURES, dtype=np.int32))
    assert np.allclose(column, weights[:, 2], atol=step[2] / 2 + 1e-5)


def test_without_any_known_feature_the_bias_speaks() -> None:
    bias = np.arange(CLASSES, dtype=np.float32)
    model = LinearModel.rounded(NAMES, np.zeros((FEATURES, CLASSES)), bias)
    nothing = model.scores(np.zeros(0, np.int32), np.zeros(0, np.float32))
    assert np.array_equal(nothing, bias)


@given(SIGNS, LOG_ODDS)
def test_a_surer_wish_makes_a_dialogue_likelier(signs: Signs, more: float) -> None:
    curve = BeginCurve()
    wishing = replace(signs, wishes=max(signs.wishes, more))
    assert 0 <= signs.chance(curve) <= wishing.chance(curve) <= 1
