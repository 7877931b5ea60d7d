"""Reads from the store what deserves a look by whoever tends the content."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import groupby

from bot.curation.queue import Missed, Place, missed
from bot.storage import queries, reviewing
from bot.storage.moving import Progress, logged
from bot.storage.sql import SqlStore

SESSIONS_AT_ONCE = 200


@dataclass
class Gathered:
    """The messages found and the events reviewed; `unkept` messages have no text."""

    found: list[Missed] = field(default_factory=list)
    reviewed: set[Place] = field(default_factory=set)
    unkept: int = 0


async def gather(store: SqlStore, since: datetime, progress: Progress = logged) -> Gathered:
    """Everything since then; conversations that were not used since aren't read."""
    gathered = Gathered()
    after: tuple[datetime, str] | None = None
    done = 0
    page = partial(queries.used_since, since=since, limit=SESSIONS_AT_ONCE)
    while rows := await store.do(partial(page, after=after)):
        ids = [session for _, session, _ in rows]
        gathered.reviewed |= await store.do(partial(reviewing.reviewed, sessions=ids))
        records = await store.do(partial(queries.records_since, session_ids=ids, since=since))
        for session, group in groupby(records, key=lambda row: row[0]):
            for each in missed(session, [record for _, record in group]):
                gathered.found += [each] if each.text else []
                gathered.unkept += not each.text
        after, done = rows[-1][:2], done + len(rows)
        progress("reading conversations", done, done)
    return gathered
