"""Which channels belong to which server, so that what was said there goes when the server does."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from bot.storage.tables import insert_new, rooms, sessions


def note(connection: Connection, place: str, channel: str) -> None:
    """Keeps that the channel belongs to the place; one that was noted before stays as it is."""
    connection.execute(insert_new(connection, rooms), {"channel": channel, "place": place})


def leave(connection: Connection, place: str, at: datetime | None) -> None:
    """The bot is out of the place since then; a second word of it changes nothing. None: it is
    there (again)."""
    change = update(rooms).where(rooms.c.place == place)
    if at is not None:
        change = change.where(rooms.c.left_at.is_(None))
    connection.execute(change.values(left_at=at))


def known(connection: Connection) -> dict[str, datetime | None]:
    """All places that have rooms, and since when they are left; by one short step in the index
    for each."""
    found: dict[str, datetime | None] = {}
    after = ""
    step = select(rooms.c.place, rooms.c.left_at).order_by(rooms.c.place).limit(1)
    while row := connection.execute(step.where(rooms.c.place > after)).first():
        after = row.place
        found[after] = row.left_at
    return found


def purge(connection: Connection, before: datetime, limit: int) -> tuple[int, int]:
    """Deletes what was said in at most so many of the rooms that were left before then, and these;
    how many rooms, and how many sessions."""
    left = select(rooms.c.channel).where(rooms.c.left_at < before)
    channels = list(connection.scalars(left.order_by(rooms.c.left_at).limit(limit)))
    if not channels:
        return 0, 0
    gone = connection.execute(delete(sessions).where(sessions.c.channel.in_(channels))).rowcount
    connection.execute(delete(rooms).where(rooms.c.channel.in_(channels)))
    return len(channels), gone
