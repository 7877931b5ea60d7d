"""Keeps a dialogue sound where the content changed under it: what no longer exists is let go."""

from __future__ import annotations

from bot.conversation import asking
from bot.conversation import events as ev
from bot.conversation.draft import Draft
from bot.conversation.hearing import BESIDE, told
from bot.reply import Reply
from bot.understanding.reading import Reading


def mend(draft: Draft) -> bool:
    """Withdraws answers that the content knows no longer and takes over what they lean to now.

    Returns whether anything was withdrawn, or the question that is pending is gone. Where there is
    nothing to choose any more, the dialogue ends.
    """
    dialogue = draft.dialogue
    if dialogue is None or dialogue.status == "cancelled":
        return False
    if not draft.content.factors:
        draft.add(ev.Cancelled())
        return False
    is_mended = is_question_gone(draft)
    for factor, answer in dialogue.answers.items():
        values = draft.content.values.get(factor)
        value = values.get(answer.value) if values else None
        if values is None or (value is None and answer.value != asking.UNKNOWN):
            draft.add(ev.Withdrawn(factor))
            is_mended = True
        elif value is not None and value.leaning != answer.leaning:
            draft.add(ev.Recorded(factor, value.id, value.leaning, answer.text))
    for factor in dialogue.weights:
        if factor not in draft.content.factors:
            draft.add(ev.Weighed(factor, 1.0))
    return is_mended


def is_question_gone(draft: Draft) -> bool:
    return draft.asking is not None and draft.asking not in draft.content.factors


def instead_of_the_lost(draft: Draft, reading: Reading | None = None) -> Reply:
    """The question that is pending exists no longer: what was told is kept, and another is put."""
    if reading is not None:
        asking.record(draft, told(draft, reading, BESIDE))
    return asking.advance(draft, draft.content.say("content_changed"))
