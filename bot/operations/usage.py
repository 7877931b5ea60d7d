"""How the bot was used, counted from the events: no message and nobody's id is in it."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import groupby

from bot.conversation import events as ev
from bot.storage import queries
from bot.storage.moving import Progress, logged
from bot.storage.sql import SqlStore
from bot.storage.store import Record

SESSIONS_AT_ONCE = 200
TOP = 15
OUTSIDE = "outside"


@dataclass
class Usage:
    """Counts since a moment. `unanswered` is by the intent that came nearest, `dropped` by the
    question that was pending where a dialogue was left without a verdict."""

    since: str
    people: int = 0
    conversations: int = 0
    turns: int = 0
    by_day: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    topics: Counter[str] = field(default_factory=Counter)
    unanswered: Counter[str] = field(default_factory=Counter)
    dialogues: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)
    feedback: Counter[str] = field(default_factory=Counter)


async def measure(store: SqlStore, since: datetime, progress: Progress = logged) -> Usage:
    """The usage since then; conversations that were not used since aren't read."""
    usage = Usage(since.isoformat(timespec="seconds"))
    people: set[str] = set()
    after: tuple[datetime, str] | None = None
    page = partial(queries.used_since, since=since, limit=SESSIONS_AT_ONCE)
    while found := await store.do(partial(page, after=after)):
        ids = [session for _, session, _ in found]
        people.update(person for _, _, person in found)
        rows = await store.do(partial(queries.records_since, session_ids=ids, since=since))
        for _, group in groupby(rows, key=lambda row: row[0]):
            count(usage, [record for _, record in group])
        usage.conversations += len(found)
        after = found[-1][:2]
        progress("reading conversations", usage.conversations, usage.conversations)
    usage.people = len(people)
    return usage


def count(usage: Usage, records: Iterable[Record]) -> None:
    """Adds one conversation."""
    pending: str | None = None
    nearest = ""
    for record in records:
        event = ev.from_json(record.data)
        if isinstance(event, ev.Heard | ev.Pressed):
            usage.turns += 1
            usage.by_day[record.at.date().isoformat()] += 1
            ranking = event.ranking if isinstance(event, ev.Heard) else ()
            nearest = next((name for name, _ in ranking if name != OUTSIDE), "none")
        elif isinstance(event, ev.Replied):
            _replied(usage, event, nearest)
        elif event is not None:
            pending = _in_dialogue(usage, event, pending)
    if pending:
        usage.dropped[pending] += 1


def _replied(usage: Usage, event: ev.Replied, nearest: str) -> None:
    usage.kinds[event.kind] += 1
    usage.topics.update(event.topics[:1])
    if event.kind == "out_of_scope":
        usage.unanswered[nearest] += 1


def _in_dialogue(usage: Usage, event: ev.Event, pending: str | None) -> str | None:
    """The question that is pending after the event."""
    if isinstance(event, ev.Asked):
        if event.factor != pending:
            usage.asked[event.factor] += 1
        return event.factor
    if isinstance(event, ev.Rated):
        usage.feedback["fits" if event.fits else "does not fit"] += 1
    elif isinstance(event, ev.DialogueStarted | ev.Restarted):
        usage.dialogues["started"] += 1
    elif isinstance(event, ev.Concluded) and not event.provisional:
        usage.dialogues["concluded"] += 1
        usage.verdicts[event.verdict] += 1
        return None
    elif isinstance(event, ev.Cancelled):
        usage.dialogues["cancelled"] += 1
        if pending:
            usage.dropped[pending] += 1
        return None
    return pending


def as_rows(usage: Usage) -> Iterator[tuple[str, str, int]]:
    """Every count as (group, name, number)."""
    for name in ("people", "conversations", "turns"):
        yield "usage", name, getattr(usage, name)
    for group, value in vars(usage).items():
        if isinstance(value, Counter):
            ranked = sorted(value.items()) if group == "by_day" else value.most_common()
            yield from ((group, name, number) for name, number in ranked)


def as_json(usage: Usage) -> str:
    return json.dumps(vars(usage), indent=1)


def as_csv(usage: Usage) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("group", "name", "number"))
    writer.writerows(as_rows(usage))
    return text.getvalue()


def as_table(usage: Usage, bar: Callable[[float, float], str] = lambda value, top: "") -> str:
    """For a person: the first 15 of each group, with their share in it, and a bar by their number
    and the largest of the group."""
    lines = [f"Since {usage.since}"]
    for group, rows in groupby(as_rows(usage), key=lambda row: row[0]):
        found = list(rows)
        whole = sum(number for _, _, number in found)
        lines += ["", group.replace("_", " ")]
        shown = found[-TOP:] if group == "by_day" else found[:TOP]
        for _, name, number in shown:
            share = "" if group in {"usage", "by_day"} else f"{number / whole:.1%}"
            drawn = "" if group == "usage" else bar(number, max(n for _, _, n in shown))
            lines.append(f"  {name:<36}{number:>8,}{share:>7}  {drawn}".rstrip())
        if len(found) > TOP:
            lines.append(f"  and {len(found) - TOP} more: --format csv has them all")
    return "\n".join(lines)
