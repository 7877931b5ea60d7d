"""Puts the ids of people and channels under a key, where they were kept before there was one."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from bot.naming import KEYED, keyed
from bot.storage.tables import deeds, events, rooms, sessions


def under(connection: Connection, key: bytes) -> tuple[int, int]:
    """How many sessions were renamed; and how many were not, because the same person has another
    session under the key in the same channel.

    The sources of events go: of a chat platform they tell who wrote, and none comes again that was
    kept before there was a key."""
    wanted = select(sessions.c.id, sessions.c.user, sessions.c.channel)
    rows = connection.execute(wanted).all()
    taken = {(user, channel) for _, user, channel in rows}
    done = left = 0
    for session, user, channel in rows:
        if KEYED.fullmatch(user):
            continue
        names = keyed(user, key), keyed(channel, key)
        if names in taken:
            left += 1
            continue
        change = update(sessions).where(sessions.c.id == session)
        connection.execute(change.values(user=names[0], channel=names[1]))
        done += 1
    for (channel,) in connection.execute(select(rooms.c.channel)).all():
        renamed = update(rooms).where(rooms.c.channel == channel)
        connection.execute(renamed.values(channel=keyed(channel, key)))
    _of_operators(connection, key)
    plain = events.c.source.is_not(None) & events.c.source.not_like("hmac:%")
    connection.execute(update(events).where(plain).values(source=None))
    return done, left


def _of_operators(connection: Connection, key: bytes) -> None:
    """Who did something by a platform's id."""
    for who in connection.scalars(select(deeds.c.who).distinct()).all():
        if who.isdigit():
            change = update(deeds).where(deeds.c.who == who)
            connection.execute(change.values(who=keyed(who, key)))
