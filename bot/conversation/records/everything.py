"""All that is kept of a person, as a file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Protocol

from bot.content.snapshot import Content
from bot.reply import Reply

FILE_NAME = "ajar-data.md"
# Discord takes files of up to ten million bytes.
LARGEST = 8_000_000


class KeptSession(Protocol):
    """One person's conversation in one channel."""

    @property
    def user(self) -> str:
        """The person's id as it is kept."""

    @property
    def channel(self) -> str:
        """The channel's id as it is kept."""


class KeptRecord(Protocol):
    """One event as it is kept."""

    @property
    def at(self) -> datetime:
        """When it was kept, in UTC."""

    @property
    def data(self) -> dict[str, Any]:
        """The event as JSON."""

    @property
    def source(self) -> str | None:
        """What brought it about, as it is kept."""


Kept = tuple[KeptSession, Sequence[KeptRecord]]


def with_everything(content: Content, reply: Reply, kept: Sequence[Kept]) -> Reply:
    """The export with every event of every conversation of the person, one JSON object a line.

    What is more than a front end can send in a file is left out from the oldest on, and said. A
    record in another form than Markdown stays as it is, and that is said too.
    """
    name, begun = reply.attachment or (FILE_NAME, "")
    if name != FILE_NAME:
        return reply.with_(text=f"{reply.text}\n\n{content.say('export_record')}")
    lines = list(_lines_of(kept))
    shown = _newest(lines, LARGEST)
    heading, note = content.say("export_all_title"), content.say("export_all_note")
    listed = "\n".join(shown)
    added = f"# {heading}\n\n{note}\n\n```json\n{listed}\n```\n"
    document = f"{begun}\n{added}" if begun else added
    said = content.say("export_all" if shown == lines else "export_newest", count=len(shown))
    return reply.with_(text=f"{reply.text}\n\n{said}", attachment=(FILE_NAME, document))


def _newest(lines: list[str], most: int) -> list[str]:
    """The last lines that take at most so many bytes; they are ASCII."""
    room = most
    for number, line in enumerate(reversed(lines)):
        room -= len(line) + 1
        if room < 0:
            return lines[len(lines) - number :]
    return lines


def _lines_of(kept: Sequence[Kept]) -> Iterator[str]:
    """Oldest first, whatever the channel."""
    rows = [(record, session) for session, records in kept for record in records]
    rows.sort(key=lambda row: row[0].at)
    for record, session in rows:
        place = {"user": session.user, "channel": session.channel}
        came = {"source": record.source} if record.source else {}
        yield json.dumps({**place, "at": record.at.isoformat(), **came, **record.data})
