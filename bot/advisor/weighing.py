"""Weighs the answers: a weighted sum with constraints (multi-criteria decision analysis).

Each answer that leans pulls with weight x strength towards its side. A split answer pulls both
ways; a constraint adds a pull of its own. docs/advisor.md gives the reasons for each number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.content.schema import Side, Value
from bot.content.snapshot import Content
from bot.reply import Answer, Verdict

Answers = Mapping[str, Answer]
Weights = Mapping[str, float]
Confidence = Literal["high", "medium", "low"]
HYBRID_NEEDS = 0.7
USUAL = 1.0


@dataclass(frozen=True)
class Case:
    """What a verdict rests on: the answers, and the multiples of the usual weights."""

    answers: Answers
    weights: Weights


@dataclass(frozen=True)
class Pull:
    """How strongly one factor draws each way (0 or more)."""

    factor: str
    open: float = 0.0
    closed: float = 0.0

    @property
    def size(self) -> float:
        return self.open + self.closed


@dataclass(frozen=True)
class Weighing:
    """The sum of it all. `balance` runs from -1 (all closed) to 1 (all open)."""

    pulls: tuple[Pull, ...]
    constraints: tuple[str, ...]
    verdict: Verdict
    confidence: Confidence

    @property
    def open(self) -> float:
        return sum(pull.open for pull in self.pulls)

    @property
    def closed(self) -> float:
        return sum(pull.closed for pull in self.pulls)

    @property
    def balance(self) -> float:
        return balance(self.open, self.closed)


def balance(towards_open: float, towards_closed: float) -> float:
    total = towards_open + towards_closed
    return (towards_open - towards_closed) / total if total else 0.0


def value_of(content: Content, factor: str, answer: Answer) -> Value | None:
    """The value that an answer names; None for "unknown" and for values that are gone."""
    return content.values.get(factor, {}).get(answer.value)


def weigh(content: Content, answers: Answers, weights: Weights | None = None) -> Weighing:
    """Weighs `answers`; the order in which they came makes no difference.

    `weights` are multiples of the usual weights; a factor with 0 is as if it had not been asked.
    """
    given = weights or {}
    known = [
        (factor, value)
        for factor in content.factors
        if factor in answers
        and given.get(factor, USUAL) > 0
        and (value := value_of(content, factor, answers[factor]))
    ]
    pulls = tuple(_pull(content, factor, value, given) for factor, value in known)
    constraints = tuple(value.constraint for _, value in known if value.constraint)
    splits = sum(value.split for _, value in known)
    verdict = _verdict(content, pulls, constraints, splits)
    return Weighing(pulls, constraints, verdict, _confidence(content, pulls, constraints, verdict))


def _pull(content: Content, factor: str, value: Value, weights: Weights) -> Pull:
    rules = content.advisor
    weight = content.factors[factor].weight * weights.get(factor, USUAL)
    if value.split:
        return Pull(factor, weight * rules.split_pull, weight * rules.split_pull)
    strength = weight * value.strength
    if value.constraint is not None:
        for constraint in rules.constraints:
            if constraint.id == value.constraint:
                own = constraint.pull
                strength += rules.constraint_pull if own is None else own
    if value.leaning == "open":
        return Pull(factor, open=strength)
    if value.leaning == "closed":
        return Pull(factor, closed=strength)
    return Pull(factor)


def _sums(pulls: tuple[Pull, ...]) -> tuple[float, float]:
    return sum(pull.open for pull in pulls), sum(pull.closed for pull in pulls)


def constrained_sides(content: Content, constraints: tuple[str, ...]) -> set[Side]:
    if not constraints:
        return set()
    return {each.side for each in content.advisor.constraints if each.id in constraints}


def _verdict(
    content: Content, pulls: tuple[Pull, ...], constraints: tuple[str, ...], splits: int
) -> Verdict:
    """Hybrid where both sides pull with strength; else the heavier side."""
    rules = content.advisor
    towards_open, towards_closed = _sums(pulls)
    if min(towards_open, towards_closed) < HYBRID_NEEDS:
        if towards_open == towards_closed:
            return "hybrid"
        return "open" if towards_open > towards_closed else "closed"
    lean = balance(towards_open, towards_closed)
    margin = rules.hybrid_margin * (1 + 0.35 * splits)
    sides = constrained_sides(content, constraints)
    if len(sides) == 1 and not splits:
        side = sides.pop()
        signed = lean if side == "open" else -lean
        return side if signed > -rules.close_margin else "hybrid"
    if abs(lean) < margin:
        return "hybrid"
    return "open" if lean > 0 else "closed"


def _confidence(
    content: Content, pulls: tuple[Pull, ...], constraints: tuple[str, ...], verdict: Verdict
) -> Confidence:
    """Low where little is known or it is close; high where much is known and it is clear."""
    rules = content.advisor
    towards_open, towards_closed = _sums(pulls)
    leaning = sum(pull.size > 0 for pull in pulls)
    lean = abs(balance(towards_open, towards_closed))
    if leaning < 2 or len(constrained_sides(content, constraints)) == 2:
        return "low"
    if verdict == "hybrid":
        tension = min(towards_open, towards_closed) / max(towards_open, towards_closed, 1e-9)
        return "medium" if tension >= 0.3 and leaning >= rules.enough_answers else "low"
    if lean < rules.close_margin:
        return "low"
    if lean >= rules.clear_margin and leaning >= rules.enough_answers - 1:
        return "high"
    return "medium"
