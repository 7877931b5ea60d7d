"""The one entrance to comparisons: picks the form that fits what was named."""

from __future__ import annotations

from collections.abc import Sequence

from bot.content.schema import Side
from bot.content.snapshot import Content
from bot.knowledge.compare.licenses import compare_licenses
from bot.knowledge.compare.models import compare_models
from bot.knowledge.compare.sides import compare_model_with_side, compare_sides, other_side
from bot.knowledge.compare.vendors import compare_vendors
from bot.knowledge.licenses.card import licenses_of_models
from bot.knowledge.models.families import license_of, vendor_models, vendor_of
from bot.knowledge.models.vendor import main_family
from bot.reply import Reply

__all__ = [
    "compare_licenses",
    "compare_many",
    "compare_model_with_side",
    "compare_models",
    "compare_sides",
    "compare_vendors",
]


def compare_many(
    content: Content,
    model_ids: Sequence[str] = (),
    license_ids: Sequence[str] = (),
    sides: Sequence[Side] = (),
    aspects: Sequence[str] = (),
    vendor_ids: Sequence[str] = (),
) -> Reply:
    """Models before licences before sides; ids that the content lacks are left out. Vendors are
    compared with each other, or by their main families where models are named as well."""
    models = [each for each in dict.fromkeys(model_ids) if each in content.model_by_id]
    vendors = _vendors_beside(content, models, vendor_ids)
    makers = _makers(content, models, vendors)
    if len(makers) > 1:
        return compare_vendors(content, makers, aspects)
    families = (main_family(content, each) for each in vendors)
    models = list(dict.fromkeys([*(each for each in families if each), *models]))
    found = (content.license_by_name.get(each.lower()) for each in license_ids)
    licenses = list(dict.fromkeys(each.id for each in found if each))
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


def _vendors_beside(
    content: Content, models: Sequence[str], vendor_ids: Sequence[str]
) -> list[str]:
    """The known vendors without the makers of the models that are named."""
    own = {vendor_of(content, content.model_by_id[each]) for each in models}
    named = dict.fromkeys(each for each in vendor_ids if each not in own)
    return [each for each in named if vendor_models(content, each)]


def _makers(content: Content, models: Sequence[str], vendors: Sequence[str]) -> list[str]:
    """The vendors to compare; none where a model is meant as such."""
    named = [_maker_by(content, each) for each in models]
    if not vendors or None in named:
        return []
    return list(dict.fromkeys([*vendors, *(each for each in named if each)]))


def _maker_by(content: Content, model_id: str) -> str | None:
    """The vendor that people mean by the name of its main family, as in "Mistral"."""
    model = content.model_by_id[model_id]
    vendor = vendor_of(content, model)
    is_namesake = vendor.startswith(model_id) and main_family(content, vendor) == model_id
    return vendor if is_namesake else None
