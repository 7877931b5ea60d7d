"""Verdicts as replies: one that is given, one put again, and a what-if's."""

from __future__ import annotations

from bot.advisor.recommend import recommend
from bot.advisor.weighing import Case
from bot.content.schema import SourceRef
from bot.content.snapshot import Content
from bot.conversation import events as ev
from bot.conversation.dialogue import Supposal
from bot.conversation.draft import Draft
from bot.conversation.explaining import TEXT_ROOM, source_of, verdict_text
from bot.conversation.pulls import pulls_chart
from bot.reply import Option, Recommendation, Reply

MOST_SOURCES = 6
MOST_TOPICS = 6
AFTER = ("why_verdict", "what_changes", "summary", "fits", "fits_not")
AFTER_WHAT_IF = ("real_answers", "side_by_side", "what_changes")


def case_of(draft: Draft) -> Case:
    """What the person's verdict rests on now."""
    dialogue = draft.dialogue
    return Case(dialogue.answers, dialogue.weights) if dialogue else Case({}, {})


def conclude(draft: Draft, *, provisional: bool = False, lead: str = "") -> Reply:
    """Gives the verdict on the answers held, below `lead`, and notes that it was given."""
    case = case_of(draft)
    result = recommend(draft.content, case.answers, case.weights, provisional=provisional)
    draft.add(ev.Concluded(result.verdict, provisional))
    return verdict_reply(draft.content, result, case, lead)


def verdict_reply(content: Content, result: Recommendation, case: Case, lead: str = "") -> Reply:
    title_key = "rec_title_what_if" if result.what_if else "rec_title"
    if result.provisional:
        title_key = "rec_title_provisional"
    verdict = content.say(f"verdict_{result.verdict}")
    return Reply(
        kind="recommendation",
        title=content.say(title_key, verdict=verdict),
        text=f"{lead}\n\n{verdict_text(content, result, case, TEXT_ROOM - len(lead))}".strip(),
        topics=_topics(content, result),
        sources=verdict_sources(content, result),
        recommendation=result,
        chart=pulls_chart(content, result),
        options=control_options(content, AFTER_WHAT_IF if result.what_if else AFTER),
    )


def verdict_answer(draft: Draft, result: Recommendation, text: str, title: str = "") -> Reply:
    """Talk about a verdict: an answer that rests on what the verdict rests on."""
    content = draft.content
    return Reply(
        "answer",
        text,
        title=title or None,
        topics=content.choice_topics,
        sources=verdict_sources(content, result),
        recommendation=result,
    )


def _topics(content: Content, result: Recommendation) -> tuple[str, ...]:
    reasons = (content.factors[r.factor].topic for r in result.reasons if r.weight > 0)
    return tuple(dict.fromkeys((*content.choice_topics, *reasons)))[:MOST_TOPICS]


def verdict_sources(content: Content, result: Recommendation) -> tuple[SourceRef, ...]:
    """The sources of the decision model, of each reason's claim, and of its section."""
    claims = (source_of(content, r.factor) for r in result.reasons if r.weight > 0)
    found = (
        *content.advisor.sources,
        *(claim for claim in claims if claim),
        *content.sources_of(*_topics(content, result)),
    )
    return tuple(dict.fromkeys(found))[:MOST_SOURCES]


def control_options(content: Content, keys: tuple[str, ...]) -> tuple[Option, ...]:
    return tuple(Option(f"control:{key.replace('_', '-')}", content.button(key)) for key in keys)


def suppose(draft: Draft, supposal: Supposal) -> Reply:
    """A what-if: the verdict on other answers or weights, while those held stay as they are."""
    content, dialogue = draft.content, draft.dialogue
    assert dialogue is not None
    draft.add(
        ev.Supposed(
            tuple((f, a.value, a.leaning, a.text) for f, a in supposal.answers.items()),
            tuple(supposal.weights.items()),
        )
    )
    held = case_of(draft)
    before = recommend(content, held.answers, held.weights).verdict
    trial = tried_case(draft, supposal)
    result = recommend(content, trial.answers, trial.weights, what_if=True)
    verdict = content.say(f"verdict_{result.verdict}")
    if result.verdict == before:
        lead = content.say("what_if_same", verdict=verdict)
    else:
        was = content.say(f"verdict_{before}")
        lead = content.say("what_if_new", verdict=verdict, before=was)
    return verdict_reply(content, result, trial, lead)


def tried_case(draft: Draft, supposal: Supposal) -> Case:
    """The answers and weights held, with those of a what-if in their place."""
    held = case_of(draft)
    return Case({**held.answers, **supposal.answers}, {**held.weights, **supposal.weights})
