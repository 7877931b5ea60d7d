"""What would change the verdict: every single change of answer, and every pair of changes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from bot.advisor.weighing import Answers, Weights, weigh
from bot.content.snapshot import Content
from bot.reply import Answer, Flip

MOST = 6
PAIRS_TRIED = 400


def flips(content: Content, answers: Answers, weights: Weights | None = None) -> tuple[Flip, ...]:
    """The single changes of an answer held that change the verdict, strongest factors first."""
    now = weigh(content, answers, weights).verdict
    found = [
        Flip(factor, value, verdict)
        for factor, value, trial in _single_changes(content, answers)
        if (verdict := weigh(content, trial, weights).verdict) != now
    ]
    order = list(content.factors)
    ranked = sorted(
        found, key=lambda f: (-content.factors[f.factor].weight, order.index(f.factor), f.to)
    )
    return tuple(ranked[:MOST])


def double_flip(
    content: Content, answers: Answers, weights: Weights | None = None
) -> tuple[Flip, Flip] | None:
    """The first pair of changes that changes the verdict where no single one does."""
    now = weigh(content, answers, weights).verdict
    singles = [(f, v) for f, v, _ in _single_changes(content, answers)]
    pairs = ((a, b) for a, b in combinations(singles, 2) if a[0] != b[0])
    for _, (first, second) in zip(range(PAIRS_TRIED), pairs, strict=False):
        trial = {**answers, **_as_answers(content, first), **_as_answers(content, second)}
        verdict = weigh(content, trial, weights).verdict
        if verdict != now:
            return Flip(*first, verdict), Flip(*second, verdict)
    return None


def _single_changes(content: Content, answers: Answers) -> Iterator[tuple[str, str, Answers]]:
    for factor in content.factors:
        held = answers.get(factor)
        if held is None or held.leaning == "unknown":
            continue
        for value in content.values.get(factor, {}).values():
            if value.id != held.value and value.leaning != held.leaning and not value.split:
                yield factor, value.id, {**answers, **_as_answers(content, (factor, value.id))}


def _as_answers(content: Content, change: tuple[str, str]) -> dict[str, Answer]:
    factor, value_id = change
    value = content.values[factor][value_id]
    return {factor: Answer(value.id, value.leaning, "")}
