"""Talk about a verdict: why, why not the other side, what would change it, whether it fits."""

from __future__ import annotations

from bot.advisor.recommend import recommend
from bot.conversation import asking
from bot.conversation import events as ev
from bot.conversation.draft import Draft
from bot.conversation.explaining import all_changes_text, changes_text, weighed_text, why_text
from bot.conversation.followups import more
from bot.conversation.pulls import pulls_chart
from bot.conversation.summaries import share, summary
from bot.conversation.verdicts import case_of, conclude, verdict_answer
from bot.reply import Recommendation, Reply
from bot.understanding.reading import Reading


def _result(draft: Draft) -> Recommendation | None:
    """The verdict on what is held, if one was given; a cancelled dialogue holds none."""
    dialogue = draft.dialogue
    if dialogue is None or dialogue.verdict is None or dialogue.status == "cancelled":
        return None
    case = case_of(draft)
    return recommend(draft.content, case.answers, case.weights, provisional=dialogue.is_open)


def _none_yet(draft: Draft) -> Reply:
    reply = Reply("answer", draft.content.say("why_verdict_none"))
    return _and_ask(draft, reply)


def _and_ask(draft: Draft, reply: Reply) -> Reply:
    return asking.with_question(draft, reply) if draft.asking else reply


def why_verdict(draft: Draft, reading: Reading) -> Reply:
    """Each reason with its share, the person's words, and where the claim comes from; without a
    verdict the long form of what was told last."""
    result = _result(draft)
    if result is None:
        told = more(draft, reading)
        return told if told.kind == "answer" else _none_yet(draft)
    content = draft.content
    verdict = content.say(f"verdict_{result.verdict}")
    text = why_text(content, result, case_of(draft))
    reply = verdict_answer(draft, result, text, content.say("why_title", verdict=verdict))
    return _and_ask(draft, reply.with_(chart=pulls_chart(content, result)))


def why_not(draft: Draft, reading: Reading) -> Reply:
    """What speaks for the side that was not recommended, and what would turn it."""
    result = _result(draft)
    if result is None:
        return _none_yet(draft)
    content = draft.content
    if result.verdict == "hybrid":
        title, text = "", content.say("why_not_hybrid")
    else:
        other = "closed" if result.verdict == "open" else "open"
        side = content.say(f"verdict_{other}")
        reasons = [r for r in result.reasons if r.leaning == other and r.weight > 0]
        lines = [f"- {content.factors[r.factor].title}: {r.text}" for r in reasons]
        title = content.say("why_not_title", side=side)
        text = "\n".join(lines) or content.say("why_not_nothing", side=side)
    changes = content.say("rec_flip", changes=changes_text(content, result, case_of(draft)))
    return _and_ask(draft, verdict_answer(draft, result, f"{text}\n\n{changes}", title))


def what_changes(draft: Draft, reading: Reading) -> Reply:
    """All single changes of an answer that turn the verdict, and pairs that only together do."""
    dialogue = draft.dialogue
    if dialogue is None or dialogue.status == "cancelled" or not dialogue.answers:
        return _none_yet(draft)
    content, case = draft.content, case_of(draft)
    result = recommend(content, case.answers, case.weights, provisional=dialogue.is_open)
    text = all_changes_text(content, result, case)
    return _and_ask(draft, verdict_answer(draft, result, text, content.say("changes_title")))


def disagree(draft: Draft, reading: Reading) -> Reply:
    """The verdict stays on the same answers; says what would have to differ."""
    result = _result(draft)
    if result is None:
        return _and_ask(draft, Reply("control", draft.content.say("feedback_bad")))
    changes = changes_text(draft.content, result, case_of(draft))
    text = draft.content.say("disagree", changes=changes)
    return _and_ask(draft, verdict_answer(draft, result, text))


def real_answers(draft: Draft, reading: Reading) -> Reply:
    """Leaves a what-if: the verdict on the answers held, put again."""
    dialogue = draft.dialogue
    if dialogue is None or not dialogue.verdict or dialogue.status == "cancelled":
        return _and_ask(draft, summary(draft))
    return conclude(draft, provisional=dialogue.is_open, lead=draft.content.say("real_again"))


def rate(draft: Draft, *, fits: bool) -> Reply:
    """Notes whether the recommendation fits; without one there is nothing to note."""
    if _result(draft) is not None:
        draft.add(ev.Rated(fits))
    text = draft.content.say("feedback_good" if fits else "feedback_bad")
    return _and_ask(draft, Reply("control", text))


def weigh_how(draft: Draft, reading: Reading) -> Reply:
    """The weights as they are, and how to change them in one's own words."""
    content = draft.content
    weighed = weighed_text(content, case_of(draft)) or content.say("weights_all_usual")
    return _and_ask(draft, Reply("control", content.say("weights_how", weighed=weighed)))


def shared(draft: Draft, *, openly: bool) -> Reply:
    return _and_ask(draft, share(draft, openly=openly))
