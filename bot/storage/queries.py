"""The statements that a store runs, on either database; each works on an open connection."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, func, insert, literal, select, tuple_, update

from bot.errors import Conflict, Repeated
from bot.storage import auditing
from bot.storage.records import check_append, from_text, to_text
from bot.storage.store import Record, Session, Snapshot
from bot.storage.tables import events, sessions, snapshots

_COLUMNS = (sessions.c.id, sessions.c.user, sessions.c.channel)


def _session(row: Sequence[str] | None) -> Session | None:
    return Session(*row) if row else None


def find(connection: Connection, user: str, channel: str) -> Session | None:
    wanted = select(*_COLUMNS).where(sessions.c.user == user, sessions.c.channel == channel)
    return _session(connection.execute(wanted).one_or_none())


def get(connection: Connection, session_id: str) -> Session | None:
    wanted = select(*_COLUMNS).where(sessions.c.id == session_id)
    return _session(connection.execute(wanted).one_or_none())


def sessions_of(connection: Connection, user: str) -> list[Session]:
    wanted = select(*_COLUMNS).where(sessions.c.user == user)
    rows = connection.execute(wanted.order_by(sessions.c.created_at, sessions.c.id))
    return [Session(*row) for row in rows]


def records(connection: Connection, session_id: str, after: int) -> list[Record]:
    columns = (events.c.sequence, events.c.at, events.c.data, events.c.source)
    wanted = select(*columns).where(events.c.session == session_id, events.c.sequence > after)
    rows = connection.execute(wanted.order_by(events.c.sequence))
    return [Record(sequence, at, from_text(data), source) for sequence, at, data, source in rows]


def resume(
    connection: Connection, session_id: str, fold: str
) -> tuple[Snapshot | None, list[Record]]:
    wanted = select(snapshots.c.sequence, snapshots.c.fold, snapshots.c.data)
    row = connection.execute(wanted.where(snapshots.c.session == session_id)).one_or_none()
    if row is None or row.fold != fold:
        return None, records(connection, session_id, 0)
    snapshot = Snapshot(row.sequence, row.fold, from_text(row.data))
    return snapshot, records(connection, session_id, snapshot.sequence)


def append(
    connection: Connection, session: Session, new: Sequence[Record], snapshot: Snapshot | None
) -> None:
    """PostgreSQL's writers don't exclude each other: there the keys decide a race.

    Whether the source was there before is told by its key as well, and asked only then."""
    newest = select(func.coalesce(func.max(events.c.sequence), 0)).where(
        events.c.session == sessions.c.id
    )
    wanted = select(*_COLUMNS, newest.scalar_subquery()).where(sessions.c.id == session.id)
    row = connection.execute(wanted).one_or_none()
    kept, last = (Session(*row[:3]), row[3]) if row else (None, 0)
    try:
        check_append(kept, last, session, new)
    except Conflict:
        refuse_repetition(connection, new)
        raise
    at = new[-1].at if new else datetime.now(UTC)
    if kept is None:
        names = {"id": session.id, "user": session.user, "channel": session.channel}
        begun = {"created_at": new[0].at if new else at, "last_at": at}
        connection.execute(insert(sessions), names | begun)
    elif new:
        own = sessions.c.id == session.id
        connection.execute(update(sessions).where(own).values(last_at=at))
    if new:
        connection.execute(insert(events), [_row(session, each) for each in new])
    if snapshot is not None:
        _keep(connection, session, snapshot)


def refuse_repetition(connection: Connection, new: Sequence[Record]) -> None:
    """Raises Repeated where a record of the same source is kept."""
    sources = [each.source for each in new if each.source is not None]
    kept_too = select(events.c.source).where(events.c.source.in_(sources))
    if sources and connection.execute(kept_too).first():
        raise Repeated(f"An event of {sources[0]} is kept already.")


def _keep(connection: Connection, session: Session, snapshot: Snapshot) -> None:
    connection.execute(delete(snapshots).where(snapshots.c.session == session.id))
    values = {"sequence": snapshot.sequence, "fold": snapshot.fold, "data": to_text(snapshot.data)}
    connection.execute(insert(snapshots), {"session": session.id, **values})


def _row(session: Session, record: Record) -> dict[str, object]:
    kept = {"session": session.id, "sequence": record.sequence, "at": record.at}
    return kept | {"data": to_text(record.data), "source": record.source}


def erase(connection: Connection, user: str) -> int:
    auditing.unname(connection, user)
    return connection.execute(delete(sessions).where(sessions.c.user == user)).rowcount


def expire(connection: Connection, before: datetime, limit: int) -> tuple[int, int]:
    """Deletes at most so many of the sessions that are older; how many were found, and deleted."""
    old = select(sessions.c.id).where(sessions.c.last_at < before)
    some = old.order_by(sessions.c.last_at).limit(limit)
    gone = connection.execute(delete(sessions).where(sessions.c.id.in_(some))).rowcount
    return gone, gone


def ping(connection: Connection) -> None:
    connection.execute(select(sessions.c.id).limit(1)).all()


def used_since(
    connection: Connection, since: datetime, after: tuple[datetime, str] | None, limit: int
) -> list[tuple[datetime, str, str]]:
    """The next sessions that were used since then, as (last use, id, person), oldest first."""
    age, key = sessions.c.last_at, sessions.c.id
    wanted = select(age, key, sessions.c.user).where(age >= since)
    if after is not None:
        bound = tuple_(literal(after[0], age.type), literal(after[1], key.type))
        wanted = wanted.where(tuple_(age, key) > bound)
    rows = connection.execute(wanted.order_by(age, key).limit(limit))
    return [tuple(row) for row in rows]


def records_since(
    connection: Connection, session_ids: Sequence[str], since: datetime
) -> list[tuple[str, Record]]:
    """The records of some sessions since then, by session and in order."""
    wanted = select(events.c.session, events.c.sequence, events.c.at, events.c.data).where(
        events.c.session.in_(session_ids), events.c.at >= since
    )
    rows = connection.execute(wanted.order_by(events.c.session, events.c.sequence))
    return [(session, Record(number, at, from_text(data))) for session, number, at, data in rows]
