"""The buttons' ids: what each stands for, and whether it still holds.

An answer is "<dialogue>.<question>:<factor>:<value>"; the numbers tell a stale press from a live
one. Everything else is "<what>:<which>", such as "topic:open/licenses" or "control:cancel".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.content.snapshot import Content
from bot.conversation.state import State
from bot.reply import Option

ANSWER = re.compile(r"(\d{1,6})\.(\d{1,6}):([a-z_]+):([a-z-]+)")
SKIP = "skip"
MOST = 5
LABEL = 34


@dataclass(frozen=True)
class AnswerPress:
    """A button under a question; `value` may be "skip"."""

    dialogue: int
    question: int
    factor: str
    value: str


def answer_options(content: Content, state: State) -> tuple[Option, ...]:
    """The buttons of the question now pending: its answers and "Skip", at most five in all."""
    opened = state.open_dialogue
    if opened is None or opened.asking is None:
        return ()
    stamp = f"{state.dialogues}.{opened.question}"
    factor = content.factors[opened.asking]
    values = [value for value in factor.values if value.button][:MOST]
    options = [Option(f"{stamp}:{factor.id}:{v.id}", v.label) for v in values]
    if len(options) < MOST:
        options.append(Option(f"{stamp}:{factor.id}:{SKIP}", content.button("skip")))
    return tuple(options)


def parse_answer(option: str) -> AnswerPress | None:
    match = ANSWER.fullmatch(option)
    if not match:
        return None
    return AnswerPress(int(match[1]), int(match[2]), match[3], match[4])


def is_live(press: AnswerPress, content: Content, state: State) -> bool:
    """Whether the press belongs to the question that is pending now."""
    opened = state.open_dialogue
    return (
        opened is not None
        and press.dialogue == state.dialogues
        and press.question == opened.question
        and press.factor == opened.asking
        and (press.value == SKIP or press.value in content.values.get(press.factor, {}))
    )


def start_options(content: Content) -> tuple[Option, ...]:
    """The button that opens the dialogue; none where the pack has nothing to choose."""
    return (Option("control:start", content.button("start")),) if content.factors else ()


def topic_option(content: Content, topic: str) -> Option:
    title = content.section_by_id[topic].title
    return Option(f"topic:{topic}", shorten(title))


def shorten(label: str, most: int = LABEL) -> str:
    """At most `most` characters, cut at a word."""
    if len(label) <= most:
        return label
    return label[: most - 1].rsplit(" ", 1)[0] + "…"
