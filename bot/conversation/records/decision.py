"""What every form of a decision record is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.advisor.recommend import recommend
from bot.advisor.weighing import Case
from bot.content.schema import SourceRef
from bot.content.snapshot import Content
from bot.conversation.draft import Draft
from bot.conversation.quote import quote
from bot.conversation.verdicts import case_of, verdict_sources
from bot.reply import Recommendation


@dataclass(frozen=True)
class Decision:
    """The answers and weights, what was left out, and the verdict if one was given."""

    case: Case
    skipped: tuple[str, ...]
    result: Recommendation | None
    sources: tuple[SourceRef, ...]


def decision_of(draft: Draft) -> Decision | None:
    """The decision as it stands; None while nothing is held."""
    dialogue = draft.dialogue
    if dialogue is None or dialogue.status == "cancelled" or not dialogue.answers:
        return None
    content, case = draft.content, case_of(draft)
    result = None
    if dialogue.verdict:
        result = recommend(content, case.answers, case.weights, provisional=dialogue.is_open)
    sources = verdict_sources(content, result) if result else ()
    return Decision(case, dialogue.skipped, result, sources)


def answer_lines(content: Content, decision: Decision, *, quotes: bool = True) -> list[str]:
    """One Markdown list item an answer, with the person's words where `quotes`."""
    lines = []
    for factor, answer in decision.case.answers.items():
        value = content.values[factor].get(answer.value)
        if value:
            title, said = content.factors[factor].title, quote(answer.text, 60)
            key = "summary_line" if quotes else "share_line"
            lines.append(content.say(key, title=title, label=value.label, quote=said))
    return lines


def skipped_titles(content: Content, skipped: tuple[str, ...]) -> str:
    return ", ".join(content.factors[f].title for f in skipped if f in content.factors)


def named(weights: Mapping[str, float], content: Content) -> dict[str, float]:
    return {factor: weight for factor, weight in weights.items() if factor in content.factors}
