"""Looks for what should never be in a database, and names it."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from bot.errors import StorageError
from bot.storage.moving import Progress
from bot.storage.paging import count, pages
from bot.storage.records import from_text
from bot.storage.tables import events, places, sessions, snapshots

MOST = 20


def problems(connection: Connection, progress: Progress) -> list[str]:
    """One line for each problem, the first 20 of each sort."""
    found = [*_of_the_file(connection)] if connection.dialect.name == "sqlite" else []
    found += [*_gaps(connection), *_ages(connection), *_unset(connection)]
    return [*found, *_unreadable(connection, progress)]


def _of_the_file(connection: Connection) -> Iterator[str]:
    for (line,) in connection.exec_driver_sql(f"PRAGMA integrity_check({MOST})"):
        if line != "ok":
            yield f"the file is damaged: {line}"
    lost = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(MOST)
    for table, row, parent, _ in lost:
        yield f"row {row} of {table} belongs to nothing in {parent}"


def _gaps(connection: Connection) -> Iterator[str]:
    number, last, first = (
        func.count(),
        func.max(events.c.sequence),
        func.min(events.c.sequence),
    )
    wanted = select(events.c.session, number, last).group_by(events.c.session)
    wanted = wanted.having((number != last) | (first != 1)).limit(MOST)
    for session, kept, newest in connection.execute(wanted):
        yield f"session {session} has {kept} events up to number {newest}"
    newest = select(func.max(events.c.sequence)).where(events.c.session == snapshots.c.session)
    ahead = snapshots.c.sequence > func.coalesce(newest.scalar_subquery(), 0)
    for (session,) in connection.execute(select(snapshots.c.session).where(ahead).limit(MOST)):
        yield f"the snapshot of session {session} is ahead of its events"


def _ages(connection: Connection) -> Iterator[str]:
    wanted = select(sessions.c.id).where(sessions.c.last_at.is_(None)).limit(MOST)
    for (session,) in connection.execute(wanted):
        yield f"session {session} has no time of last use"


def _unset(connection: Connection) -> Iterator[str]:
    for rows in pages(connection, places):
        for place, settings in rows:
            if not _can_be_read(settings):
                yield f"the settings of {place} can't be read"


def _unreadable(connection: Connection, progress: Progress) -> list[str]:
    found: list[str] = []
    total, done = count(connection, events), 0
    names = [column.name for column in events.columns]
    for rows in pages(connection, events):
        for event in (dict(zip(names, row, strict=True)) for row in rows):
            if not _can_be_read(event["data"]):
                where = f"event {event['sequence']} of session {event['session']}"
                found.append(f"{where} can't be read")
        done += len(rows)
        progress("reading events", done, total)
    return found[:MOST]


def _can_be_read(data: str) -> bool:
    try:
        from_text(data)
    except StorageError:
        return False
    return True
