"""A decision record as JSON."""

from __future__ import annotations

import json
from typing import Any

from bot.advisor.recommend import starting_points
from bot.content.schema import SourceRef
from bot.content.snapshot import Content
from bot.conversation.explaining import source_of
from bot.conversation.records.decision import Decision, named
from bot.reply import Reason, Recommendation

Json = dict[str, Any]


def as_json(content: Content, decision: Decision) -> str:
    """An object with `answers`, `skipped`, `weights`, `recommendation` and `sources`."""
    held = {
        "guide": content.guide.name,
        "as_of": content.guide.as_of,
        "answers": [_answer(content, decision, factor) for factor in decision.case.answers],
        "skipped": list(decision.skipped),
        "weights": named(decision.case.weights, content),
        "recommendation": _verdict(content, decision) if decision.result else None,
        "sources": [_source(each) for each in decision.sources],
    }
    return json.dumps(held, ensure_ascii=False, indent=2) + "\n"


def _answer(content: Content, decision: Decision, factor: str) -> Json:
    answer = decision.case.answers[factor]
    value = content.values[factor].get(answer.value)
    return {
        "factor": factor,
        "title": content.factors[factor].title,
        "value": answer.value,
        "label": value.label if value else None,
        "leaning": answer.leaning,
        "text": answer.text,
    }


def _verdict(content: Content, decision: Decision) -> Json:
    result, case = decision.result, decision.case
    assert isinstance(result, Recommendation)
    return {
        "verdict": result.verdict,
        "confidence": result.confidence,
        "provisional": result.provisional,
        "scores": result.scores,
        "reasons": [_reason(content, each) for each in result.reasons],
        "flips": [{"factor": f.factor, "to": f.to, "verdict": f.verdict} for f in result.flips],
        "models": [
            {"id": point.model, "reason": point.reason}
            for point in starting_points(content, case.answers, result.verdict)
        ],
        "first_step": content.first_step(result.verdict),
    }


def _reason(content: Content, reason: Reason) -> Json:
    source = source_of(content, reason.factor)
    return {
        "factor": reason.factor,
        "leaning": reason.leaning,
        "weight": reason.weight,
        "text": reason.text,
        "source": _source(source) if source else None,
    }


def _source(source: SourceRef) -> Json:
    return {"title": source.title, "url": source.url, "as_of": source.as_of}
