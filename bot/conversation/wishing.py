"""What a message asks of the weighing by its wording alone, before anything else is made of it."""

from __future__ import annotations

from bot.conversation.controls import CONTROLS
from bot.conversation.draft import Draft
from bot.conversation.reweighing import reweigh, weights_heard
from bot.conversation.supposing import is_what_if, wants_side_by_side, what_if
from bot.reply import Reply
from bot.understanding.reading import Reading


def wished(draft: Draft, reading: Reading) -> Reply | None:
    """What-ifs, weights, and what becomes of a verdict: told by the wording alone."""
    if wants_side_by_side(reading, draft):
        return CONTROLS["side-by-side"](draft, reading)
    if is_what_if(reading, draft):
        return what_if(draft, reading)
    weights = weights_heard(draft, reading)
    if weights:
        return reweigh(draft, reading, weights)
    dialogue, wish = draft.dialogue, reading.wish
    if dialogue is None or dialogue.status == "cancelled":
        return None
    if wish.reweighs:
        return CONTROLS["weigh"](draft, reading)
    if wish.exports and wish.formats:
        return CONTROLS["export"](draft, reading)
    if wish.fits is not None and dialogue.verdict and draft.before.focus.kind == "recommendation":
        return CONTROLS["fits" if wish.fits else "fits-not"](draft, reading)
    if wish.shares and dialogue.verdict:
        return CONTROLS["share-openly" if wish.is_open else "share"](draft, reading)
    return None
