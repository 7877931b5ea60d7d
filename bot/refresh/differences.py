"""Where a table says more than the catalogue, or something else. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.content.dates import last_day
from bot.content.schema import Model, Price
from bot.refresh.listing import Book, Listing
from bot.refresh.matching import Matcher, is_host

Kind = Literal["blank", "other", "same"]
Field = Literal["price", "context_tokens", "max_output_tokens", "released", "knowledge_cutoff"]
FACTS: tuple[Field, ...] = ("context_tokens", "max_output_tokens", "released", "knowledge_cutoff")
STILL_SOLD = frozenset({"current", "legacy"})


@dataclass(frozen=True)
class Difference:
    """One fact of one model, here and there. "blank" is not known here; "other" is known
    otherwise; "same" is a price that a newer table confirms."""

    model: Model
    field: Field
    kind: Kind
    listing: Listing
    book: Book

    @property
    def here(self) -> object:
        """A price as (read, written); another fact as it is; None where it is not known."""
        if self.field == "price":
            price = self.model.price
            return (price.input_per_mtok_usd, price.output_per_mtok_usd)
        return getattr(self.model, self.field)

    @property
    def there(self) -> object:
        if self.field == "price":
            return (self.listing.input_usd, self.listing.output_usd)
        return getattr(self.listing, self.field)


def differences(
    models: Sequence[Model], books: Sequence[Book], only: Sequence[str] = ()
) -> tuple[Difference, ...]:
    """All of them, in the order of the catalogue; of several tables the first that fills a blank
    counts. Retired models keep what they have. `only` are ids of models, all where it is empty."""
    matchers = [(book, Matcher(models, book)) for book in books]
    found: list[Difference] = []
    for model in models:
        if model.kind != "model" or model.status not in STILL_SOLD:
            continue
        if only and model.id not in only:
            continue
        filled: set[Field] = set()
        for book, matcher in matchers:
            for each in (*_price(model, matcher, book), *_facts(model, matcher, book)):
                if each.kind != "blank" or each.field not in filled:
                    found.append(each)
                    filled |= {each.field} if each.kind == "blank" else set()
    return tuple(found)


def _price(model: Model, matcher: Matcher, book: Book) -> Iterator[Difference]:
    named, priced = matcher.named(model), matcher.priced(model)
    if model.price == Price():
        listing = named if named and named.has_price else priced
        if listing:
            yield Difference(model, "price", "blank", listing, book)
        return
    listing = named or (priced if priced and is_host(priced, model) else None)
    if listing is None or not listing.has_price or model.price.as_of is None:
        return
    here = (model.price.input_per_mtok_usd, model.price.output_per_mtok_usd)
    age = (last_day(book.as_of) - last_day(model.price.as_of)).days
    if here == (None, None) or age < 0:
        return  # priced by the picture or the hour, which no table lists; or known from later on
    if here != (listing.input_usd, listing.output_usd):
        yield Difference(model, "price", "other", listing, book)
    elif age > 0 and model.price.per_image_usd is None:
        yield Difference(model, "price", "same", listing, book)


def _facts(model: Model, matcher: Matcher, book: Book) -> Iterator[Difference]:
    """What the maker itself says of limits and dates; a host may serve less."""
    listing = matcher.at_maker(model)
    if listing is None:
        return
    for field in FACTS:
        here, there = getattr(model, field), getattr(listing, field)
        if there is None or _is_alike(here, there):
            continue
        yield Difference(model, field, "blank" if here is None else "other", listing, book)


def _is_alike(here: object, there: object) -> bool:
    """Whether both say the same, dates as far as the shorter one goes."""
    if isinstance(here, str) and isinstance(there, str):
        return here.startswith(there) or there.startswith(here)
    return here == there
