"""The contract that every store keeps; one suite of tests runs over all of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True)
class Session:
    """One person's conversation in one channel; `id` is opaque and given to nobody else."""

    id: str
    user: str
    channel: str


@dataclass(frozen=True)
class Record:
    """One event as it is kept: `sequence` counts from 1 within its session without a gap, `at` is
    in UTC, `data` is JSON: tuples come back as lists. `source` names what brought it about; no two
    records in the whole store have the same."""

    sequence: int
    at: datetime
    data: dict[str, Any]
    source: str | None = None


@dataclass(frozen=True)
class Snapshot:
    """The state that the records up to `sequence` fold into, as JSON; `fold` names the code that
    folded them, and only that code may go on from it."""

    sequence: int
    fold: str
    data: dict[str, Any]


FORGOTTEN = "somebody who was forgotten"


@dataclass(frozen=True)
class Deed:
    """Something that an operator did with what people said: `who` by the kept id, or the account
    of a terminal; `what` in one word, such as "unanswered"; `about` where, or how much, and never
    a word that anybody wrote, nor whom it was about."""

    at: datetime
    who: str
    what: str
    about: str = ""


class Lock(Protocol):
    """One door to a name; each door is for one task at a time."""

    async def held(self) -> bool:
        """Takes the name where it is free; whether it is held here now. One that was lost with its
        connection is taken anew. Raises StorageError where the database can't be used."""

    async def release(self) -> None:
        """Lets go of it, where it is held."""


class Store(Protocol):
    """Append-only sessions. Every method may raise StorageError; nothing else leaks out."""

    async def open(self) -> None:
        """Makes the store ready: connects, and brings the schema up to date."""

    async def close(self) -> None:
        """Lets go of every connection; what was appended stays."""

    async def find(self, user: str, channel: str) -> Session | None:
        """The session of this person in this channel."""

    async def get(self, session_id: str) -> Session | None:
        """The session with this id, whoever owns it."""

    async def read(self, session_id: str, after: int = 0) -> list[Record]:
        """The records with a sequence above `after`, in order."""

    async def resume(self, session_id: str, fold: str) -> tuple[Snapshot | None, list[Record]]:
        """The snapshot of this fold, where there is one, and the records that came after it."""

    async def append(
        self, session: Session, records: Sequence[Record], snapshot: Snapshot | None = None
    ) -> None:
        """Keeps all records or none, and the session itself where it is new; a `snapshot`, which
        has to be of the last record, takes the place of the one before.

        Raises Conflict where the records don't follow on the last one kept (from 1 where there is
        none, so also after an erasure), or the person has another session here, or the id is
        another's. Raises Repeated where the store holds a record of the same source. A cancelled
        append is kept whole or not at all.
        """

    async def erase(self, user: str) -> int:
        """Deletes every session of a person with all its records; returns how many sessions."""

    async def expire(self, before: datetime) -> int:
        """Deletes every session whose last record is older, with all its records; how many."""

    async def ping(self) -> None:
        """Reads something; raises StorageError where the database can't be used now."""

    async def sessions_of(self, user: str) -> list[Session]:
        """All sessions of a person, oldest first."""

    async def latest(
        self, channels: Collection[str], since: datetime, most: int
    ) -> list[tuple[Session, Record]]:
        """The records of these channels since then, the newest `most` of them, oldest first; those
        of one turn stay together."""

    async def settings_of(self, place: str) -> dict[str, Any]:
        """What was set for a place, such as a server; empty where nothing was."""

    async def set_for(self, place: str, settings: dict[str, Any]) -> None:
        """Keeps the settings of a place instead of those before; empty ones delete them."""

    def lock(self, name: str) -> Lock:
        """A door to a name that one program at a time holds; not held yet."""

    async def note_room(self, place: str, channel: str) -> None:
        """Keeps that a channel belongs to a place; one that is known stays as it is."""

    async def leave(self, place: str, at: datetime | None) -> None:
        """Keeps since when nobody of this program is in a place; None says that it is there. A
        second word of leaving doesn't move the moment."""

    async def places_with_rooms(self) -> dict[str, datetime | None]:
        """All places that have channels, with the moment since when they are left, if they are."""

    async def purge(self, before: datetime) -> int:
        """Deletes every session in the channels of places that were left before then, with all
        its records, and these channels; how many sessions."""

    async def note(self, deed: Deed) -> None:
        """Keeps what an operator did. Who is erased is not named in it any longer."""

    async def deeds(
        self, since: datetime, who: str | None = None, what: str | None = None
    ) -> list[Deed]:
        """The newest thousand deeds since then, oldest first; of one person or of one kind."""
