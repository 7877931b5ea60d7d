"""What is asked of the database beside the turns of a conversation: reviews and settings."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from bot.storage.records import from_text, newest, to_text
from bot.storage.store import Record, Session
from bot.storage.tables import events, places, sessions

# No more values than any database takes in one statement.
CHUNK = 500


def latest(
    connection: Connection, channels: Collection[str], since: datetime, most: int
) -> list[tuple[Session, Record]]:
    found: list[tuple[Session, Record]] = []
    wanted = sorted(channels)
    for start in range(0, len(wanted), CHUNK):
        found += _latest_of(connection, wanted[start : start + CHUNK], since, most)
    return newest(found, most)


def _latest_of(
    connection: Connection, channels: list[str], since: datetime, most: int
) -> list[tuple[Session, Record]]:
    query = (
        select(
            *(sessions.c.id, sessions.c.user, sessions.c.channel),
            *(events.c.sequence, events.c.at, events.c.data, events.c.source),
        )
        .join(events, events.c.session == sessions.c.id)
        .where(sessions.c.channel.in_(channels), sessions.c.last_at >= since)
        .where(events.c.at >= since)
        .order_by(events.c.at.desc(), sessions.c.id.desc(), events.c.sequence.desc())
        .limit(most)
    )
    return [
        (Session(*row[:3]), Record(row[3], row[4], from_text(row[5]), row[6]))
        for row in connection.execute(query)
    ]


def settings_of(connection: Connection, place: str) -> dict[str, Any]:
    text = connection.scalar(select(places.c.settings).where(places.c.id == place))
    return from_text(text or "{}")


def set_for(connection: Connection, place: str, settings: dict[str, Any]) -> None:
    connection.execute(delete(places).where(places.c.id == place))
    if settings:
        connection.execute(insert(places), {"id": place, "settings": to_text(settings)})
