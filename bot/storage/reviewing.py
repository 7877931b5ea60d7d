"""Which events were reviewed by whoever tends the content; a note goes with its conversation."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from bot.storage.tables import events, insert_new, reviews

CHUNK = 400
Place = tuple[str, int]


def reviewed(connection: Connection, sessions: Sequence[str]) -> set[Place]:
    """The (session, sequence) of every reviewed event of these sessions."""
    wanted = select(reviews.c.session, reviews.c.sequence).where(reviews.c.session.in_(sessions))
    return {(session, sequence) for session, sequence in connection.execute(wanted)}


def note(connection: Connection, places: Iterable[Place], decision: str, at: datetime) -> None:
    """Those that are gone meanwhile, as somebody was forgotten, are left out."""
    wanted = sorted({*places})
    for start in range(0, len(wanted), CHUNK):
        there = _there(connection, wanted[start : start + CHUNK])
        held = [
            {"session": session, "sequence": number, "at": at, "decision": decision}
            for session, number in sorted(there)
        ]
        if held:
            connection.execute(insert_new(connection, reviews), held)


def _there(connection: Connection, places: Collection[Place]) -> set[Place]:
    """By the key's two columns for themselves, since SQLite finds no pairs by an index."""
    ours, numbers = ({place[n] for place in places} for n in (0, 1))
    wanted = select(events.c.session, events.c.sequence).where(
        events.c.session.in_(ours), events.c.sequence.in_(numbers)
    )
    return {(session, sequence) for session, sequence in connection.execute(wanted)} & {*places}
