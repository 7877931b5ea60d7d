"""Events without what the person wrote: the readings alone, for operators who keep no messages."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import events as ev


def without_words(event: ev.Event) -> ev.Event:
    """The same event; an answer's words give way to the id of the value that was heard in them."""
    if isinstance(event, ev.Heard | ev.Remarked):
        return replace(event, text="")
    if isinstance(event, ev.Recorded):
        return replace(event, text=event.value)
    if isinstance(event, ev.Replied):
        return replace(event, worked=())
    if isinstance(event, ev.Supposed):
        answers = tuple((factor, value, lean, value) for factor, value, lean, _ in event.answers)
        return replace(event, answers=answers)
    return event
