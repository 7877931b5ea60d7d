"""Where a database is: a URL or a plain path, brought to the form that SQLAlchemy opens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import StorageError

_URL = re.compile(r"[a-z][a-z0-9]*(\+[a-z0-9]+)?:(//|$)|(sqlite|postgres(ql)?)(\+\w+)?:", re.I)
_FORMS = "write sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME"
_DRIVERS = {"sqlite": "sqlite", "postgres": "postgresql+asyncpg"}
_DRIVERS["postgresql"] = _DRIVERS["postgres"]


@dataclass(frozen=True)
class Address:
    """`place` names the database in messages, without password and options.

    `file` is the SQLite file, or None where there is none (a server, memory, a `file:` URI).
    """

    url: URL
    place: str
    file: Path | None = None

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"


def parse(text: str) -> Address:
    """The address that `text` gives: `sqlite:///PATH`, `postgresql://USER@HOST/NAME`, either with
    the driver named or not, or the path of a SQLite file.

    Raises StorageError where it is neither.
    """
    text = text.strip()
    if not text:
        raise StorageError(f"The address of the database is empty: {_FORMS}.")
    if not _URL.match(text):
        return _sqlite(URL.create(_DRIVERS["sqlite"], database=text))
    try:
        url = make_url(text)
        backend = url.get_backend_name()
    except (ArgumentError, ValueError) as error:
        raise StorageError(f"The address of the database can't be read: {_FORMS}.") from error
    if backend not in _DRIVERS:
        raise StorageError(
            "Conversations are kept in SQLite or PostgreSQL, and the address says "
            f"{backend}: {_FORMS}."
        )
    url = url.set(drivername=_DRIVERS[backend])
    if backend != "sqlite":
        return _postgres(url)
    if url.host:
        raise StorageError(f"The address of the database lacks a slash before the path: {_FORMS}.")
    # The path stands in the URL as it is: some versions of SQLAlchemy would decode a `%`.
    path = text.partition("://")[2].partition("?")[0].removeprefix("/")
    return _sqlite(url.set(database=path))


def _sqlite(url: URL) -> Address:
    name = url.database or ":memory:"
    if name == ":memory:" or name.startswith("file:"):
        return Address(url.set(database=name), name)
    try:
        file = Path(name).expanduser()
    except (RuntimeError, ValueError) as error:  # nobody's home, or a NUL in it
        raise StorageError(
            f"The home folder in {name} is not known: write the whole path."
        ) from error
    return Address(url.set(database=str(file)), str(file), file)


def _postgres(url: URL) -> Address:
    """asyncpg calls libpq's option `sslmode` `ssl`; the values are the same."""
    query = {("ssl" if key == "sslmode" else key): value for key, value in url.query.items()}
    place = url.set(query={}, drivername="postgresql").render_as_string(hide_password=True)
    return Address(url.set(query=query), place)
