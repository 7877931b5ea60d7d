"""The prices that a question is about: which models stand for what was named, and how old."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.content.schema import Model
from bot.content.snapshot import Content
from bot.knowledge.catalogue import GONE
from bot.knowledge.cost.load import Load
from bot.knowledge.models.families import current_members, latest
from bot.knowledge.models.families import members as members_of

MAX_OFFERS = 6


@dataclass(frozen=True)
class Offer:
    """A model with a price; `label` says what it stands for where nobody named it."""

    model: Model
    label: str = ""

    @property
    def has_tokens(self) -> bool:
        price = self.model.price
        return price.input_per_mtok_usd is not None or price.output_per_mtok_usd is not None

    @property
    def read_usd(self) -> float:
        """US dollars for a million tokens read."""
        return self.model.price.input_per_mtok_usd or 0.0

    @property
    def written_usd(self) -> float:
        return self.model.price.output_per_mtok_usd or 0.0

    @property
    def only_reads(self) -> bool:
        """Nothing is charged for what is written, as with embeddings."""
        return self.has_tokens and self.model.price.output_per_mtok_usd is None

    def bill(self, load: Load) -> float | None:
        """US dollars for the work; None where the price is of another kind than the work."""
        if load.images:
            each = self.model.price.per_image_usd
            return None if each is None else each * load.images
        if not self.has_tokens:
            return None
        if self.only_reads:
            return load.total * self.read_usd / 1e6
        return (load.total_in * self.read_usd + load.total_out * self.written_usd) / 1e6


def is_priced(model: Model) -> bool:
    return Offer(model).has_tokens or model.price.per_image_usd is not None


def offers(content: Content, model_ids: Sequence[str]) -> tuple[Offer, ...]:
    """What was named, as models with prices: families by their current members, products by
    those of the same maker, retired ones with what came after them; cheapest first in a family."""
    named = [content.model_by_id[each] for each in model_ids if each in content.model_by_id]
    groups = [_standing_for(content, model) for model in named]
    share = max(1, MAX_OFFERS // max(1, sum(map(bool, groups))))
    found = {each.id: Offer(each) for group in groups for each in _spread(group, share)}
    return tuple(found.values())[:MAX_OFFERS]


def _spread(group: Sequence[Model], most: int) -> list[Model]:
    """At most so many of a group, from the first to the last of it."""
    if len(group) <= most:
        return list(group)
    if most == 1:
        return [group[-1]]
    return [group[round(place * (len(group) - 1) / (most - 1))] for place in range(most)]


def _standing_for(content: Content, model: Model) -> tuple[Model, ...]:
    if is_priced(model):
        after = latest(content, model) if model.status in {"retired", "renamed"} else None
        return (model, after) if after and is_priced(after) else (model,)
    after = latest(content, model)
    if after and model.kind == "model":
        return (after,) if is_priced(after) else ()
    members = _priced_members(content, model)
    if not members and model.kind == "product":
        members = _same_maker(content, after or model)
    return tuple(sorted(members, key=_cheapness))


def _priced_members(content: Content, family: Model) -> list[Model]:
    """The current members with a price; where none has one, those that can still be had."""
    current = [each for each in current_members(content, family.id) if is_priced(each)]
    kept = [m for m in members_of(content, family.id) if m.status not in GONE and is_priced(m)]
    found = current or kept
    by_token = [each for each in found if Offer(each).has_tokens]
    return by_token or found


def _same_maker(content: Content, model: Model) -> list[Model]:
    """What the maker of a product sells by the token or the picture."""
    if model.kind == "family":
        return _priced_members(content, model)
    made = set(model.modalities.output)
    return [
        each
        for each in content.models
        if each.vendor == model.vendor
        and each.status == "current"
        and each.side == "closed"
        and is_priced(each)
        and made.intersection(each.modalities.output)
    ]


def _cheapness(model: Model) -> float:
    price = model.price
    tokens = (price.output_per_mtok_usd or 0.0) + (price.input_per_mtok_usd or 0.0)
    return tokens or (price.per_image_usd or 0.0)


def typical(content: Content) -> tuple[Offer, ...]:
    """The models that stand for a kind of offer, or the cheapest and dearest where none is set."""
    listed = content.prices.typical if content.prices else ()
    chosen = [
        Offer(content.model_by_id[each.model], each.label)
        for each in listed
        if each.model in content.model_by_id and is_priced(content.model_by_id[each.model])
    ]
    if chosen:
        return tuple(chosen)
    priced = [m for m in content.models if m.status == "current" and Offer(m).has_tokens]
    ordered = sorted(priced, key=_cheapness)
    return tuple(Offer(each) for each in (*ordered[:1], *ordered[1:][-1:]))


def typical_pictures(content: Content) -> tuple[Offer, ...]:
    """The cheapest, a middling and the dearest of the current models that are paid by picture."""
    priced = [m for m in content.models if m.price.per_image_usd and m.status == "current"]
    ordered = sorted(priced, key=lambda m: m.price.per_image_usd or 0.0)
    chosen = {m.id: m for m in (*ordered[:1], *ordered[len(ordered) // 2 :][:1], *ordered[-1:])}
    return tuple(Offer(each) for each in chosen.values())
