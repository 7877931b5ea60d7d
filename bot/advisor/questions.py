"""Which question to put next: the core ones, then only those that can still change the verdict."""

from __future__ import annotations

from collections.abc import Collection

from bot.advisor.weighing import USUAL, Answers, Weights, weigh
from bot.content.schema import Factor
from bot.content.snapshot import Content
from bot.reply import Answer


def next_question(
    content: Content,
    answers: Answers,
    passed: Collection[str] = (),
    asked: int = 0,
    weights: Weights | None = None,
) -> str | None:
    """The factor to ask next, or None where no further answer is needed.

    `passed` holds the factors that were skipped; `asked` counts the questions put so far.
    """
    left = [f for f in _counting(content, weights) if f.id not in answers and f.id not in passed]
    if asked >= content.advisor.max_questions:
        return None
    core = [factor for factor in left if factor.core]
    if core:
        return max(core, key=lambda factor: _rank(content, answers, factor, weights)).id
    worth = {f.id: _worth(content, answers, f, weights) for f in left}
    best = max(left, key=lambda f: (worth[f.id], f.weight), default=None)
    if best is None or worth[best.id] == 0:
        return None
    return best.id


def open_matters(
    content: Content, answers: Answers, weights: Weights | None = None
) -> tuple[str, ...]:
    """The factors not known whose answer could change the verdict, the likeliest to first."""
    known = {factor for factor, answer in answers.items() if answer.leaning != "unknown"}
    worth = {
        f.id: _worth(content, answers, f, weights)
        for f in _counting(content, weights)
        if f.id not in known
    }
    return tuple(sorted((f for f in worth if worth[f] > 0), key=lambda f: -worth[f]))


def _counting(content: Content, weights: Weights | None) -> list[Factor]:
    """The factors that have not been weighed down to nothing."""
    given = weights or {}
    return [f for f in content.factors.values() if given.get(f.id, USUAL) > 0]


def _rank(
    content: Content, answers: Answers, factor: Factor, weights: Weights | None
) -> tuple[float, float, int]:
    order = list(content.factors)
    spread = _worth(content, answers, factor, weights) if answers else 0.0
    return (spread, factor.weight, -order.index(factor.id))


def _worth(content: Content, answers: Answers, factor: Factor, weights: Weights | None) -> float:
    """The share of this factor's answers that would change the verdict, each taken as likely."""
    now = weigh(content, answers, weights).verdict
    values = [value for value in factor.values if value.button]
    changed = 0
    for value in values:
        trial = {**answers, factor.id: Answer(value.id, value.leaning, "")}
        changed += weigh(content, trial, weights).verdict != now
    return changed / len(values) if values else 0.0
