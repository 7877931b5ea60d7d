"""The first sentence of a comparison of models: the main difference in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot.content.schema import Model
from bot.content.snapshot import Content
from bot.knowledge.models import facts
from bot.knowledge.models.families import is_mixed, license_of, name_of, scope
from bot.knowledge.models.prices import token_price
from bot.knowledge.wording import capital, listing, number, word

STEPS = ("open-source", "open-weights", "closed")
NOTABLE = 1.5


def lead(content: Content, models: Sequence[Model], aspects: Sequence[str] = ()) -> str:
    """How the models hang together, and the main difference between them; where aspects were
    asked for, the difference is one of these."""
    if len(models) > 2:
        return _groups(content, models)
    first, second = models
    if _is_renamed(first, second) or _is_renamed(second, first):
        return relation(content, first, second)
    return " ".join(
        part
        for part in (relation(content, first, second), _difference(content, first, second, aspects))
        if part
    )


def _groups(content: Content, models: Sequence[Model]) -> str:
    """Three and more: who is closed, who is open."""
    parts = []
    for step in STEPS:
        names = [model.name for model in models if model.openness == step]
        if len(names) == len(models):
            label = word(content, "openness", step)
            return content.say("knowledge_lead_all", names=listing(content, names), what=label)
        if names:
            label = capital(word(content, "openness", step))
            parts.append(
                content.say("knowledge_lead_group", what=label, names=listing(content, names))
            )
    return " ".join(parts)


def _is_renamed(one: Model, other: Model) -> bool:
    return one.status == "renamed" and one.successor == other.id


def relation(content: Content, first: Model, second: Model) -> str:
    """How two entries hang together: renamed, followed, or part of; empty where they don't."""
    for one, other in ((first, second), (second, first)):
        if _is_renamed(one, other):
            return content.say("knowledge_lead_renamed", old=one.name, new=other.name)
        if other.id in _chain(content, one):
            return content.say("knowledge_lead_successor", old=one.name, new=other.name)
        if one.family == other.id:
            return content.say("knowledge_lead_member", member=one.name, family=other.name)
    if first.family and first.family == second.family:
        family = name_of(content, first.family)
        return content.say("knowledge_lead_siblings", family=family) if family else ""
    return ""


def _chain(content: Content, model: Model) -> list[str]:
    found: list[str] = []
    step = model.successor
    while step and step not in found:
        found.append(step)
        follower = content.model_by_id.get(step)
        step = follower.successor if follower else None
    return found


def _difference(content: Content, first: Model, second: Model, aspects: Sequence[str]) -> str:
    if first.side != second.side:
        return _sides(content, first, second)
    label = word(content, "openness", first.openness)
    if first.openness != second.openness:
        source, weights = sorted((first, second), key=lambda model: model.openness)
        return content.say("knowledge_lead_steps", source=source.name, weights=weights.name)
    both = content.say("knowledge_lead_both", what=label)
    for differ in _ways(aspects):
        found = differ(content, first, second)
        if found:
            return f"{both} {found}"
    return both if aspects else f"{both} {content.say('knowledge_lead_alike')}"


def _sides(content: Content, first: Model, second: Model) -> str:
    closed, opened = sorted((first, second), key=lambda model: model.side)
    is_clear = not is_mixed(content, first) and not is_mixed(content, second)
    return content.say(
        "knowledge_lead_sides" if is_clear else "knowledge_lead_sides_mixed",
        open=opened.name,
        open_label=facts.openness(content, opened),
        closed=closed.name,
        closed_label=facts.openness(content, closed),
    )


def _commercial(content: Content, first: Model, second: Model) -> str:
    found = {model: license_of(content, model) for model in (first, second)}
    barred = [m for m, each in found.items() if each and each.commercial_use == "no"]
    allowed = [
        m for m, each in found.items() if each and each.commercial_use in ("yes", "conditional")
    ]
    if len(barred) != 1 or len(allowed) != 1:
        return ""
    return content.say("knowledge_lead_commercial", yes=allowed[0].name, no=barred[0].name)


def _status(content: Content, first: Model, second: Model) -> str:
    gone = [m for m in (first, second) if m.status == "retired"]
    if len(gone) != 1:
        return ""
    other = second if gone[0] is first else first
    return content.say("knowledge_lead_status", gone=gone[0].name, other=other.name)


def _media(content: Content, first: Model, second: Model) -> str:
    one, other = first.modalities.output, second.modalities.output
    if not one or not other or set(one) == set(other):
        return ""
    made = [listing(content, [word(content, "media", each) for each in m]) for m in (one, other)]
    return content.say(
        "knowledge_lead_media", first=first.name, makes=made[0], second=second.name, others=made[1]
    )


def _size(content: Content, first: Model, second: Model) -> str:
    if len(scope(content, first)) > 1 or len(scope(content, second)) > 1:
        return ""
    sizes = sorted(
        ((m.parameters.total_b, m.name) for m in (first, second) if m.parameters.total_b),
        reverse=True,
    )
    if len(sizes) < 2 or (sizes[0][0] or 0) < NOTABLE * (sizes[1][0] or 0):
        return ""
    ratio = number(round((sizes[0][0] or 0) / (sizes[1][0] or 1), 1))
    return content.say("knowledge_lead_size", big=sizes[0][1], small=sizes[1][1], ratio=ratio)


def _price(content: Content, first: Model, second: Model) -> str:
    if len(scope(content, first)) > 1 or len(scope(content, second)) > 1:
        return ""
    prices = sorted((token_price(m.price), m.name) for m in (first, second))
    if prices[1][0] == float("inf") or prices[1][0] < NOTABLE * prices[0][0]:
        return ""
    return content.say("knowledge_lead_price", cheap=prices[0][1], dear=prices[1][1])


Way = Callable[[Content, Model, Model], str]
_ALL_WAYS: tuple[Way, ...] = (_commercial, _status, _media, _size, _price)
_ASPECT_WAYS: Mapping[str, tuple[Way, ...]] = {
    "accessibility": (_status,),
    "cost": (_price,),
    "customization": (_commercial, _size),
    "examples": (_media, _status),
}


def _ways(aspects: Sequence[str]) -> Sequence[Way]:
    if not aspects:
        return _ALL_WAYS
    return [way for aspect in aspects for way in _ASPECT_WAYS.get(aspect, ())]
