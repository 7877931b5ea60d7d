"""What a published table says of one model at one provider, and the tables themselves."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from bot.content.basics import real_date

# US dollars for a million tokens: no list price was ever beyond this.
DEAREST = 10_000.0


@dataclass(frozen=True)
class Listing:
    """`record` is the model's id at the provider. Prices are US dollars for a million tokens; None
    is what the table does not say."""

    provider: str
    provider_name: str
    record: str
    input_usd: float | None = None
    output_usd: float | None = None
    context_tokens: int | None = None
    max_output_tokens: int | None = None
    released: str | None = None
    knowledge_cutoff: str | None = None
    url: str | None = None

    @property
    def has_price(self) -> bool:
        return self.input_usd is not None or self.output_usd is not None


@dataclass(frozen=True)
class Book:
    """A table: `name` is what a source of the catalogue calls it, `as_of` its day; `skipped`
    counts the records that made no sense."""

    name: str
    as_of: str
    listings: tuple[Listing, ...] = field(repr=False)
    skipped: int = 0


def sane_price(value: object) -> float | None:
    """The price as a number; None where there is none. Raises ValueError for what can't be one."""
    if value is None:
        return None
    if isinstance(value, bool | str):
        raise ValueError(f"{value!r} is no price")
    price = float(value)  # type: ignore[arg-type]
    if not math.isfinite(price) or not 0 <= price <= DEAREST:
        raise ValueError(f"{value!r} is no price")
    return price


def sane_tokens(value: object) -> int | None:
    """A count of tokens; zero, which tables write for what they don't know, is None. Raises
    ValueError for what can't be one."""
    if value is None or value == 0:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= 1e10:
        raise ValueError(f"{value!r} is no number of tokens")
    return value


def sane_date(value: object) -> str | None:
    """A date such as "2026-06"; None where there is none. Raises ValueError for another text."""
    return real_date(value) if isinstance(value, str) and value else None


def paid(input_usd: float | None, output_usd: float | None) -> tuple[float | None, float | None]:
    """The prices, or none where both are nothing: a free tier is no list price."""
    return (None, None) if not input_usd and not output_usd else (input_usd, output_usd)
