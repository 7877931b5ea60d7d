"""What is offered to a person who comes back after a long silence."""

from __future__ import annotations

from bot.conversation import events as ev
from bot.conversation.draft import Draft
from bot.reply import Option, Reply

OFFER = (("control:resume", "go_on"), ("control:restart", "restart"), ("control:cancel", "drop"))
OFFERED = tuple(option for option, _ in OFFER)


def note_silence(draft: Draft, hours: float) -> None:
    """Notes that the person was away for long, where a question waits for them."""
    if draft.asking is not None and hours >= draft.content.advisor.silence_hours:
        draft.add(ev.CameBack(round(hours, 1)))


def offer(draft: Draft, text: str = "") -> Reply:
    """Asks whether to go on, below `text`."""
    content = draft.content
    options = tuple(Option(option, content.button(key)) for option, key in OFFER)
    said = content.say("welcome_back")
    return Reply("question", f"{text}\n\n{said}".strip(), options=options)
