"""How entries of the catalogue hang together: families, successors, licences and vendors."""

from __future__ import annotations

from collections.abc import Sequence

from bot.content.schema import License, Model, Side
from bot.content.snapshot import Content
from bot.knowledge.catalogue import GONE, catalogue


def members(content: Content, family: str) -> tuple[Model, ...]:
    """The entries that name `family` as theirs, newest first."""
    return catalogue(content).members.get(family, ())


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
    return any(each.openness != model.openness for each in members(content, model.id))


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


def vendor_models(content: Content, vendor_id: str) -> tuple[Model, ...]:
    """The entries of a vendor, newest first."""
    return catalogue(content).vendors.get(vendor_id, ())


def vendor_of(content: Content, model: Model) -> str:
    """The id of the vendor of a model."""
    return catalogue(content).slugs[model.vendor]


def license_of(content: Content, model: Model) -> License | None:
    """The licence of an entry; for a closed one the terms of its vendor where they are known."""
    return catalogue(content).licenses.get(model.id)


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
