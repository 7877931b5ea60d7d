"""Thresholds and curves: what the scores of the classifiers are worth, as it was measured."""

from __future__ import annotations

from pydantic import Field

from bot.content.basics import Name, Part, Text


class Figure(Part):
    """A threshold and what it was measured to give."""

    value: float
    measured: Text


class Curve(Part):
    """Platt's sigmoid: the confidence is 1 / (1 + exp(-(slope x evidence + offset)))."""

    slope: float
    offset: float
    measured: Text


class ToldCurve(Part):
    """The weights of a logistic model: how sure a piece of a message makes one of a factor.

    They weigh the evidence of the same names in `bot.understanding.told.Evidence`.
    """

    own: float = 3.5
    rival: float = -1.8
    asked: float = 0.7
    other: float = -1.2
    length: float = 0.0
    offset: float = -1.0
    measured: Text = "a model of another guide"


class AnswersCurve(Part):
    """The weights of a logistic model: how sure it is that a message answers the question asked, by
    two margins of the head of the factor asked: that of its best answer, and that of its class for
    what is no answer."""

    asked: float = 1.35
    other: float = -1.83
    offset: float = 0.88
    measured: Text = "a model of another guide"


class BeginCurve(Part):
    """The weights of a logistic model: how sure it is that a message begins a dialogue.

    They weigh the signs of the same names in `bot.understanding.beginning.Signs`.
    """

    tells: float = 0.45
    asks: float = -0.2
    wishes: float = 0.9
    put: float = 0.2
    within: float = -1.8
    length: float = -0.1
    tells_asking: float = -0.2
    asks_asking: float = -0.1
    offset: float = 2.4
    measured: Text = "a model of another guide"


class Calibration(Part):
    """Thresholds and curves of the classifiers, fitted on held-out folds of the utterances.

    A message begins a dialogue from `begin` on; one that reads as a wish for advice from
    `begin_wished` on, and one that neither wishes for anything nor tells what leans to a side from
    `begin_untold` on. `everyday` is added to the log-odds that a reply reports:
    everyday messages are easier than the utterances, which are chosen to differ.
    """

    answer: Figure
    clarify: Figure
    margin: Figure
    described: Figure = Figure(value=0.6, measured="not measured")
    statement: Figure
    statement_unasked: Figure
    asked: Figure
    begin: Figure = Figure(value=0.7, measured="not measured")
    begin_wished: Figure = Figure(value=0.3, measured="not measured")
    begin_untold: Figure = Figure(value=0.85, measured="not measured")
    everyday: Figure
    curves: dict[Name, Curve]
    told: dict[Name, ToldCurve] = Field(
        default_factory=lambda: {"words": ToldCurve(), "semantic": ToldCurve()}
    )
    answers: dict[Name, AnswersCurve] = Field(
        default_factory=lambda: {"words": AnswersCurve(), "semantic": AnswersCurve()}
    )
    begins: dict[Name, BeginCurve] = Field(
        default_factory=lambda: {"words": BeginCurve(), "semantic": BeginCurve()}
    )
