"""Messages that go on with the last question on hardware: "and with 8?", "in 4 bit i mean"."""

from __future__ import annotations

from bot.conversation.draft import Draft
from bot.conversation.summing import OPENING
from bot.knowledge.hardware.following import devices_kept, says_more
from bot.understanding.leaning import goes_on_with, is_all_name, sets_beside
from bot.understanding.reading import Reading
from bot.understanding.request import Request

LONGEST, BRIEF = 14, 5
SURE = 0.8
CLEAR = 0.75
FITTING = frozenset({"ask/hardware", "ask/model", "ask/find", "ask/compare", "outside"})


def changed_fit(draft: Draft, reading: Reading, request: Request | None) -> Request | None:
    """The last question on hardware with what the message changes in it; None where it changes
    nothing, and while a question of the dialogue is pending. `request` is what it says by itself.
    """
    focus, content = draft.before.focus, draft.content
    is_long = len(reading.text.split()) > LONGEST
    if focus.kind != "hardware" or not focus.worked or is_long or draft.asking:
        return None
    if reading.ids("license", "vendor") or sets_beside(reading):
        return None
    opens = bool(OPENING.match(reading.text.lower()))
    is_fit = request is not None and request.act == "hardware"
    models = request.models if request and is_fit else reading.ids("model")
    devices = reading.ids("device")
    changes = says_more(content, reading.text, reading.sums) or bool(devices)
    is_brief = opens or (len(reading.text.split()) <= BRIEF and not reading.is_question)
    leans = opens or is_all_name(reading)
    is_same = goes_on_with(reading, "hardware")
    is_meant = is_same or _is_free(draft, reading) or (changes and is_brief)
    if not is_meant or not (changes or (models and (leans or is_same))):
        return None
    return Request(
        "hardware",
        SURE,
        models=models or tuple(e for e in focus.entities if e in content.model_by_id),
        devices=devices or devices_kept(content, focus.entities, reading.text, reading.sums),
        earlier=focus.worked,
    )


def _is_free(draft: Draft, reading: Reading) -> bool:
    """Whether the message is not clearly about something other than what runs where."""
    best = reading.best
    if best is None or best.confidence < CLEAR:
        return True
    return best.intent in FITTING or best.intent == draft.content.guide.hardware_topic
