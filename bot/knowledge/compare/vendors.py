"""Makers side by side: how open they are, what is newest, what it costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.content.schema import Model, Side
from bot.content.snapshot import Content
from bot.knowledge.budget import Part, compose
from bot.knowledge.catalogue import GONE
from bot.knowledge.compare.fit import fitted
from bot.knowledge.compare.rows import Row
from bot.knowledge.compare.sides import in_general
from bot.knowledge.models.families import license_groups, vendor_models
from bot.knowledge.models.prices import has_tokens, host, short_figures, token_price
from bot.knowledge.models.vendor import STEPS, main_family
from bot.knowledge.sources import model_sources
from bot.knowledge.wording import listing, some_of, word
from bot.reply import Option, Reply

MOST = 4
NEWEST, FAMILIES, LICENSES = 2, 4, 2
REMARKS_ROOM = 500
SPARE = ("families", "makes", "licenses")
COST = ("dearest", "cheapest")
ALL_ROWS = (
    "published", "newest_closed", "newest_open", *COST, "longest_context", "families", "licenses",
    "makes",
)  # fmt: skip
ASPECT_ROWS: Mapping[str, tuple[str, ...]] = {
    "accessibility": ("published", "licenses"),
    "cost": COST,
    "customization": ("newest_open", "licenses"),
    "examples": ("newest_closed", "newest_open"),
}


@dataclass(frozen=True)
class Maker:
    """A vendor with what of it can still be had, newest first; families are no models here."""

    id: str
    name: str
    models: tuple[Model, ...]

    @property
    def current(self) -> tuple[Model, ...]:
        return tuple(model for model in self.models if model.status == "current") or self.models

    @property
    def priced(self) -> list[Model]:
        """The current models that write text at a price a token, cheapest first."""
        writers = [model for model in self.current if "text" in model.modalities.output]
        found = [model for model in writers if has_tokens(model.price)]
        return sorted(found, key=lambda model: token_price(model.price))


def compare_vendors(content: Content, ids: Sequence[str], aspects: Sequence[str] = ()) -> Reply:
    """Two to four known vendors; `aspects` (ids of the comparison) limit the rows."""
    makers = [_maker(content, each) for each in list(dict.fromkeys(ids))[:MOST]]
    names = [row for aspect in aspects for row in ASPECT_ROWS.get(aspect, ("published",))]
    rows = [
        Row(name, tuple(_ROWS[name](content, maker) for maker in makers))
        for name in dict.fromkeys(names or ALL_ROWS)
    ]
    topics = content.comparison_topics(aspects)
    newest = [model for maker in makers for model in maker.models[:1]]
    pages = [source for model in newest for source in model_sources(content, model, 1)]
    reply = Reply(
        kind="compare",
        title=listing(content, [maker.name for maker in makers]),
        text=_lead(content, makers),
        topics=topics,
        entities=tuple(maker.id for maker in makers),
        options=_families_button(content, makers),
        sources=(*pages, *(content.sources_of(*topics) if aspects else ())),
    )
    header = [maker.name for maker in makers]
    return fitted(content, reply, header, rows, SPARE, _remarks(content, makers, rows, aspects))


def _maker(content: Content, vendor_id: str) -> Maker:
    models = vendor_models(content, vendor_id)
    there = tuple(each for each in models if each.kind != "family" and each.status not in GONE)
    return Maker(vendor_id, models[0].vendor.partition(" (")[0], there)


def _families_button(content: Content, makers: Sequence[Maker]) -> tuple[Option, ...]:
    """The way to their main families side by side, where each has one."""
    families = [main_family(content, maker.id) for maker in makers]
    known = [each for each in families if each]
    if len(set(known)) < len(makers):
        return ()
    return (Option(f"compare:{','.join(known)}", content.button("knowledge_main_families")),)


def _on_side(maker: Maker, side: Side) -> list[Model]:
    return [model for model in maker.models if model.side == side]


def _lead(content: Content, makers: Sequence[Maker]) -> str:
    """Who publishes weights and who doesn't: the main difference between makers."""
    shut = [maker.name for maker in makers if not _on_side(maker, "open")]
    bare = [maker.name for maker in makers if not _on_side(maker, "closed")]
    rest = [maker.name for maker in makers if maker.name not in (*shut, *bare)]
    if len(shut) == len(makers):
        return content.say("knowledge_vendors_closed", names=listing(content, shut))
    if len(bare) == len(makers):
        return content.say("knowledge_vendors_open", names=listing(content, bare))
    groups = (("closed_only", shut), ("open_only", bare), ("both", rest))
    told = [
        content.say(f"knowledge_vendors_{key}", names=listing(content, [f"**{n}**" for n in names]))
        for key, names in groups
        if names
    ]
    return " ".join(told)


def _published(content: Content, maker: Maker) -> str | None:
    counts = [
        f"{sum(model.openness == step for model in maker.models)} {word(content, 'openness', step)}"
        for step in STEPS
        if any(model.openness == step for model in maker.models)
    ]
    return ", ".join(counts) or None


def _newest(side: Side) -> Callable[[Content, Maker], str | None]:
    def write(content: Content, maker: Maker) -> str | None:
        found = [model.name for model in maker.current if model.side == side]
        return ", ".join(found[:NEWEST]) or content.say("knowledge_none")

    return write


def _priced(place: int) -> Callable[[Content, Maker], str | None]:
    def write(content: Content, maker: Maker) -> str | None:
        if not maker.priced:
            return None
        model = maker.priced[place]
        return f"{model.name}: {short_figures(content, model.price)}"

    return write


def _longest_context(content: Content, maker: Maker) -> str | None:
    found = [(m.context_tokens, m.name) for m in maker.current if m.context_tokens is not None]
    if not found:
        return None
    most = max(tokens for tokens, _ in found)
    return content.say("knowledge_context", n=f"{most:,}")


def _families(content: Content, maker: Maker) -> str | None:
    models = vendor_models(content, maker.id)
    names = [each.name for each in models if each.kind == "family" and each.status == "current"]
    return some_of(content, names, FAMILIES) or None


def _licenses(content: Content, maker: Maker) -> str | None:
    """The commonest licences of what can be downloaded."""
    models = _on_side(maker, "open")
    if not models:
        return content.say("knowledge_none")
    groups = license_groups(content, models)
    names = [found.spdx or found.name for found, _ in groups if found]
    return some_of(content, names, LICENSES) or None


def _makes(content: Content, maker: Maker) -> str | None:
    made = dict.fromkeys(each for model in maker.current for each in model.modalities.output)
    return ", ".join(sorted(word(content, "media", each) for each in made)) or None


_ROWS: Mapping[str, Callable[[Content, Maker], str | None]] = {
    "published": _published,
    "newest_closed": _newest("closed"),
    "newest_open": _newest("open"),
    "dearest": _priced(-1),
    "cheapest": _priced(0),
    "longest_context": _longest_context,
    "families": _families,
    "licenses": _licenses,
    "makes": _makes,
}


def _remarks(
    content: Content, makers: Sequence[Maker], rows: Sequence[Row], aspects: Sequence[str]
) -> str:
    parts = []
    prices = [maker.priced[place].price for maker in makers if maker.priced for place in (0, -1)]
    if prices and any(row.name in COST for row in rows):
        dates = "; ".join(dict.fromkeys(host(content, price) for price in prices))
        parts.append(content.say("knowledge_price_note", dates=dates))
    sides = dict.fromkeys(model.side for maker in makers for model in maker.models)
    parts += [in_general(content, sides, aspect) for aspect in aspects]
    ranked = [Part(text, rank) for rank, text in enumerate(parts, 1)]
    return compose(ranked, REMARKS_ROOM).replace("\n\n", "\n")
