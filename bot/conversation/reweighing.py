"""The person's own weights: heard in their words, said back, and shown in the verdict."""

from __future__ import annotations

from collections.abc import Mapping

from bot.advisor.weighing import USUAL, Case, Weighing, weigh
from bot.conversation import asking
from bot.conversation import events as ev
from bot.conversation.draft import Draft
from bot.conversation.hearing import OVERWRITES, answers_to_question, told, told_unasked
from bot.conversation.verdicts import case_of, conclude
from bot.reply import Reply
from bot.understanding.reading import Reading, Statement

SAID = {
    0.0: "weight_none",
    0.5: "weight_half",
    USUAL: "weight_usual",
    2.0: "weight_twice",
}  # fmt: skip


def weights_heard(draft: Draft, reading: Reading) -> dict[str, float]:
    """Multiples of the usual weights that the message asks for, of this pack's factors.

    Once a dialogue was cancelled nothing is held, and where none is open yet, a message about the
    subject itself ("privacy matters most with closed models") is no wish of the person's.
    """
    dialogue, wish = draft.dialogue, reading.wish
    if dialogue is not None and dialogue.status == "cancelled":
        return {}
    asks = reading.is_question or reading.asks_within
    if dialogue is None and (reading.mentions or reading.sides or asks):
        return {}
    weights = {f: w for f, w in wish.weights.items() if f in draft.content.factors}
    return weights if dialogue is None else {**_evened(draft, reading), **weights}


def _evened(draft: Draft, reading: Reading) -> dict[str, float]:
    """All weights as usual, where that was asked; without any, the first factor stands for all."""
    if not reading.wish.is_even:
        return {}
    changed = case_of(draft).weights or dict.fromkeys(list(draft.content.factors)[:1], USUAL)
    return dict.fromkeys(changed, USUAL)


def reweigh(draft: Draft, reading: Reading, weights: Mapping[str, float]) -> Reply:
    """Takes new weights, says what changed, and shows how the verdict moves."""
    is_new = draft.dialogue is None
    if is_new:
        draft.add(ev.DialogueStarted())
    said = _told_as_well(draft, reading, weights)
    asking.record(draft, said)
    before = case_of(draft)
    new = {f: w for f, w in weights.items() if before.weights.get(f, USUAL) != w}
    draft.add(*(ev.Weighed(factor, weight) for factor, weight in new.items()))
    lead = " ".join(filter(None, (asking.acknowledge(draft), _noted(draft, new, reading))))
    moved = _moved(draft, before) if new else ""
    return _go_on(draft, f"{lead}\n\n{moved}".strip(), is_new=is_new)


def unweigh(draft: Draft) -> Reply:
    """Takes the last change of weights back."""
    before = case_of(draft)
    draft.add(ev.Unweighed())
    lead = f"{draft.content.say('weights_back')}\n\n{_moved(draft, before)}".strip()
    return _go_on(draft, lead).with_(event="back")


def _go_on(draft: Draft, lead: str, *, is_new: bool = False) -> Reply:
    """The pending question again if it still counts, the next one, or the verdict."""
    if is_new:
        return asking.advance(draft, lead, event="started")
    case, factor = case_of(draft), draft.asking
    if factor and factor not in case.answers and case.weights.get(factor, USUAL) > 0:
        return asking.put(draft, f"{lead} {asking.question_text(draft)}")
    if factor:
        return asking.advance(draft, lead)
    return conclude(draft, lead=lead)


def _told_as_well(
    draft: Draft, reading: Reading, weights: Mapping[str, float]
) -> tuple[Statement, ...]:
    """What the message says beside the weights. Of a weighed factor only the answer to the pending
    question counts, and what was not held yet; a lower weight says nothing of the situation."""
    if draft.asking in weights:
        heard = answers_to_question(draft, reading)
    else:
        heard = told(draft, reading, OVERWRITES) if draft.asking else told_unasked(draft, reading)
    return tuple(
        said
        for said in heard
        if said.factor not in weights
        or (said.factor == draft.asking and weights[said.factor] > 0)
        or (said.factor not in draft.answers and weights[said.factor] > USUAL)
    )


def _noted(draft: Draft, weights: Mapping[str, float], reading: Reading) -> str:
    content = draft.content
    if reading.wish.is_even and not reading.wish.weights:
        return content.say("weights_even" if weights else "weights_even_already")
    if not weights:
        return content.say("weights_same")
    parts = []
    for factor, weight in weights.items():
        key = SAID.get(weight, "weight_now")
        title = content.factors[factor].title
        parts.append(content.say(key, title=title, times=f"{weight:g}"))
    return content.say("weights_noted", changes="; ".join(parts))


def _moved(draft: Draft, before: Case) -> str:
    """How the sum and the verdict moved; empty while nothing pulls."""
    content, after = draft.content, case_of(draft)
    old = weigh(content, before.answers, before.weights)
    new = weigh(content, after.answers, after.weights)
    if not old.pulls and not new.pulls:
        return ""
    if old.verdict == new.verdict and _share(old) == _share(new):
        return content.say("weights_unmoved", verdict=content.say(f"verdict_{new.verdict}"))
    return content.say(
        "weights_stay" if old.verdict == new.verdict else "weights_turn",
        verdict=content.say(f"verdict_{new.verdict}"),
        before=content.say(f"verdict_{old.verdict}"),
        old=_share(old),
        new=_share(new),
        side=content.guide.side_names["open"],
    )


def _share(weighing: Weighing) -> int:
    """The first side's part of all pulls, in percent; half where nothing pulls."""
    total = weighing.open + weighing.closed
    return round(100 * weighing.open / total) if total else 50
