"""What people do to steer: stop, back, skip, why, my answers, start over, delete and the like.

Each control is a small function from the draft to a reply; the table at the end names them all.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.conversation import afterwards, asking
from bot.conversation import events as ev
from bot.conversation.draft import Draft
from bot.conversation.followups import examples, more, said_again
from bot.conversation.options import start_options
from bot.conversation.reweighing import unweigh
from bot.conversation.summaries import export, summary
from bot.conversation.supposing import side_by_side
from bot.conversation.verdicts import conclude
from bot.reply import Option, Reply
from bot.understanding.reading import Reading

POINTING = frozenset({"that", "it", "this", "those"})
Control = Callable[[Draft, Reading], Reply]


def _say(draft: Draft, key: str, **slots: object) -> Reply:
    return Reply("control", draft.content.say(key, draft.state.turns, **slots))


def cancel(draft: Draft, reading: Reading) -> Reply:
    if draft.state.open_dialogue is None:
        return _say(draft, "cancel_nothing")
    draft.add(ev.Cancelled())
    options = start_options(draft.content)
    return _say(draft, "cancelled").with_(event="cancelled", options=options)


def back(draft: Draft, reading: Reading) -> Reply:
    """Takes the last thing that was said back, then the question before that."""
    dialogue = draft.dialogue
    if dialogue is None or dialogue.status == "cancelled":
        return _say(draft, "back_nothing")
    if dialogue.weights_before is not None:
        return unweigh(draft)
    last = dialogue.said[-1] if dialogue.said else None
    if last and dialogue.asked and last.asking == (draft.asking or ""):
        return _unsaid(draft, last.asking)
    earlier = [factor for factor in dialogue.asked if factor != dialogue.asking]
    if not earlier:
        if draft.asking is None:
            return _say(draft, "back_nothing")
        return asking.say_and_ask(draft, "back_first")
    draft.add(ev.WentBack(earlier[-1]), ev.Asked(earlier[-1]))
    return asking.say_and_ask(draft, "back").with_(event="back")


def _unsaid(draft: Draft, asked: str) -> Reply:
    """What was said beside the pending question, or after the verdict, is taken back."""
    is_concluded = draft.asking is None
    draft.add(ev.WentBack(asked))
    if is_concluded:
        return asking.advance(draft, draft.content.say("unsaid")).with_(event="back")
    draft.add(ev.Asked(asked))
    return asking.say_and_ask(draft, "back").with_(event="back")


def skip(draft: Draft, reading: Reading) -> Reply:
    if draft.asking is None:
        return _say(draft, "yes_no_nothing")
    draft.add(ev.Skipped(draft.asking))
    return asking.advance(draft, draft.content.say("skipped"))


def skip_all(draft: Draft, reading: Reading) -> Reply:
    if draft.state.open_dialogue is None:
        return result(draft, reading)
    if draft.asking:
        draft.add(ev.Skipped(draft.asking))
    draft.add(ev.SkippedRest())
    return asking.advance(draft, draft.content.say("skip_rest"))


def why_asked(draft: Draft, reading: Reading) -> Reply:
    if draft.asking is None:
        return afterwards.why_verdict(draft, reading)
    told = [f for f in draft.before.last_recorded if f in draft.content.factors]
    if told and POINTING & set(reading.corrected.split()):
        factor = draft.content.factors[told[-1]]  # "why does that matter?": what was just told
        reply = Reply("explain_question", factor.why, topics=(factor.topic,))
        return asking.with_question(draft, reply)
    return asking.say_and_ask(draft, "explain", "explain_question")


def what_mean(draft: Draft, reading: Reading) -> Reply:
    if draft.asking is None:
        return _say(draft, "example_nothing")
    return asking.say_and_ask(draft, "mean", "explain_question")


def example(draft: Draft, reading: Reading) -> Reply:
    if draft.asking is None:
        if draft.before.focus.topics:
            return examples(draft) or more(draft, reading)
        return _say(draft, "example_nothing")
    return asking.say_and_ask(draft, "example", "explain_question")


def repeat(draft: Draft, reading: Reading) -> Reply:
    if draft.asking:
        return asking.put(draft, asking.question_text(draft))
    dialogue = draft.dialogue
    if dialogue and dialogue.verdict and dialogue.status == "concluded":
        return conclude(draft)
    again = said_again(draft, reading) if draft.state.open_dialogue is None else None
    return again or _say(draft, "nothing_to_repeat")


def show_summary(draft: Draft, reading: Reading) -> Reply:
    reply = summary(draft)
    return asking.with_question(draft, reply) if draft.asking else reply


def result(draft: Draft, reading: Reading) -> Reply:
    """The verdict now; provisional while a question is open."""
    dialogue = draft.dialogue
    if dialogue is None or dialogue.status == "cancelled":
        return asking.start(draft)
    return conclude(draft, provisional=dialogue.is_open)


def restart(draft: Draft, reading: Reading) -> Reply:
    if draft.dialogue is None:
        return _say(draft, "restart_nothing").with_(options=start_options(draft.content))
    draft.add(ev.Restarted())
    lead = draft.content.say("restarted", question="").strip()
    return asking.advance(draft, lead, event="restarted")


def resume(draft: Draft, reading: Reading) -> Reply:
    dialogue = draft.dialogue
    if dialogue is None:
        focus = draft.before.focus
        return more(draft, reading) if focus.topics or focus.search else asking.start(draft)
    if draft.asking:
        return asking.say_and_ask(draft, "resumed").with_(event="resumed")
    if dialogue.status == "cancelled":
        draft.add(ev.Resumed())
        return asking.advance(draft, draft.content.say("resumed", question=""), event="resumed")
    return conclude(draft).with_(event="resumed")


def delete(draft: Draft, reading: Reading) -> Reply:
    draft.add(ev.AskedToDelete())
    buttons = [("control:delete-yes", "delete_yes"), ("control:delete-no", "delete_no")]
    options = tuple(Option(option, draft.content.button(key)) for option, key in buttons)
    text = draft.content.say("delete_ask")
    return Reply("delete", text, event="confirm_delete", options=options, private=True)


def delete_yes(draft: Draft, reading: Reading) -> Reply:
    draft.erases = True
    return Reply("delete", draft.content.say("delete_done"), event="deleted", private=True)


def delete_no(draft: Draft, reading: Reading) -> Reply:
    return _say(draft, "delete_kept").with_(private=True)


def change(draft: Draft, reading: Reading) -> Reply:
    if draft.dialogue is None:
        return asking.start(draft)
    return _say(draft, "change_which")


def language(draft: Draft, reading: Reading) -> Reply:
    reply = _say(draft, "language_set")
    return asking.with_question(draft, reply) if draft.asking else reply


def say_no(draft: Draft, reading: Reading) -> Reply:
    return _say(draft, "yes_no_nothing")


CONTROLS: dict[str, Control] = {
    "cancel": cancel,
    "back": back,
    "skip": skip,
    "skip-all": skip_all,
    "why-asked": why_asked,
    "what-mean": what_mean,
    "example": example,
    "repeat": repeat,
    "summary": show_summary,
    "result": result,
    "restart": restart,
    "resume": resume,
    "export": lambda draft, reading: export(draft, *reading.wish.formats[:1]),
    "share": lambda draft, reading: afterwards.shared(draft, openly=False),
    "share-openly": lambda draft, reading: afterwards.shared(draft, openly=True),
    "side-by-side": side_by_side,
    "weigh": afterwards.weigh_how,
    "delete": delete,
    "delete-yes": delete_yes,
    "delete-no": delete_no,
    "why-verdict": afterwards.why_verdict,
    "why-not": afterwards.why_not,
    "what-changes": afterwards.what_changes,
    "disagree": afterwards.disagree,
    "real-answers": afterwards.real_answers,
    "change": change,
    "feedback-good": lambda draft, reading: afterwards.rate(draft, fits=True),
    "feedback-bad": lambda draft, reading: afterwards.rate(draft, fits=False),
    "fits": lambda draft, reading: afterwards.rate(draft, fits=True),
    "fits-not": lambda draft, reading: afterwards.rate(draft, fits=False),
    "language": language,
    "thanks-no": cancel,
    "yes": say_no,
    "no": say_no,
}
