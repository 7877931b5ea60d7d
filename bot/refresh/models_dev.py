"""Reads a table in the shape of models.dev, from a file or an address.

The shape: {provider id: {"name", "doc", "models": {model id: {"cost": {"input", "output"},
"limit": {"context", "output"}, "release_date", "knowledge"}}}}, prices in US dollars for a million
tokens; the providers may also stand below a key "providers".
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from pydantic_core import PydanticCustomError

from bot.errors import RefreshError
from bot.refresh.listing import Book, Listing, paid, sane_date, sane_price, sane_tokens

TIME_LIMIT = 30.0
MOST_BYTES = 64 << 20


def read(place: str, today: date, as_of: str | None = None) -> Book:
    """The table at `place`. Its day is `as_of`, else today for an address, and the day on which a
    file was last written. Raises RefreshError."""
    is_address = urlsplit(place).scheme in {"http", "https"}
    raw = _fetched(place) if is_address else _file(Path(place))
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise RefreshError(f"{place} is no JSON: {error}.") from error
    found, skipped = _listings(_providers(data, place), place if is_address else None)
    day = as_of or (today.isoformat() if is_address else _written(Path(place)))
    return Book(f"models.dev, {_short(place)}", day, tuple(found), skipped)


def _fetched(address: str) -> bytes:
    request = Request(address, headers={"User-Agent": "ajar"})  # noqa: S310 - http and https alone
    try:
        with urlopen(request, timeout=TIME_LIMIT) as answer:  # noqa: S310
            raw: bytes = answer.read(MOST_BYTES + 1)
    except (OSError, HTTPException, ValueError) as error:
        told = f"{address} can't be fetched: {error}."
        raise RefreshError(f"{told} Without a network, name a file.") from error
    if len(raw) > MOST_BYTES:
        raise RefreshError(f"{address} is larger than {MOST_BYTES >> 20} MB.")
    return raw


def _file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RefreshError(f"{path} can't be read: {error.strerror}.") from error


def _written(path: Path) -> str:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).date().isoformat()


def _short(place: str) -> str:
    """The host of an address, or the name of a file: no machine's paths in the content."""
    return urlsplit(place).hostname or Path(place).name


def _providers(data: object, place: str) -> Mapping[str, Any]:
    inner = data.get("providers", data) if isinstance(data, dict) else None
    known = isinstance(inner, dict) and any(
        isinstance(each, dict) and isinstance(each.get("models"), dict) for each in inner.values()
    )
    if not known:
        raise RefreshError(f"{place} has no providers with models, as models.dev has.")
    return inner  # type: ignore[return-value]


def _listings(providers: Mapping[str, Any], address: str | None) -> tuple[list[Listing], int]:
    found, skipped = [], 0
    for provider_id, provider in providers.items():
        for record, model in _models(provider):
            try:
                found.append(_listing(provider_id, provider, record, model, address))
            except (ValueError, TypeError, AttributeError, PydanticCustomError):
                skipped += 1
    return found, skipped


def _models(provider: object) -> Iterator[tuple[str, Any]]:
    models = provider.get("models") if isinstance(provider, dict) else None
    yield from models.items() if isinstance(models, dict) else ()


def _listing(
    provider_id: str, provider: Mapping[str, Any], record: str, model: Any, address: str | None
) -> Listing:
    cost, limit = model.get("cost") or {}, model.get("limit") or {}
    url = provider.get("doc")
    return Listing(
        provider_id,
        str(provider.get("name") or provider_id),
        record,
        *paid(sane_price(cost.get("input")), sane_price(cost.get("output"))),
        sane_tokens(limit.get("context")),
        sane_tokens(limit.get("output")),
        sane_date(model.get("release_date")),
        sane_date(model.get("knowledge")),
        url if isinstance(url, str) and url else address,
    )
