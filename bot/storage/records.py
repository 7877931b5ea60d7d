"""What all stores share: how an event is written down, and which append is allowed."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from bot.errors import Conflict, StorageError
from bot.storage.store import Record, Session

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_SURROGATE = re.compile("[\ud800-\udfff]")


def to_text(data: dict[str, Any]) -> str:
    """One line of JSON that every database holds: NUL and lone surrogates are escaped in it.

    Raises StorageError where the data is no JSON.
    """
    try:
        text = _encode(data)
    except (TypeError, ValueError, RecursionError) as error:
        raise StorageError(f"An event can't be written as JSON: {error}.") from error
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def from_text(text: str) -> dict[str, Any]:
    """The data again; raises StorageError where the text is not what `to_text` wrote."""
    try:
        data = json.loads(text)
    except ValueError as error:
        raise StorageError(
            "An event in the database is damaged: restore the database from a backup."
        ) from error
    if not isinstance(data, dict):
        raise StorageError("An event in the database is no object: restore it from a backup.")
    return data


def in_utc(moment: datetime) -> datetime:
    """The same moment in UTC; one without a zone is taken as UTC already."""
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def check_append(
    kept: Session | None, last: int, session: Session, records: Sequence[Record]
) -> None:
    """Raises Conflict unless `records` go on where the log of `session` ends.

    `kept` is the session that is stored under this id, `last` the highest sequence it has (0 for
    none). A log that was erased meanwhile has no session, so that its end does not fit either.
    """
    if kept is not None and kept != session:
        raise Conflict(f"The session {session.id} belongs to another person or channel.")
    given = [each.sequence for each in records]
    if given != list(range(last + 1, last + 1 + len(given))):
        raise Conflict(
            f"The log of session {session.id} ends at {last}, and the append begins at {given[0]}."
        )


def newest(found: list[tuple[Session, Record]], most: int) -> list[tuple[Session, Record]]:
    """The `most` latest of these, oldest first; the records of one turn stay together."""
    return sorted(found, key=lambda each: (each[1].at, each[0].id, each[1].sequence))[-most:]
