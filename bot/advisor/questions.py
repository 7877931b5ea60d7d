"""Which question to put next: the core ones, then only those that can still change the verdict."""

from __future__ import annotations

from collections.abc import Collection

from bot.advisor.weighing import USUAL, Answers, Weights, weigh
from bot.content.schema import Factor
from bot.content.snapshot import Content
from bot.reply import Answer, Verdict


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
    now = weigh(content, answers, weights).verdict
    core = [factor for factor in left if factor.core]
    if core:
        spread = {f.id: _worth(content, answers, f, weights, now) if answers else 0 for f in core}
        return max(core, key=lambda factor: (spread[factor.id], factor.weight)).id
    worth = {f.id: _worth(content, answers, f, weights, now) for f in left}
    best = max(left, key=lambda f: (worth[f.id], f.weight), default=None)
    if best is None or worth[best.id] == 0:
        return None
    return best.id


def open_matters(
    content: Content, answers: Answers, weights: Weights | None = None
) -> tuple[str, ...]:
    """The factors not known whose answer could change the verdict, the likeliest to first."""
    known = {factor for factor, answer in answers.items() if answer.leaning != "unknown"}
    now = weigh(content, answers, weights).verdict
    worth = {
        f.id: _worth(content, answers, f, weights, now)
        for f in _counting(content, weights)
        if f.id not in known
    }
    return tuple(sorted((f for f in worth if worth[f] > 0), key=lambda f: -worth[f]))


def _counting(content: Content, weights: Weights | None) -> list[Factor]:
    """The factors that have not been weighed down to nothing."""
    given = weights or {}
    return [f for f in content.factors.values() if given.get(f.id, USUAL) > 0]


def _worth(
    content: Content, answers: Answers, factor: Factor, weights: Weights | None, now: Verdict
) -> float:
    """The share of this factor's answers that would change the verdict `now`, each as likely."""
    values = [value for value in factor.values if value.button]
    changed = 0
    for value in values:
        trial = {**answers, factor.id: Answer(value.id, value.leaning, "")}
        changed += weigh(content, trial, weights).verdict != now
    return changed / len(values) if values else 0.0
