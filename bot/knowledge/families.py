"""How entries of the catalogue hang together: families, successors, licences and vendors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.content.schema import License, Model, Side
from bot.content.snapshot import Content
from bot.understanding.normalize import plain, tokens

SERVICE = "proprietary-terms"
GONE = frozenset({"retired", "renamed"})


def by_age(models: Iterable[Model]) -> tuple[Model, ...]:
    """Newest first; those without a date come last."""
    return tuple(sorted(models, key=lambda model: model.released or "", reverse=True))


def members(content: Content, family: str) -> tuple[Model, ...]:
    """The entries that name `family` as theirs, newest first."""
    return by_age(model for model in content.models if model.family == family)


def current_members(content: Content, family: str) -> tuple[Model, ...]:
    """The members that are current; where none is, those that can still be had."""
    found = members(content, family)
    current = tuple(model for model in found if model.status == "current")
    return current or tuple(model for model in found if model.status not in GONE)


def scope(content: Content, model: Model) -> tuple[Model, ...]:
    """What a fact of `model` is taken over: itself, and the current members of a family."""
    return (model, *current_members(content, model.id))


def is_mixed(content: Content, model: Model) -> bool:
    """A family whose members are not all as open as each other."""
    return len({each.openness for each in (model, *members(content, model.id))}) > 1


def counts(content: Content, model: Model) -> tuple[int, int]:
    """(members with the openness of the family, all members)."""
    found = members(content, model.id)
    return sum(each.openness == model.openness for each in found), len(found)


def name_of(content: Content, model_id: str | None) -> str | None:
    model = content.model_by_id.get(model_id or "")
    return model.name if model else None


def latest(content: Content, model: Model) -> Model | None:
    """The end of the chain of successors, or None where there is none."""
    seen = {model.id}
    found = None
    step = content.model_by_id.get(model.successor or "")
    while step is not None and step.id not in seen:
        found = step
        seen.add(step.id)
        step = content.model_by_id.get(step.successor or "")
    return found


def vendor_slug(vendor: str) -> str:
    """The id of a vendor by its name: "Voyage AI (MongoDB)" is "voyage-ai"."""
    return "-".join(tokens(plain(re.sub(r" \(.*\)", "", vendor))))


def vendor_models(content: Content, vendor_id: str) -> tuple[Model, ...]:
    """The entries of a vendor, newest first."""
    slugs = {model.vendor: vendor_slug(model.vendor) for model in content.models}
    return by_age(model for model in content.models if slugs[model.vendor] == vendor_id)


def license_of(content: Content, model: Model) -> License | None:
    """The licence of an entry; for a closed one the terms of its vendor where they are known."""
    named = content.license_by_name.get((model.license or "").lower())
    if model.side == "closed":
        return vendor_terms(content, model) or named
    return named


def vendor_terms(content: Content, model: Model) -> License | None:
    """The service terms that name the model or its family, else those of its vendor."""
    terms = [each for each in content.licenses if each.kind == SERVICE and each.id != model.license]
    named = {model.id, model.family}
    vendor = vendor_slug(model.vendor)
    for each in terms:
        if named.intersection(each.example_models):
            return each
    return next((each for each in terms if each.id.startswith(f"{vendor}-")), None)


def license_groups(
    content: Content, models: Sequence[Model]
) -> tuple[tuple[License | None, tuple[Model, ...]], ...]:
    """The models by licence, the commonest first; None gathers those whose licence is unknown."""
    groups: dict[str, tuple[License | None, list[Model]]] = {}
    for model in models:
        found = license_of(content, model)
        groups.setdefault(found.id if found else "", (found, []))[1].append(model)
    ordered = sorted(groups.values(), key=lambda group: (group[0] is None, -len(group[1])))
    return tuple((found, tuple(each)) for found, each in ordered)


def examples_topic(content: Content, side: Side) -> tuple[str, ...]:
    topic = content.guide.examples_topic.get(side)
    return (topic,) if topic else ()


def licenses_topic(content: Content) -> tuple[str, ...]:
    topic = content.guide.licenses_topic
    return (topic,) if topic else ()
