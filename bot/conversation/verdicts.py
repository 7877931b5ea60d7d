"""The verdict in words: reasons, what speaks against it, what would change it, where to start."""

from __future__ import annotations

from collections.abc import Mapping

from bot.advisor.recommend import recommend, starting_points
from bot.advisor.sensitivity import double_flip
from bot.advisor.weighing import Answers, weigh
from bot.content.schema import SourceRef
from bot.content.snapshot import Content
from bot.conversation import events as ev
from bot.conversation.draft import Draft
from bot.conversation.quote import quote
from bot.reply import Answer, Option, Reason, Recommendation, Reply

MOST_REASONS = 5
MOST_AGAINST = 3
MOST_FLIPS = 2
MOST_SOURCES = 6


def conclude(draft: Draft, *, provisional: bool = False) -> Reply:
    """Gives the verdict on the answers held and notes that it was given."""
    dialogue = draft.dialogue
    assert dialogue is not None
    result = recommend(draft.content, dialogue.answers, dialogue.weights, provisional=provisional)
    draft.add(ev.Concluded(result.verdict, provisional))
    return verdict_reply(draft.content, result, dialogue.answers, draft)


def verdict_reply(
    content: Content, result: Recommendation, answers: Answers, draft: Draft, lead: str = ""
) -> Reply:
    title_key = "rec_title_what_if" if result.what_if else "rec_title"
    if result.provisional:
        title_key = "rec_title_provisional"
    verdict = content.say(f"verdict_{result.verdict}")
    return Reply(
        kind="recommendation",
        title=content.say(title_key, verdict=verdict),
        text=f"{lead}\n\n{verdict_text(content, result, answers)}".strip(),
        topics=_topics(content, result),
        sources=verdict_sources(content, result),
        recommendation=result,
        options=_options(content, draft),
    )


def verdict_text(content: Content, result: Recommendation, answers: Answers) -> str:
    """The whole explanation, in the order in which it weighs."""
    if not any(reason.weight > 0 for reason in result.reasons):
        parts = [content.say("rec_nothing")]
    else:
        parts = [_confidence(content, result, answers), *_reasons(content, result, answers)]
        parts += [_changes(content, result, answers)]
    parts += [_unknown(content, answers), _models(content, result, answers)]
    parts.append(content.advisor.first_steps.get(result.verdict, ""))
    return "\n\n".join(part for part in parts if part)


def _confidence(content: Content, result: Recommendation, answers: Answers) -> str:
    weighing = weigh(content, answers)
    notes = [content.say(f"rec_{result.confidence}")]
    if result.confidence != "low" and abs(weighing.balance) < content.advisor.close_margin:
        notes.append(content.say("rec_close"))
    held = [c for c in content.advisor.constraints if c.id in weighing.constraints]
    notes += [content.say("constraint_note", text=each.text) for each in held]
    if result.verdict == "hybrid":
        notes.append(_split(content, result))
    return " ".join(note for note in notes if note)


def _split(content: Content, result: Recommendation) -> str:
    """The concrete split: which needs go to which side."""
    sides = {
        side: ", ".join(
            content.factors[r.factor].title.lower()
            for r in result.reasons
            if r.leaning == side and r.weight > 0
        )
        for side in ("open", "closed")
    }
    if not all(sides.values()):
        return ""
    return content.say("rec_hybrid_split", **sides)


def _reasons(content: Content, result: Recommendation, answers: Answers) -> list[str]:
    pulling = [reason for reason in result.reasons if reason.weight > 0]
    if result.verdict == "hybrid":
        return [_listed(content, "rec_for", pulling[:MOST_REASONS], answers)]
    for_it = [r for r in pulling if r.leaning in {result.verdict, "neutral"}]
    against = [r for r in pulling if r not in for_it]
    return [
        _listed(content, "rec_for", for_it[:MOST_REASONS], answers),
        _listed(content, "rec_against", against[:MOST_AGAINST], answers),
    ]


def _listed(content: Content, key: str, reasons: list[Reason], answers: Answers) -> str:
    lines = [
        content.say(
            "rec_reason",
            title=content.factors[reason.factor].title,
            quote=quote(answers[reason.factor].text, 60),
            reason=reason.text,
        )
        for reason in reasons
    ]
    return "\n".join([content.say(key), *lines]) if lines else ""


def changes_text(content: Content, result: Recommendation, answers: Answers) -> str:
    """The smallest changes of answers that turn the verdict, in words."""
    flips = list(result.flips[:MOST_FLIPS])
    if not flips:
        pair = double_flip(content, answers)
        if pair is None:
            return content.say("rec_flip_none")
        flips = list(pair)
    said = [
        content.say(
            "rec_flip_one",
            title=content.factors[flip.factor].title,
            label=content.values[flip.factor][flip.to].label,
            verdict=content.say(f"verdict_{flip.verdict}"),
        )
        for flip in flips
    ]
    return (" + " if not result.flips else "; ").join(said)


def _changes(content: Content, result: Recommendation, answers: Answers) -> str:
    return content.say("rec_flip", changes=changes_text(content, result, answers))


def _unknown(content: Content, answers: Answers) -> str:
    missing = [
        factor.title
        for factor in content.factors.values()
        if factor.core and (factor.id not in answers or answers[factor.id].leaning == "unknown")
    ]
    return content.say("rec_unknown", titles=", ".join(missing)) if missing else ""


def _models(content: Content, result: Recommendation, answers: Answers) -> str:
    points = starting_points(content, answers, result.verdict)
    lines = [
        content.say("rec_model", name=content.model_by_id[p.model].name, reason=p.reason)
        for p in points
        if p.model in content.model_by_id
    ]
    return "\n".join([content.say("rec_models"), *lines]) if lines else ""


def _topics(content: Content, result: Recommendation) -> tuple[str, ...]:
    reasons = (content.factors[r.factor].topic for r in result.reasons if r.weight > 0)
    return tuple(dict.fromkeys((*content.choice_topics, *reasons)))[:6]


def verdict_sources(content: Content, result: Recommendation) -> tuple[SourceRef, ...]:
    """The sources of the decision model and of the sections that the reasons rest on."""
    found = (*content.advisor.sources, *content.sources_of(*_topics(content, result)))
    return tuple(dict.fromkeys(found))[:MOST_SOURCES]


def _options(content: Content, draft: Draft) -> tuple[Option, ...]:
    keys = ("why_verdict", "what_changes", "summary", "fits", "fits_not")
    return tuple(Option(f"control:{key.replace('_', '-')}", content.button(key)) for key in keys)


def suppose(draft: Draft, supposed: Mapping[str, Answer], before: str) -> Reply:
    """A what-if: the verdict on other answers, while those held stay as they are."""
    content, dialogue = draft.content, draft.dialogue
    assert dialogue is not None
    draft.add(ev.Supposed(tuple((f, a.value, a.leaning, a.text) for f, a in supposed.items())))
    trial = {**dialogue.answers, **supposed}
    result = recommend(content, trial, dialogue.weights, what_if=True)
    names = {v: content.say(f"verdict_{v}") for v in ("open", "closed", "hybrid")}
    if result.verdict == before:
        lead = content.say("what_if_same", verdict=names[result.verdict])
    else:
        lead = content.say(
            "what_if_new", verdict=names[result.verdict], before=names.get(before, before)
        )
    return verdict_reply(content, result, trial, draft, lead)
