"""A verdict in words: reasons, what speaks against it, what would change it, where to start."""

from __future__ import annotations

from collections.abc import Iterable

from bot.advisor.questions import open_matters
from bot.advisor.recommend import starting_points
from bot.advisor.sensitivity import double_flips
from bot.advisor.weighing import Case, weigh
from bot.content.schema import SourceRef
from bot.content.snapshot import Content
from bot.conversation.quote import quote
from bot.reply import Flip, Reason, Recommendation

# For and against; fewer where the text would grow too long.
MOST_REASONS = ((5, 3), (4, 3), (4, 2), (3, 2), (2, 2), (2, 1), (1, 1))
TEXT_ROOM = 1550
MOST_FLIPS = 2
MOST_UNKNOWN = 4
MOST_LISTED = 12
WORDS = 60


def verdict_text(
    content: Content, result: Recommendation, case: Case, room: int = TEXT_ROOM
) -> str:
    """The whole explanation, in the order in which it weighs; with as many reasons as let it keep
    to about `room` characters."""
    weighed = weighed_text(content, case)
    end = [_unknown(content, case), models_text(content, result, case)]
    end.append(content.first_step(result.verdict))
    if not _pulling(result):
        return _joined(content.say("rec_nothing"), weighed, *end)
    start = [_confidence(content, result, case), weighed]
    end.insert(0, content.say("rec_flip", changes=changes_text(content, result, case)))
    texts = (
        _joined(*start, *_brief_reasons(content, result, case, *most), *end)
        for most in MOST_REASONS
    )
    return next((text for text in texts if len(text) <= room), "") or _joined(
        *start, *_brief_reasons(content, result, case, *MOST_REASONS[-1]), *end
    )


def _brief_reasons(
    content: Content, result: Recommendation, case: Case, most: int, most_against: int
) -> tuple[str, str]:
    for_it, against = split_reasons(result)
    return (
        _headed(content, "rec_for", _briefly(content, for_it, case, most)),
        _headed(content, "rec_against", _briefly(content, against, case, most_against)),
    )


def _joined(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def why_text(content: Content, result: Recommendation, case: Case) -> str:
    """Every reason with its share of the weight and where its claim comes from."""
    pulling = _pulling(result)
    if not pulling:
        return content.say("rec_nothing")
    for_it, against = split_reasons(result)
    return _joined(
        _confidence(content, result, case),
        weighed_text(content, case),
        _headed(content, "rec_for", [_full(content, each, case) for each in for_it]),
        _headed(content, "rec_against", [_full(content, each, case) for each in against]),
    )


def split_reasons(result: Recommendation) -> tuple[list[Reason], list[Reason]]:
    """(what speaks for the verdict, what speaks against it), heaviest first. A mix has both sides
    on its own."""
    pulling = _pulling(result)
    if result.verdict == "hybrid":
        return pulling, []
    for_it = [each for each in pulling if each.leaning in {result.verdict, "neutral"}]
    return for_it, [each for each in pulling if each not in for_it]


def _pulling(result: Recommendation) -> list[Reason]:
    return [reason for reason in result.reasons if reason.weight > 0]


def _confidence(content: Content, result: Recommendation, case: Case) -> str:
    weighing = weigh(content, case.answers, case.weights)
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
            content.factors[r.factor].title.lower() for r in _pulling(result) if r.leaning == side
        )
        for side in ("open", "closed")
    }
    return content.say("rec_hybrid_split", **sides) if all(sides.values()) else ""


def weighed_text(content: Content, case: Case) -> str:
    """The weights that the person changed; empty where there are none."""
    parts = [
        content.say("weight_one", title=content.factors[factor].title, times=f"{weight:g}")
        for factor, weight in case.weights.items()
        if factor in content.factors
    ]
    return content.say("weights_as_asked", weights=", ".join(parts)) if parts else ""


def _briefly(content: Content, reasons: list[Reason], case: Case, most: int) -> list[str]:
    lines = [_brief(content, reason, case) for reason in reasons[:most]]
    left = len(reasons) - most
    return [*lines, content.say("rec_more", count=left)] if left > 0 else lines


def _headed(content: Content, key: str, lines: Iterable[str]) -> str:
    found = list(lines)
    return "\n".join([content.say(key), *found]) if found else ""


def _brief(content: Content, reason: Reason, case: Case) -> str:
    return content.say(
        "rec_reason",
        title=content.factors[reason.factor].title,
        quote=quote(case.answers[reason.factor].text, WORDS),
        reason=reason.text,
    )


def _full(content: Content, reason: Reason, case: Case) -> str:
    source = source_of(content, reason.factor)
    return content.say(
        "rec_reason_full",
        title=content.factors[reason.factor].title,
        share=round(100 * reason.weight),
        quote=quote(case.answers[reason.factor].text, WORDS),
        reason=reason.text,
        source=source.title if source else content.say("rec_no_source"),
        date=f" ({source.as_of})" if source and source.as_of else "",
    )


def source_of(content: Content, factor: str) -> SourceRef | None:
    """Where the claim about a factor comes from: the first source of its section."""
    return next(iter(content.sources_of(content.factors[factor].topic)), None)


def changes_text(content: Content, result: Recommendation, case: Case) -> str:
    """The smallest changes of answers that turn the verdict, in words."""
    flips = result.flips[:MOST_FLIPS]
    if flips:
        return "; ".join(flip_text(content, flip) for flip in flips)
    pairs = double_flips(content, case.answers, case.weights)
    return pair_text(content, *pairs[0]) if pairs else content.say("rec_flip_none")


def all_changes_text(content: Content, result: Recommendation, case: Case) -> str:
    """All single changes that turn the verdict, then all pairs of changes that only together do."""
    pairs = double_flips(content, case.answers, case.weights)
    single = [f"- {flip_text(content, flip)}" for flip in result.flips]
    double = [f"- {pair_text(content, *pair)}" for pair in pairs]
    if not single and not double:
        return content.say("rec_flip_none")
    parts = ["\n".join(single[:MOST_LISTED]) or content.say("rec_flip_no_single")]
    room = max(3, MOST_LISTED - len(single))
    if double:
        lines = [content.say("rec_flip_pairs"), *double[:room]]
        if len(double) > room:
            lines.append(content.say("rec_flip_more", count=len(double) - room))
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def flip_text(content: Content, flip: Flip) -> str:
    verdict = content.say(f"verdict_{flip.verdict}")
    return content.say("rec_flip_one", change=_change(content, flip), verdict=verdict)


def pair_text(content: Content, first: Flip, second: Flip) -> str:
    return content.say(
        "rec_flip_two",
        first=_change(content, first),
        second=_change(content, second),
        verdict=content.say(f"verdict_{first.verdict}"),
    )


def _change(content: Content, flip: Flip) -> str:
    label = content.values[flip.factor][flip.to].label
    return content.say("rec_change", title=content.factors[flip.factor].title, label=label)


def _unknown(content: Content, case: Case) -> str:
    """What is not known and could still turn the verdict."""
    matters = open_matters(content, case.answers, case.weights)[:MOST_UNKNOWN]
    titles = ", ".join(content.factors[factor].title for factor in matters)
    return content.say("rec_unknown", titles=titles) if matters else ""


def models_text(content: Content, result: Recommendation, case: Case) -> str:
    """Models to start with, each with the reason why."""
    lines = [
        content.say("rec_model", name=content.model_by_id[p.model].name, reason=p.reason)
        for p in starting_points(content, case.answers, result.verdict)
        if p.model in content.model_by_id
    ]
    return _headed(content, "rec_models", lines)
