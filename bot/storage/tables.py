"""The tables, and the column types that keep what a person typed whole on every database.

What a person said lives in `sessions`, `events` and `snapshots` alone, and all of it hangs on
`sessions`: deleting a session deletes its events, its snapshot, and the note in `reviews` that an
event was looked at by whoever tends the content. The unique key starts with `user`, so it also
serves the look-up by user alone. `last_at` is when the newest event came, for what goes by age.
`places` holds the settings of servers, `rooms` the channels that belong to them, with the moment
since when the bot is no longer there. `deeds` tells what operators read; a name in it goes with
its person.
"""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.dialects import postgresql, sqlite
from typing_extensions import override

from bot.storage.records import in_utc

# Neither UTF-8 nor PostgreSQL's text holds these as they are; the backslash marks an escape.
UNSAFE = re.compile("[\\\\\x00\ud800-\udfff]")
ESCAPE = re.compile(r"\\u([0-9a-f]{4})")


def escaped(text: str) -> str:
    """Text as a database keeps it."""
    return UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


class AnyText(TypeDecorator[str]):
    """Text that may hold NUL and lone surrogates: these are kept as `\\uXXXX`, a backslash too."""

    impl = Text
    cache_ok = True

    @override
    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return value and escaped(value)

    @override
    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return value and ESCAPE.sub(lambda found: chr(int(found[1], 16)), value)


class UtcTime(TypeDecorator[datetime]):
    """A moment, with its zone in and out; one without a zone is taken as UTC.

    SQLite keeps no zone, so what goes in is turned to UTC first.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and in_utc(value)

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and in_utc(value)


metadata = MetaData()

sessions = Table(
    "sessions",
    metadata,
    Column("id", AnyText, primary_key=True),
    Column("user", AnyText, nullable=False),
    Column("channel", AnyText, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("last_at", UtcTime),
    Index("sessions_last_at", "last_at"),
    Index("sessions_channel", "channel", "last_at"),
    UniqueConstraint("user", "channel", name="sessions_user_channel"),
)

events = Table(
    "events",
    metadata,
    Column(
        "session",
        AnyText,
        ForeignKey("sessions.id", ondelete="CASCADE", name="events_session"),
        primary_key=True,
    ),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcTime, nullable=False),
    Column("data", Text, nullable=False),
    Column("source", AnyText),
    Index("events_source", "source", unique=True),
)

places = Table(
    "places",
    metadata,
    Column("id", AnyText, primary_key=True),
    Column("settings", Text, nullable=False),
)

rooms = Table(
    "rooms",
    metadata,
    Column("channel", AnyText, primary_key=True),
    Column("place", AnyText, nullable=False),
    Column("left_at", UtcTime),
    Index("rooms_place", "place"),
    Index("rooms_left_at", "left_at"),
)

snapshots = Table(
    "snapshots",
    metadata,
    Column(
        "session",
        AnyText,
        ForeignKey("sessions.id", ondelete="CASCADE", name="snapshots_session"),
        primary_key=True,
    ),
    Column("sequence", Integer, nullable=False),
    Column("fold", Text, nullable=False),
    Column("data", Text, nullable=False),
)

reviews = Table(
    "reviews",
    metadata,
    Column(
        "session",
        AnyText,
        ForeignKey("sessions.id", ondelete="CASCADE", name="reviews_session"),
        primary_key=True,
    ),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcTime, nullable=False),
    Column("decision", Text, nullable=False),
)

deeds = Table(
    "deeds",
    metadata,
    Column("id", Text, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("who", AnyText, nullable=False),
    Column("what", Text, nullable=False),
    Column("about", AnyText, nullable=False),
    Index("deeds_at", "at"),
    Index("deeds_who", "who", "at"),
)


def insert_new(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Adds rows to a table, and leaves those alone whose key is there."""
    keys = list(table.primary_key.columns)
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing(index_elements=keys)
    return postgresql.insert(table).on_conflict_do_nothing(index_elements=keys)
