"""Which channels are a server's, and what goes when the bot was taken out of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, Table, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.tables import rooms, servers, sessions


def settle(connection: Connection, server: str, channels: Iterable[str]) -> None:
    """Notes that these channels are the server's, which are few."""
    _add(connection, servers, [{"id": server, "left_at": None}])
    _add(connection, rooms, [{"channel": each, "server": server} for each in sorted({*channels})])


def leave(connection: Connection, server: str, at: datetime | None) -> None:
    """Notes when the bot was taken out; None where it is in again. The first moment counts."""
    change = update(servers).where(servers.c.id == server).values(left_at=at)
    connection.execute(change.where(servers.c.left_at.is_(None)) if at else change)


def known(connection: Connection) -> dict[str, datetime | None]:
    """The servers whose channels are known, and when the bot was taken out of them."""
    wanted = select(servers.c.id, servers.c.left_at).order_by(servers.c.id)
    return {row.id: row.left_at for row in connection.execute(wanted)}


def left_before(connection: Connection, moment: datetime) -> list[str]:
    return list(connection.scalars(select(servers.c.id).where(servers.c.left_at < moment)))


def clear(connection: Connection, server: str, limit: int) -> int:
    """Deletes some of the conversations in a server's channels; with the last of them the server
    itself is forgotten."""
    own = select(rooms.c.channel).where(rooms.c.server == server)
    some = select(sessions.c.id).where(sessions.c.channel.in_(own)).limit(limit)
    gone = connection.execute(delete(sessions).where(sessions.c.id.in_(some))).rowcount
    if gone < limit:
        connection.execute(delete(rooms).where(rooms.c.server == server))
        connection.execute(delete(servers).where(servers.c.id == server))
    return gone


def _add(connection: Connection, table: Table, rows: list[dict[str, object]]) -> None:
    if rows:
        make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
        connection.execute(make(table).on_conflict_do_nothing(), rows)
