"""A store that lives in this process alone: for trials and tests, with nothing to clean up."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from bot.errors import Conflict, Repeated, StorageError
from bot.storage.locks import OwnLock
from bot.storage.records import check_append, from_text, in_utc, newest, to_text
from bot.storage.store import FORGOTTEN, Deed, Lock, Record, Session, Snapshot


@dataclass
class _Log:
    """A session with its records, the data as JSON text so that nobody's change reaches it."""

    session: Session
    created_at: datetime
    last_at: datetime
    rows: list[tuple[int, datetime, str, str | None]] = field(default_factory=list)
    snapshot: tuple[int, str, str] | None = None


class MemoryStore:
    """Keeps the same promises as a database, up to the end of the process."""

    def __init__(self) -> None:
        self._logs: dict[str, _Log] = {}
        self._places: dict[str, str] = {}
        self._locks: dict[str, OwnLock] = {}
        self._rooms: dict[str, tuple[str, datetime | None]] = {}
        self._deeds: list[Deed] = []
        self._is_open = False

    async def open(self) -> None:
        self._is_open = True

    async def close(self) -> None:
        self._is_open = False

    async def find(self, user: str, channel: str) -> Session | None:
        return next((each for each in self._of(user) if each.channel == channel), None)

    async def get(self, session_id: str) -> Session | None:
        log = self._open_logs().get(session_id)
        return log.session if log else None

    async def read(self, session_id: str, after: int = 0) -> list[Record]:
        log = self._open_logs().get(session_id)
        rows = log.rows[max(after, 0) :] if log else []
        return [
            Record(sequence, at, from_text(data), source) for sequence, at, data, source in rows
        ]

    async def resume(self, session_id: str, fold: str) -> tuple[Snapshot | None, list[Record]]:
        log = self._open_logs().get(session_id)
        kept = log.snapshot if log else None
        if kept is None or kept[1] != fold:
            return None, await self.read(session_id)
        snapshot = Snapshot(kept[0], kept[1], from_text(kept[2]))
        return snapshot, await self.read(session_id, snapshot.sequence)

    async def append(
        self, session: Session, records: Sequence[Record], snapshot: Snapshot | None = None
    ) -> None:
        logs = self._open_logs()
        log = logs.get(session.id)
        kept, last = (log.session, len(log.rows)) if log else (None, 0)
        new = {each.source for each in records if each.source is not None}
        if new and any(source in new for each in logs.values() for *_, source in each.rows):
            raise Repeated("An event of this source is kept already.")
        check_append(kept, last, session, records)
        if log is None and any(each.channel == session.channel for each in self._of(session.user)):
            raise Conflict("This person has another session in this channel.")
        rows = [
            (each.sequence, in_utc(each.at), to_text(each.data), each.source) for each in records
        ]
        state = (snapshot.sequence, snapshot.fold, to_text(snapshot.data)) if snapshot else None
        at = rows[-1][1] if rows else datetime.now(UTC)
        if log is None:
            log = logs[session.id] = _Log(session, rows[0][1] if rows else at, at)
        log.rows.extend(rows)
        log.last_at = at
        log.snapshot = state or log.snapshot

    async def erase(self, user: str) -> int:
        erased = self._of(user)
        for each in erased:
            del self._logs[each.id]
        self._deeds = [
            replace(deed, who=FORGOTTEN) if deed.who == user else deed for deed in self._deeds
        ]
        return len(erased)

    async def expire(self, before: datetime) -> int:
        old = [each.session.id for each in self._open_logs().values() if each.last_at < before]
        for each in old:
            del self._logs[each]
        return len(old)

    async def ping(self) -> None:
        self._open_logs()

    async def sessions_of(self, user: str) -> list[Session]:
        return self._of(user)

    async def latest(
        self, channels: Collection[str], since: datetime, most: int
    ) -> list[tuple[Session, Record]]:
        found = [
            (log.session, Record(sequence, at, from_text(data), source))
            for log in self._open_logs().values()
            if log.session.channel in channels
            for sequence, at, data, source in log.rows
            if at >= since
        ]
        return newest(found, most)

    async def settings_of(self, place: str) -> dict[str, Any]:
        self._open_logs()
        return from_text(self._places.get(place, "{}"))

    async def set_for(self, place: str, settings: dict[str, Any]) -> None:
        self._open_logs()
        if settings:
            self._places[place] = to_text(settings)
        else:
            self._places.pop(place, None)

    def lock(self, name: str) -> Lock:
        return OwnLock(self._locks, name)

    async def note_room(self, place: str, channel: str) -> None:
        self._open_logs()
        self._rooms.setdefault(channel, (place, None))

    async def leave(self, place: str, at: datetime | None) -> None:
        self._open_logs()
        for channel, (owner, since) in self._rooms.items():
            if owner == place:
                self._rooms[channel] = (owner, at and (since or in_utc(at)))

    async def places_with_rooms(self) -> dict[str, datetime | None]:
        self._open_logs()
        return dict(self._rooms.values())

    async def purge(self, before: datetime) -> int:
        logs = self._open_logs()
        left = {name for name, (_, at) in self._rooms.items() if at is not None and at < before}
        gone = [each.session.id for each in logs.values() if each.session.channel in left]
        for each in gone:
            del logs[each]
        for channel in left:
            del self._rooms[channel]
        return len(gone)

    async def note(self, deed: Deed) -> None:
        self._open_logs()
        self._deeds.append(replace(deed, at=in_utc(deed.at)))

    async def deeds(
        self, since: datetime, who: str | None = None, what: str | None = None
    ) -> list[Deed]:
        self._open_logs()
        found = [each for each in self._deeds if each.at >= since and who in {None, each.who}]
        wanted = sorted((d for d in found if what in {None, d.what}), key=lambda deed: deed.at)
        return wanted[-1_000:]

    def _open_logs(self) -> dict[str, _Log]:
        if not self._is_open:
            raise StorageError("The store is not open: call open() first.")
        return self._logs

    def _of(self, user: str) -> list[Session]:
        logs = [each for each in self._open_logs().values() if each.session.user == user]
        logs.sort(key=lambda each: (each.created_at, each.session.id))
        return [each.session for each in logs]
