"""A reply as the JSON object of the JSON-lines interface; every field is always there."""

from __future__ import annotations

import re
from typing import Any

from bot.content.schema import SourceRef
from bot.render import plain
from bot.render.fit import showable
from bot.reply import Answer, Change, Recommendation, Reply

Json = dict[str, Any]


def to_object(reply: Reply, request_id: object, elapsed_ms: float) -> Json:
    """The object for `reply`; `request_id` is echoed as it came, `elapsed_ms` is 0 or more."""
    standing = reply.standing
    verdict = reply.recommendation
    return {
        "id": request_id,
        "kind": reply.kind,
        "topics": list(reply.topics),
        "entities": list(reply.entities),
        "confidence": round(min(1.0, max(0.0, float(reply.confidence))), 4),
        "text": plain.render(reply),
        "options": [{"id": each.id, "label": showable(each.label)} for each in reply.options],
        "sources": [_source(each) for each in reply.sources],
        "session": standing.session,
        "in_dialogue": standing.in_dialogue,
        "asking": standing.asking,
        "recorded": {factor: _answer(each) for factor, each in standing.recorded.items()},
        "skipped": list(standing.skipped),
        "changed": {factor: _change(each) for factor, each in reply.changed.items()},
        "event": reply.event,
        "recommendation": _recommendation(verdict) if verdict else None,
        "private": reply.private,
        "elapsed_ms": round(elapsed_ms, 3),
    }


def _source(source: SourceRef) -> Json:
    slug = re.sub(r"[^a-z0-9]+", "-", source.title.lower()).strip("-")
    return {"id": source.url or slug or "source", "title": source.title, "url": source.url}


def _answer(answer: Answer) -> Json:
    return {"value": answer.value, "leaning": answer.leaning, "text": showable(answer.text)}


def _change(change: Change) -> Json:
    return {
        "from": _answer(change.before) if change.before else None,
        "to": _answer(change.after) if change.after else None,
    }


def _recommendation(verdict: Recommendation) -> Json:
    return {
        "verdict": verdict.verdict,
        "confidence": verdict.confidence,
        "provisional": verdict.provisional,
        "what_if": verdict.what_if,
        "scores": {side: round(float(score), 4) for side, score in verdict.scores.items()},
        "reasons": [
            {
                "factor": reason.factor,
                "leaning": reason.leaning,
                "weight": round(float(reason.weight), 4),
                "text": showable(reason.text),
            }
            for reason in verdict.reasons
        ],
        "flips": [
            {"factor": flip.factor, "to": flip.to, "verdict": flip.verdict}
            for flip in verdict.flips
        ],
        "models": list(verdict.models),
    }
