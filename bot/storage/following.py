"""The usual turn on PostgreSQL in one statement: one way to the server and back, commit included.

A turn goes on where the log of a session ends. That end is checked in the statement, and the keys
decide a race; where the statement keeps nothing, the caller finds out why by the longer way.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, text

from bot.storage.records import in_utc, to_text
from bot.storage.store import Record, Session
from bot.storage.tables import escaped

_FOLLOW = text(
    """
    WITH followed AS (
        UPDATE sessions SET last_at = :last_at
        WHERE id = :id AND "user" = :user AND channel = :channel
        AND EXISTS (SELECT 1 FROM events WHERE session = :id AND sequence = :before)
        RETURNING id
    )
    INSERT INTO events (session, sequence, at, data, source)
    SELECT followed.id, added.sequence, added.at, added.data, added.source
    FROM followed, unnest(
        CAST(:sequences AS integer[]), CAST(:ats AS timestamptz[]),
        CAST(:datas AS text[]), CAST(:sources AS text[])
    ) AS added (sequence, at, data, source)
    """
)


def may_follow(new: Sequence[Record]) -> bool:
    """Whether these go on with a log, number by number."""
    first = new[0].sequence if new else 0
    return first > 1 and [each.sequence for each in new] == list(range(first, first + len(new)))


def follow(connection: Connection, session: Session, new: Sequence[Record]) -> bool:
    """Keeps all records or none; whether they are kept."""
    values = {
        "id": escaped(session.id),
        "user": escaped(session.user),
        "channel": escaped(session.channel),
        "last_at": in_utc(new[-1].at),
        "before": new[0].sequence - 1,
        "sequences": [each.sequence for each in new],
        "ats": [in_utc(each.at) for each in new],
        "datas": [to_text(each.data) for each in new],
        "sources": [None if each.source is None else escaped(each.source) for each in new],
    }
    return connection.execute(_FOLLOW, values).rowcount == len(new)
