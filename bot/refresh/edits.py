"""From what is taken over to edits of the files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bot.content.schema import Model
from bot.refresh.differences import Difference
from bot.refresh.matching import family, recorded
from bot.refresh.yaml_edit import Edit

PRICE_FACT = "price per million tokens"
FACT_NAMES = {
    "context_tokens": "context",
    "max_output_tokens": "max output",
    "released": "release date",
    "knowledge_cutoff": "knowledge cutoff",
}


def edits_for(model: Model, taken: Sequence[Difference]) -> Iterator[Edit]:
    """The edits that write all of `taken`, which is about one model, with their sources."""
    for each in taken:
        if each.field == "price":
            yield from _price(model, each)
        else:
            yield Edit(model.id, (each.field,), each.there)
    yield from _sources(model, taken)


def _price(model: Model, each: Difference) -> Iterator[Edit]:
    listing, book = each.listing, each.book
    if each.kind == "blank":
        values: dict[str, Any] = {
            "input_per_mtok_usd": listing.input_usd,
            "output_per_mtok_usd": listing.output_usd,
            "as_of": book.as_of,
            "provider": listing.provider_name,
        }
        known = {key: value for key, value in values.items() if value is not None}
        yield Edit(model.id, ("price",), known)
        return
    yield Edit(model.id, ("price", "as_of"), book.as_of)
    if each.kind == "other":
        for key, value in (
            ("input_per_mtok_usd", listing.input_usd),
            ("output_per_mtok_usd", listing.output_usd),
        ):
            if value != getattr(model.price, key):
                yield Edit(model.id, ("price", key), value)


def _sources(model: Model, taken: Sequence[Difference]) -> Iterator[Edit]:
    """One source for each record, in the place of what an older table of that name carried."""
    by_record: dict[str, list[Difference]] = {}
    for each in taken:
        by_record.setdefault(_via(each), []).append(each)
    for via, group in by_record.items():
        place = _place(model, group[0])
        if place is not None and all(each.kind != "blank" for each in group):
            yield Edit(model.id, ("sources", place, "via"), via)
            continue
        facts = (PRICE_FACT if e.field == "price" else FACT_NAMES[e.field] for e in group)
        entry = {"fact": ", ".join(facts), "url": group[0].listing.url, "via": via}
        known = {key: value for key, value in entry.items() if value}
        yield Edit(model.id, ("sources",), known, appends=True)


def _place(model: Model, each: Difference) -> int | None:
    """Where the model's sources name this very record of an older table."""
    record = (family(each.book.name), each.listing.provider, each.listing.record)
    named = (recorded(source) for source in model.sources)
    return next((number for number, other in enumerate(named) if other == record), None)


def _via(each: Difference) -> str:
    listing, book = each.listing, each.book
    return f"{book.name} ({book.as_of}), record {listing.provider}/{listing.record}"
