"""After a long silence: an offer to go on where the dialogue was, to start over or to drop it."""

from __future__ import annotations

from bot.conversation.controls import CONTROLS
from bot.conversation.draft import Draft
from bot.conversation.silence import OFFERED
from bot.reply import Reply
from bot.understanding.reading import Reading

AGREES = {"control/yes", "control/resume"}
DECLINES = {"control/no", "control/thanks-no", "control/cancel"}


def answer_to_offer(draft: Draft, reading: Reading) -> Reply | None:
    """What a yes or a no means right after the offer; None where it was something else."""
    if draft.before.focus.options != OFFERED or draft.asking is None:
        return None
    best = reading.best.intent if reading.best else ""
    if best in AGREES:
        return CONTROLS["resume"](draft, reading)
    return CONTROLS["cancel"](draft, reading) if best in DECLINES else None
