"""The verdict as a value: side, confidence, reasons, what would flip it, models to start with."""

from __future__ import annotations

from collections.abc import Iterator

from bot.advisor.sensitivity import flips
from bot.advisor.weighing import Answers, Weighing, Weights, value_of, weigh
from bot.content.schema import Leaning, StartingPoint
from bot.content.snapshot import Content
from bot.reply import Reason, Recommendation, Verdict

MODELS = 4
DEFAULT_MEDIUM = "text"


def recommend(
    content: Content,
    answers: Answers,
    weights: Weights | None = None,
    *,
    provisional: bool = False,
    what_if: bool = False,
) -> Recommendation:
    """The recommendation on `answers`; unknown answers support nothing."""
    weighing = weigh(content, answers, weights)
    return Recommendation(
        verdict=weighing.verdict,
        confidence=weighing.confidence,
        provisional=provisional,
        what_if=what_if,
        scores=_scores(weighing),
        reasons=_reasons(content, answers, weighing),
        flips=flips(content, answers, weights),
        models=tuple(point.model for point in starting_points(content, answers, weighing.verdict)),
    )


def _scores(weighing: Weighing) -> dict[Verdict, float]:
    """Shares that sum to 1: how far each verdict is supported."""
    total = weighing.open + weighing.closed
    if not total:
        return {"open": 0.25, "closed": 0.25, "hybrid": 0.5}
    tension = 2 * min(weighing.open, weighing.closed) / total
    hybrid = tension / (1 + tension)
    rest = 1 - hybrid
    share = weighing.open / total
    return {
        "open": round(rest * share, 4),
        "closed": round(rest * (1 - share), 4),
        "hybrid": round(hybrid, 4),
    }


def _reasons(content: Content, answers: Answers, weighing: Weighing) -> tuple[Reason, ...]:
    """Heaviest first; answers that pull neither way stand at the end with weight 0."""
    total = sum(pull.size for pull in weighing.pulls) or 1.0
    reasons = []
    for pull in sorted(weighing.pulls, key=lambda each: -each.size):
        value = value_of(content, pull.factor, answers[pull.factor])
        if value is not None:
            leaning: Leaning = value.leaning
            reasons.append(Reason(pull.factor, leaning, round(pull.size / total, 4), value.reason))
    return tuple(reasons)


def starting_points(
    content: Content, answers: Answers, verdict: Verdict
) -> tuple[StartingPoint, ...]:
    """Models to begin with: those whose conditions fit the answers, the most particular first."""
    held = {factor: answer.value for factor, answer in answers.items()}
    medium = held.get("modality", DEFAULT_MEDIUM)
    fitting = [
        point
        for point in content.advisor.starting_points
        if verdict in point.verdicts
        and (not point.modality or medium in point.modality or medium == "unknown")
        and all(held.get(factor) in wanted for factor, wanted in point.when.items())
        and not any(held.get(factor) in barred for factor, barred in point.without.items())
    ]
    ranked = list(_once(sorted(fitting, key=lambda point: -len(point.when))))
    if verdict == "hybrid":
        ranked = _alternate(content, ranked)
    return tuple(ranked[:MODELS])


def _once(points: list[StartingPoint]) -> Iterator[StartingPoint]:
    """Each model once, for the first of its points."""
    seen: set[str] = set()
    for point in points:
        if point.model not in seen:
            seen.add(point.model)
            yield point


def _alternate(content: Content, points: list[StartingPoint]) -> list[StartingPoint]:
    """Both sides in turn, so that a hybrid starts with some of each."""
    sides: dict[str, list[StartingPoint]] = {"open": [], "closed": []}
    for point in points:
        model = content.model_by_id.get(point.model)
        sides[model.side if model else "open"].append(point)
    longest = max(map(len, sides.values()))
    return [group[n] for n in range(longest) for group in sides.values() if n < len(group)]
