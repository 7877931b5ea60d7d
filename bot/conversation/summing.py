"""Messages that go on with the last sum of money: "at 60 % utilisation", "and 20,000 a day?"."""

from __future__ import annotations

import re

from bot.conversation.draft import Draft
from bot.knowledge.cost.following import goes_on
from bot.understanding.leaning import goes_on_with, sets_beside
from bot.understanding.reading import Reading
from bot.understanding.request import Request

LONGEST = 18
SURE = 0.8
CLEAR = 0.6
OPENING = re.compile(
    r"^(?:and|but|so|ok|okay|now|then|or|what about|how about|what if|if|same|make (?:it|that)|"
    r"say|suppose|assume|assuming|with|on|at|using|instead|versus|vs|let'?s say|rather)\b"
)
# What a message can be read as and still go on with a sum.
MONEY = frozenset({"ask/cost", "ask/model", "ask/compare", "comparison/cost", "outside"})
FEW = 6


def changed_sum(draft: Draft, reading: Reading) -> Request | None:
    """The last sum with what the message changes in it; None where it changes nothing.

    While a question of the dialogue is pending, only what can't be an answer to that counts.
    """
    focus, content = draft.before.focus, draft.content
    words = len(reading.text.split())
    if focus.kind != "cost" or not focus.worked or words > LONGEST:
        return None
    if reading.ids("license", "vendor") or sets_beside(reading):
        return None
    opens = bool(OPENING.match(reading.corrected) or OPENING.match(reading.text.lower()))
    models, is_same = reading.ids("model"), goes_on_with(reading, "cost")
    if models:
        is_meant = is_same or (opens and words <= FEW and _is_free(draft, reading))
        return _request(draft, models) if is_meant and not draft.asking else None
    is_settled = bool(draft.asking) and not reading.is_question
    likelihood = goes_on(content, reading.text, opens, is_settled)
    is_meant = likelihood == "sure" or opens or is_same or _is_free(draft, reading)
    if likelihood == "no" or not is_meant:
        return None
    return _request(draft, tuple(e for e in focus.entities if e in content.model_by_id))


def _request(draft: Draft, models: tuple[str, ...]) -> Request:
    return Request("cost", SURE, models=models, earlier=draft.before.focus.worked)


def _is_free(draft: Draft, reading: Reading) -> bool:
    """Whether the message is not clearly about something other than money."""
    best = reading.best
    if best is None or best.confidence < CLEAR:
        return True
    return best.intent in MONEY or best.intent == draft.content.guide.cost_topic
