"""The answers as they stand: shown, and given as a file to keep."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Protocol

from bot.advisor.recommend import recommend
from bot.content.snapshot import Content
from bot.conversation.draft import Draft
from bot.conversation.quote import quote
from bot.conversation.verdicts import verdict_text
from bot.reply import Option, Reply

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


def summary_lines(draft: Draft) -> list[str]:
    content = draft.content
    lines = []
    for factor, answer in draft.answers.items():
        value = content.values[factor].get(answer.value)
        if value:
            lines.append(
                content.say(
                    "summary_line",
                    title=content.factors[factor].title,
                    label=value.label,
                    quote=quote(answer.text, 60),
                )
            )
    skipped = draft.dialogue.skipped if draft.dialogue and draft.answers is not None else ()
    titles = [content.factors[f].title for f in skipped if f in content.factors]
    if titles and (draft.dialogue and draft.dialogue.status != "cancelled"):
        lines.append(content.say("summary_skipped", titles=", ".join(titles)))
    return lines


def summary(draft: Draft) -> Reply:
    """What the person told so far, and the recommendation if one was given."""
    content = draft.content
    lines = summary_lines(draft)
    if not lines:
        return Reply("summary", content.say("summary_none"))
    dialogue = draft.dialogue
    text = "\n".join(lines)
    if dialogue and dialogue.verdict:
        verdict = content.say(f"verdict_{dialogue.verdict}")
        text += "\n\n" + content.say("summary_verdict", verdict=verdict)
    options = tuple(Option(f"control:{key}", content.button(key)) for key in ("restart", "result"))
    return Reply("summary", text, title=content.say("summary_title"), options=options, private=True)


def export(draft: Draft) -> Reply:
    """The answers and the recommendation as Markdown, shown, and attached as a file to which the
    engine adds all else that is kept."""
    content, dialogue = draft.content, draft.dialogue
    lines = summary_lines(draft)
    if not lines or dialogue is None:
        return Reply("export", content.say("export_none"), event="exported", private=True)
    parts = ["\n".join(lines)]
    if dialogue.verdict:
        result = recommend(content, dialogue.answers, dialogue.weights)
        verdict = content.say(f"verdict_{result.verdict}")
        parts.append(f"**{content.say('rec_title', verdict=verdict)}**")
        parts.append(verdict_text(content, result, dialogue.answers))
    title = content.say("export_title")
    document = f"# {title}\n\n" + "\n\n".join(parts) + "\n"
    return Reply(
        "export",
        content.say("export_text") + "\n\n" + parts[0],
        title=title,
        attachment=(FILE_NAME, document),
        event="exported",
        private=True,
    )


def with_everything(content: Content, reply: Reply, kept: Sequence[Kept]) -> Reply:
    """The export with every event of every conversation of the person, one JSON object a line.

    What is more than a front end can send in a file is left out from the oldest on, and said.
    """
    lines = list(_lines_of(kept))
    shown = _newest(lines, LARGEST)
    begun = f"{reply.attachment[1]}\n" if reply.attachment else ""
    heading, note = content.say("export_all_title"), content.say("export_all_note")
    listed = "\n".join(shown)
    document = f"{begun}# {heading}\n\n{note}\n\n```json\n{listed}\n```\n"
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
