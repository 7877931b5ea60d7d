"""What operators did with what people said, on either database."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from bot.storage.store import FORGOTTEN, Deed
from bot.storage.tables import deeds

_COLUMNS = (deeds.c.at, deeds.c.who, deeds.c.what, deeds.c.about)


def note(connection: Connection, deed: Deed) -> None:
    connection.execute(insert(deeds), {"id": secrets.token_hex(12), **vars(deed)})


def listed(
    connection: Connection,
    since: datetime,
    who: str | None = None,
    what: str | None = None,
    most: int = 1_000,
) -> list[Deed]:
    """The newest `most` deeds since then, oldest first; of one person or of one kind."""
    wanted = select(*_COLUMNS).where(deeds.c.at >= since)
    if who is not None:
        wanted = wanted.where(deeds.c.who == who)
    if what is not None:
        wanted = wanted.where(deeds.c.what == what)
    rows = connection.execute(wanted.order_by(deeds.c.at.desc(), deeds.c.id).limit(most))
    return [Deed(*row) for row in rows][::-1]


def unname(connection: Connection, who: str) -> None:
    """That something was read stays, and by whom goes."""
    connection.execute(update(deeds).where(deeds.c.who == who).values(who=FORGOTTEN))


def expire(connection: Connection, before: datetime) -> int:
    return connection.execute(delete(deeds).where(deeds.c.at < before)).rowcount
