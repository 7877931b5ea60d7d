"""Which record of a table is about which model of the catalogue: by what its sources name, else
by the very same id at its maker, or at a host that the catalogue uses."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from bot.content.checks_sheets import name_key
from bot.content.schema import FactSource, Model
from bot.refresh.listing import Book, Listing

RECORD = re.compile(
    r"^(?P<table>.+?) \((?P<day>[\d-]+)\), record (?P<provider>[^/\s]+)/(?P<id>\S+)$"
)
SHORTEST_NAME = 3
# A host that was used once may have been an exception.
USED_OFTEN = 2


def recorded(source: FactSource) -> tuple[str, str, str] | None:
    """(table without its version, provider, record) that a source was carried by."""
    match = RECORD.match(source.via or "")
    return (family(match["table"]), match["provider"], match["id"]) if match else None


def family(table: str) -> str:
    """A table's name without its version: "pypi:genai-prices 0.2.3" is one with 0.3.0."""
    return re.split(r"[\s,]", table)[0]


class Matcher:
    """Finds the records of one table for the models of one catalogue."""

    def __init__(self, models: Sequence[Model], book: Book) -> None:
        self.family = family(book.name)
        self._by_record = {(each.provider, each.record): each for each in book.listings}
        self._by_key: dict[str, list[Listing]] = defaultdict(list)
        for each in book.listings:
            self._by_key[name_key(each.record.rpartition("/")[2])].append(each)
        named = (recorded(source) for model in models for source in model.sources)
        self._used = Counter(provider for record in named if record for provider in record[1:2])

    def named(self, model: Model) -> Listing | None:
        """The record that the model's own sources name."""
        for source in model.sources:
            record = recorded(source)
            if record and record[0] == self.family and record[1:] in self._by_record:
                return self._by_record[record[1:]]
        return None

    def at_maker(self, model: Model) -> Listing | None:
        """The record of the same id at the model's maker."""
        return next((e for e in self._alike(model) if is_maker(e, model)), None)

    def priced(self, model: Model) -> Listing | None:
        """The record to take a price from: at the maker, else at the host that is used most."""
        alike = [each for each in self._alike(model) if each.has_price]
        usable = [e for e in alike if is_maker(e, model) or self._used[e.provider] >= USED_OFTEN]
        return max(usable, key=lambda e: (is_maker(e, model), self._used[e.provider]), default=None)

    def _alike(self, model: Model) -> Iterator[Listing]:
        for key in dict.fromkeys(name_key(name) for name in (model.id, *model.aliases)):
            yield from self._by_key.get(key, ())


def is_maker(listing: Listing, model: Model) -> bool:
    """Whether a provider is the model's vendor: "mistral" is Mistral AI."""
    vendor = name_key(model.vendor)
    names = (name_key(listing.provider), name_key(listing.provider_name))
    return any(len(name) >= SHORTEST_NAME and vendor.startswith(name) for name in names)


def is_host(listing: Listing, model: Model) -> bool:
    """Whether a provider is the one whose price the catalogue has."""
    host = name_key(model.price.provider or "")
    return host in {name_key(listing.provider), name_key(listing.provider_name)}
