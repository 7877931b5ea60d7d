"""Reads the prices that come inside the installed package genai-prices; needs no network."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from bot.errors import RefreshError
from bot.refresh.listing import Book, Listing, paid, sane_price

PACKAGE = "genai-prices"
INSTALL = "install it with pip install 'genai-prices'"
HOURS = 24


def read(today: date, as_of: str | None = None) -> Book:
    """The package's prices on `today`, each the dearest of the day where they change by the hour.

    The package carries no date, so that its day is that of its newest price which is already in
    force, unless `as_of` names another. Raises RefreshError.
    """
    providers = _providers()
    try:
        day = as_of or _newest_start(providers, today)
        found, skipped = _listings(providers, today)
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise RefreshError(_damaged(error)) from error
    if day is None:
        raise RefreshError(f"{PACKAGE} names no date of its own: give one with --as-of.")
    return Book(f"pypi:{PACKAGE} {_version()}", day, tuple(found), skipped)


def _providers() -> list[Any]:
    try:
        from genai_prices.data import providers
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "genai_prices":
            raise RefreshError(f"{PACKAGE} isn't here: {INSTALL}.") from error
        raise RefreshError(_damaged(error)) from error
    except Exception as error:  # whatever a half-written package does when it is imported
        raise RefreshError(_damaged(error)) from error
    return list(providers)


def _damaged(error: Exception) -> str:
    what = f"{type(error).__name__}: {error}"
    return f"The installed {PACKAGE} can't be read ({what}): {INSTALL}."


def _version() -> str:
    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        return "of unknown version"


def _newest_start(providers: list[Any], today: date) -> str | None:
    starts = (
        start
        for provider in providers
        for model in provider.models
        if isinstance(model.prices, list)
        for each in model.prices
        if isinstance(start := getattr(each.constraint, "start_date", None), date)
    )
    newest = max((start for start in starts if start <= today), default=None)
    return newest.isoformat() if newest else None


def _listings(providers: list[Any], today: date) -> tuple[list[Listing], int]:
    found, skipped = [], 0
    for provider in providers:
        for model in provider.models:
            if model.deprecated:
                continue
            try:
                prices = paid(*_dearest(model, today))
            except ValueError:
                skipped += 1
                continue
            url = next(iter(provider.pricing_urls or ()), None)
            found.append(Listing(provider.id, provider.name, model.id, *prices, url=url))
    return found, skipped


def _dearest(model: Any, today: date) -> tuple[float | None, float | None]:
    """(input, output) at the dearest hour of the day."""
    return max(_by_hour(model, today), key=lambda pair: (pair[1] or 0.0, pair[0] or 0.0))


def _by_hour(model: Any, today: date) -> Iterator[tuple[float | None, float | None]]:
    hours = range(HOURS) if isinstance(model.prices, list) else range(1)
    for hour in hours:
        at = datetime(today.year, today.month, today.day, hour, tzinfo=UTC)
        prices = model.get_prices(at)
        yield _base(prices, "input_mtok"), _base(prices, "output_mtok")


def _base(prices: Any, name: str) -> float | None:
    """A price; of one with tiers by length that of the first."""
    value = getattr(prices, name, None)
    return sane_price(getattr(value, "base", value))
