"""The one entrance to comparisons: picks the form that fits what was named."""

from __future__ import annotations

from collections.abc import Sequence

from bot.content.schema import Side
from bot.content.snapshot import Content
from bot.knowledge.compare.licenses import compare_licenses
from bot.knowledge.compare.models import compare_models
from bot.knowledge.compare.sides import compare_model_with_side, compare_sides, other_side
from bot.knowledge.licenses.card import licenses_of_models
from bot.knowledge.models.families import license_of
from bot.reply import Reply

__all__ = [
    "compare_licenses",
    "compare_many",
    "compare_model_with_side",
    "compare_models",
    "compare_sides",
]


def compare_many(
    content: Content,
    model_ids: Sequence[str] = (),
    license_ids: Sequence[str] = (),
    sides: Sequence[Side] = (),
    aspects: Sequence[str] = (),
) -> Reply:
    """Models before licences before sides; ids that the content lacks are left out."""
    models = [each for each in dict.fromkeys(model_ids) if each in content.model_by_id]
    named = (content.license_by_name.get(each.lower()) for each in license_ids)
    licenses = list(dict.fromkeys(each.id for each in named if each))
    if len(models) > 1:
        return compare_models(content, models, aspects)
    if models and licenses:
        own = license_of(content, content.model_by_id[models[0]])
        pair = list(dict.fromkeys([*([own.id] if own else []), *licenses]))
        if len(pair) > 1:
            reply = compare_licenses(content, pair)
            return reply.with_(entities=(models[0], *reply.entities))
        return licenses_of_models(content, models)
    if len(licenses) > 1:
        return compare_licenses(content, licenses)
    if models:
        return compare_model_with_side(
            content, models[0], other_side(content, models[0], sides), aspects
        )
    return compare_sides(content, aspects)
