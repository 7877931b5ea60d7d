"""The answers as they stand: shown, shared, and given as a file to keep."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, Protocol, get_args

from bot.content.advising import Format
from bot.content.snapshot import Content
from bot.conversation.draft import Draft
from bot.conversation.explaining import models_text, weighed_text
from bot.conversation.records.as_json import as_json
from bot.conversation.records.decision import Decision, answer_lines, decision_of, skipped_titles
from bot.conversation.records.markdown import markdown
from bot.conversation.records.page import page
from bot.conversation.verdicts import case_of, control_options
from bot.reply import Option, Reply

FORMATS: tuple[Format, ...] = get_args(Format)
FILES: dict[Format, tuple[str, Callable[[Content, Decision], str]]] = {
    "markdown": ("ajar-answers.md", markdown),
    "json": ("ajar-answers.json", as_json),
    "html": ("ajar-decision.html", page),
}
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


def summary(draft: Draft) -> Reply:
    """What the person told so far, and the recommendation if one was given."""
    content, dialogue = draft.content, draft.dialogue
    lines = _lines(draft)
    if not lines:
        return Reply("summary", content.say("summary_none"))
    text = "\n".join(lines)
    if dialogue and dialogue.verdict:
        verdict = content.say(f"verdict_{dialogue.verdict}")
        text += "\n\n" + content.say("summary_verdict", verdict=verdict)
    more = ("weigh", "share", "export") if decision_of(draft) else ()
    options = control_options(content, ("restart", "result", *more))
    return Reply("summary", text, title=content.say("summary_title"), options=options, private=True)


def _lines(draft: Draft) -> list[str]:
    content, decision, dialogue = draft.content, decision_of(draft), draft.dialogue
    lines = answer_lines(content, decision) if decision else []
    if dialogue is None or dialogue.status == "cancelled":
        return lines
    titles = skipped_titles(content, dialogue.skipped)
    if titles:
        lines.append(content.say("summary_skipped", titles=titles))
    weighed = weighed_text(content, case_of(draft))
    return [*lines, f"- {weighed}"] if weighed else lines


def share(draft: Draft, *, openly: bool = False) -> Reply:
    """The recommendation as a text to post: what the person told is in it only where `openly`."""
    content, decision = draft.content, decision_of(draft)
    result = decision.result if decision else None
    if decision is None or result is None:
        return Reply("control", content.say("share_nothing"))
    verdict = content.say(f"verdict_{result.verdict}")
    parts = [content.say(f"rec_{result.confidence}")]
    if openly:
        parts.append("\n".join(answer_lines(content, decision, quotes=False)))
        parts.append(weighed_text(content, decision.case))
    parts += [
        models_text(content, result, decision.case),
        content.first_step(result.verdict),
        content.say("share_note" if openly else "share_note_withheld"),
    ]
    return Reply(
        "summary",
        "\n\n".join(part for part in parts if part),
        title=content.say("share_title", verdict=verdict),
        topics=content.choice_topics,
        sources=content.advisor.sources,
        options=control_options(content, ("share",) if openly else ("share_openly",)),
    )


def export(draft: Draft, form: Format = "markdown") -> Reply:
    """The answers and the recommendation, shown in short and attached as a file; to one in
    Markdown the engine adds all else that is kept."""
    content, decision = draft.content, decision_of(draft)
    if decision is None:
        return Reply("export", content.say("export_none"), event="exported", private=True)
    name, write = FILES[form]
    lines = "\n".join(_lines(draft))
    others = tuple(each for each in FORMATS if each != form)
    return Reply(
        "export",
        f"{content.say('export_text')}\n\n{lines}",
        title=content.say("export_title"),
        attachment=(name, write(content, decision)),
        options=tuple(Option(f"export:{each}", content.button(f"as_{each}")) for each in others),
        event="exported",
        private=True,
    )


def with_everything(content: Content, reply: Reply, kept: Sequence[Kept]) -> Reply:
    """The export with every event of every conversation of the person, one JSON object a line.

    What is more than a front end can send in a file is left out from the oldest on, and said. A
    file of another form than Markdown stays what it is, and that is said too.
    """
    name, begun = reply.attachment or (FILES["markdown"][0], "")
    if name != FILES["markdown"][0]:
        return reply.with_(text=f"{reply.text}\n\n{content.say('export_record')}")
    lines = list(lines_of(kept))
    shown = _newest(lines, LARGEST)
    heading, note = content.say("export_all_title"), content.say("export_all_note")
    listed = "\n".join(shown)
    document = f"{begun}\n# {heading}\n\n{note}\n\n```json\n{listed}\n```\n"
    said = content.say("export_all" if shown == lines else "export_newest", count=len(shown))
    return reply.with_(text=f"{reply.text}\n\n{said}", attachment=(name, document.lstrip()))


def _newest(lines: list[str], most: int) -> list[str]:
    """The last lines that take at most so many bytes; they are ASCII."""
    room = most
    for number, line in enumerate(reversed(lines)):
        room -= len(line) + 1
        if room < 0:
            return lines[len(lines) - number :]
    return lines


def lines_of(kept: Sequence[Kept]) -> Iterator[str]:
    """Oldest first, whatever the channel."""
    rows = [(record, session) for session, records in kept for record in records]
    rows.sort(key=lambda row: row[0].at)
    for record, session in rows:
        place = {"user": session.user, "channel": session.channel}
        came = {"source": record.source} if record.source else {}
        yield json.dumps({**place, "at": record.at.isoformat(), **came, **record.data})
