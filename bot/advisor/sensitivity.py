"""What would change the verdict: every single change of answer, and every pair of changes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from bot.advisor.weighing import Answers, Weights, weigh
from bot.content.snapshot import Content
from bot.reply import Answer, Flip, Verdict

Pair = tuple[Flip, Flip]


def flips(content: Content, answers: Answers, weights: Weights | None = None) -> tuple[Flip, ...]:
    """All single changes of an answer held that change the verdict, strongest factors first."""
    now = weigh(content, answers, weights).verdict
    found = [
        Flip(*change, verdict)
        for change in _changes(content, answers)
        if (verdict := _verdict(content, answers, weights, change)) != now
    ]
    order = list(content.factors)
    return tuple(
        sorted(found, key=lambda f: (-content.factors[f.factor].weight, order.index(f.factor)))
    )


def double_flips(
    content: Content, answers: Answers, weights: Weights | None = None
) -> tuple[Pair, ...]:
    """All pairs of changes that change the verdict, neither of which would by itself."""
    now = weigh(content, answers, weights).verdict
    idle = [
        change
        for change in _changes(content, answers)
        if _verdict(content, answers, weights, change) == now
    ]
    found = []
    for first, second in combinations(idle, 2):
        if first[0] != second[0]:
            verdict = _verdict(content, answers, weights, first, second)
            if verdict != now:
                found.append((Flip(*first, verdict), Flip(*second, verdict)))
    return tuple(found)


def _changes(content: Content, answers: Answers) -> Iterator[tuple[str, str]]:
    """(factor, value) of every change to an answer that leans another way."""
    for factor in content.factors:
        held = answers.get(factor)
        if held is None or held.leaning == "unknown":
            continue
        for value in content.values[factor].values():
            if value.id != held.value and value.leaning != held.leaning and not value.split:
                yield factor, value.id


def _verdict(
    content: Content, answers: Answers, weights: Weights | None, *changes: tuple[str, str]
) -> Verdict:
    trial = dict(answers)
    for factor, value_id in changes:
        value = content.values[factor][value_id]
        trial[factor] = Answer(value.id, value.leaning, "")
    return weigh(content, trial, weights).verdict
