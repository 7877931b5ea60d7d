"""Database errors as plain sentences: what is wrong, and what to do about it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from sqlite3 import Error as SqliteError

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.errors import StorageError

BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")
_BROKEN = (
    "{place} is not a sound SQLite database: restore it from a backup, "
    "or move it away to begin with an empty one."
)
_FOREIGN = "{place} already holds tables of another program: name an empty database."
_FORBIDDEN = "{place} forbids it: grant the user the right to create and to use tables there."
_FULL = "{place} can't be written because the disk is full: free some space."
_LOCKED = (
    "{place} is locked by another program: wait until that has finished, or close it, "
    "and try again."
)
_LOGIN = (
    "{place} refuses the user name or the password: correct them in the address of the database."
)
_READ_ONLY = (
    "{place} is read-only: give the account that runs this program the right to write to it "
    "and to its folder, or name another database."
)
_STOPPING = "{place} is starting or stopping: try again in a moment."
_TOO_BUSY = "{place} has more work than it can do: try again in a moment."
_UNREACHABLE = (
    "{place} can't be reached: check that the server runs and that the address of the database "
    "is right."
)

# The beginnings of SQLite's error names.
SQLITE: Mapping[str, str] = {
    **dict.fromkeys(BUSY, _LOCKED),
    "SQLITE_READONLY": _READ_ONLY,
    "SQLITE_CORRUPT": _BROKEN,
    "SQLITE_NOTADB": _BROKEN,
    "SQLITE_CANTOPEN": "{place} can't be opened: check that it is a file, and that the account "
    "that runs this program may write to it and to its folder.",
    "SQLITE_FULL": _FULL,
    "SQLITE_IOERR": "{place} can't be read or written: check the disk it is on.",
}

# The beginnings of PostgreSQL's SQLSTATE codes.
POSTGRES: Mapping[str, str] = {
    "08": _UNREACHABLE,
    "25006": _READ_ONLY,
    "28": _LOGIN,
    "3D000": "{place} does not exist: create it (createdb), or correct the name in the address "
    "of the database.",
    "40": "{place} could not finish the work beside that of others: try again.",
    **dict.fromkeys(("3F000", "42501"), _FORBIDDEN),
    "42P07": _FOREIGN,
    "53100": _FULL,
    "53300": "{place} has no free connection: close other programs, or raise max_connections.",
    "54000": "{place} can't hold so long a name of a person or channel: keep it below "
    "2,000 characters.",
    "55P03": _LOCKED,
    "57P": _STOPPING,
}


@contextmanager
def explained(place: str) -> Iterator[None]:
    """Turns what a driver raises into StorageError; `place` names the database."""
    try:
        yield
    except (SQLAlchemyError, SqliteError, OSError) as error:
        raise StorageError(sentence(error, place)) from error


def sentence(error: Exception, place: str) -> str:
    """What to tell the operator."""
    cause = (error.orig if isinstance(error, DBAPIError) else None) or error
    text = _known(error, cause)
    if text is None:
        first_line = next(iter(str(cause).splitlines()), type(cause).__name__)
        text = "{place} refused the work: " + re.sub(r"[{}]", "", first_line)
    return text.format(place=f"The database {place}")


def is_busy(error: DBAPIError) -> bool:
    """Another connection holds a lock of the SQLite file."""
    return _sqlite_name(error.orig).startswith(BUSY)


def _known(error: Exception, cause: BaseException) -> str | None:
    if isinstance(error, PoolTimeout):
        return _TOO_BUSY
    if isinstance(error, OSError) or (
        isinstance(error, DBAPIError) and error.connection_invalidated
    ):
        return _UNREACHABLE
    state = str(getattr(cause, "sqlstate", None) or "")
    name = _sqlite_name(cause)
    if name == "SQLITE_ERROR" and str(cause).endswith("already exists"):
        return _FOREIGN
    found = [text for start, text in SQLITE.items() if name.startswith(start)]
    found += [text for start, text in POSTGRES.items() if state.startswith(start)]
    return found[0] if found else None


def _sqlite_name(cause: BaseException | None) -> str:
    return str(getattr(cause, "sqlite_errorname", ""))
