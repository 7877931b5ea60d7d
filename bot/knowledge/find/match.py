"""Which models a search finds, and in what order."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.content.schema import Model
from bot.content.snapshot import Content
from bot.knowledge.catalogue import catalogue
from bot.knowledge.find.purposes import fit
from bot.knowledge.find.request import Query
from bot.knowledge.licenses.labels import is_under
from bot.knowledge.models.families import license_of, vendor_of
from bot.knowledge.models.prices import token_price
from bot.knowledge.wording import words_of

# Weights in 4-bit files take about 4.9 bits each; cache and buffers add a seventh or so.
BITS = 4.9
OVERHEAD = 1.15
INFINITE = float("inf")
# Points for a model that has just come out; each year of age takes one.
NEWEST = 2.0
REMEMBERED = 2_000


def memory_needed(model: Model) -> float | None:
    """GB for the weights at 4 bits and what running them takes; None for an unknown size."""
    total = model.parameters.total_b
    return None if total is None or model.side == "closed" else total * BITS / 8 * OVERHEAD


def fitting(content: Content, query: Query) -> list[Model]:
    """The models that pass every filter, newest first. Only what can be had by itself counts:
    models, and products and families without members."""
    passing = _passing(content, query)
    available = catalogue(content).available
    return [model for place, model in enumerate(available) if passing >> place & 1]


def count_fitting(content: Content, query: Query) -> int:
    return _passing(content, query).bit_count()


def _passing(content: Content, query: Query) -> int:
    """A bit for each available model, set where it passes every filter."""
    names = [*query.active(), *([] if query.medium or query.like else ["medium"])]
    passing = (1 << len(catalogue(content).available)) - 1
    for name in names:
        passing &= _passing_one(content, query, name)
    return passing


def _passing_one(content: Content, query: Query, name: str) -> int:
    """The same for one filter; each value of it is worked out once."""
    known = catalogue(content)
    key = (name, getattr(query, name), query.medium if name == "like" else None)
    if key not in known.passing:
        if len(known.passing) >= REMEMBERED:
            known.passing.clear()
        passes = FILTERS[name]
        places = enumerate(known.available)
        known.passing[key] = sum(1 << n for n, model in places if passes(content, query, model))
    return known.passing[key]


def matching(content: Content, query: Query) -> tuple[Model, ...]:
    """The models that pass every filter: current ones first, then by the order asked for, then
    by how well they suit."""
    is_narrow = bool(query.active())

    def rank(model: Model) -> tuple[bool, float, float]:
        score = _score(content, query, model, is_narrow)
        return model.status != "current", _order(query, model), -score

    return tuple(sorted(fitting(content, query), key=rank))


def _order(query: Query, model: Model) -> float:
    size = model.parameters.total_b
    if query.order == "price":
        return _price(query, model)
    if query.order == "small":
        return INFINITE if size is None else size
    if query.order == "large":
        return 0.0 if size is None else -size
    if query.order == "context":
        return -float(model.context_tokens or 0)
    return -float((model.released or "0").replace("-", "").ljust(8, "0")) if query.order else 0.0


def _price(query: Query, model: Model) -> float:
    """US dollars an image where images are looked for, per million tokens else; infinite where
    that is not known."""
    if query.medium != "image":
        return token_price(model.price)
    image = model.price.per_image_usd
    return INFINITE if image is None else image


def _score(content: Content, query: Query, model: Model, is_narrow: bool) -> float:
    """How well a model suits, in points of no unit: purpose first, then licence, age and size."""
    score = 3.0 * sum(fit(content, model, each) for each in query.purposes)
    if query.like:
        liked = content.model_by_id[query.like]
        score += len(set(liked.good_for) & set(model.good_for))
    own = license_of(content, model)
    is_free = own is not None and own.commercial_use == "yes"
    score += (1.0 if query.permits else 0.5) if is_free and is_narrow else 0.0
    score += max(0.0, NEWEST - catalogue(content).months[model.id] / 12)
    size, limit = model.parameters.total_b, query.max_b or (query.memory_gb or 0) * 1.4
    score += min(1.5, 1.5 * size / limit) if size and limit else 0.0
    talks = "text" in model.modalities.input and "text" in model.modalities.output
    return score + (1.0 if query.medium is None and talks else 0.0)


def _medium(content: Content, query: Query, model: Model) -> bool:
    reads, makes = model.modalities.input, model.modalities.output
    if query.medium is None:
        return "embedding" not in makes
    if query.medium == "text":
        return "text" in reads and "text" in makes
    if query.medium == "audio":
        return "audio" in reads or "audio" in makes
    if query.medium == "vision":
        return "image" in reads and "text" in makes
    if query.medium == "listening":
        return "audio" in reads and "text" in makes
    if query.medium in ("speech", "music"):
        return (
            "audio" in makes
            and "video" not in makes
            and _is_music(content, model) == (query.medium == "music")
        )
    return query.medium in makes


def _is_music(content: Content, model: Model) -> bool:
    told = f"{model.name} {model.summary} {' '.join(model.good_for)}".lower()
    return any(word in told for word in words_of(content, "knowledge_find_music"))


def _openness(_: Content, query: Query, model: Model) -> bool:
    return query.openness in (model.side, model.openness)


def _permits(content: Content, query: Query, model: Model) -> bool:
    own = license_of(content, model)
    allowed = ("yes", "conditional")
    return own is not None and all(
        {
            "commercial": own.commercial_use in allowed,
            "redistribute": own.redistribute in allowed,
            "osi": own.osi_approved is True,
        }[each]
        for each in query.permits
    )


def _license(content: Content, license_id: str | None, model: Model) -> bool:
    own, wanted = license_of(content, model), content.license_by_name.get(license_id or "")
    return own is not None and wanted is not None and is_under(own, wanted)


def _at_least(value: float | None, least: float | None) -> bool:
    return value is not None and value >= (least or 0)


def _at_most(value: float | None, most: float | None) -> bool:
    return value is not None and value <= (most or INFINITE)


def _like(content: Content, query: Query, model: Model) -> bool:
    """Makes the same first thing, and is another family."""
    liked = content.model_by_id[query.like or ""]
    if model.id == liked.id or model.family == liked.id or liked.family in {model.family or "-"}:
        return False
    if query.medium:
        return True
    is_same = ("text" in liked.modalities.input) == ("text" in model.modalities.input)
    return is_same and liked.modalities.output[:1] == model.modalities.output[:1]


Filter = Callable[[Content, Query, Model], bool]
FILTERS: Mapping[str, Filter] = {
    "medium": _medium,
    "openness": _openness,
    "min_b": lambda _, query, model: _at_least(model.parameters.total_b, query.min_b),
    "max_b": lambda _, query, model: _at_most(model.parameters.total_b, query.max_b),
    "permits": _permits,
    "license": lambda content, query, model: _license(content, query.license, model),
    "not_license": lambda content, query, model: not _license(content, query.not_license, model),
    "min_context": lambda _, query, model: _at_least(model.context_tokens, query.min_context),
    "max_price": lambda _, query, model: token_price(model.price) <= (query.max_price or 0),
    "memory_gb": lambda _, query, model: _at_most(memory_needed(model), query.memory_gb),
    "purposes": lambda content, query, model: any(
        fit(content, model, each) for each in query.purposes
    ),
    "vendor": lambda content, query, model: vendor_of(content, model) == query.vendor,
    "not_vendor": lambda content, query, model: vendor_of(content, model) != query.not_vendor,
    "family": lambda _, query, model: query.family in (model.family, model.id),
    "like": _like,
}
