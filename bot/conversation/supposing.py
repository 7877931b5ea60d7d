"""What-ifs: other answers or weights tried out while those held stay as they are."""

from __future__ import annotations

import re

from bot.advisor.recommend import recommend
from bot.advisor.weighing import Case
from bot.content.snapshot import Content
from bot.conversation.dialogue import Supposal
from bot.conversation.draft import Draft
from bot.conversation.hearing import told
from bot.conversation.verdicts import (
    case_of,
    control_options,
    suppose,
    tried_case,
    verdict_sources,
)
from bot.reply import Answer, Recommendation, Reply, Table
from bot.understanding.reading import Reading

CUE = re.compile(
    r"\b(?:what if|suppose|supposing|assuming|assume|imagine|lets say|say we|hypothetically|"
    r"if (?:we|i) (?:had|were|got|did|could|bought|hired|dropped|didnt|werent))\b"
)


def is_what_if(reading: Reading, draft: Draft) -> bool:
    """Only after a verdict: before it there is nothing to compare with. After one what-if "and with
    more money?" is another."""
    if not _has_verdict(draft):
        return False
    says = bool(reading.statements or reading.wish.named_weights)
    return says and (bool(CUE.search(reading.corrected)) or _goes_on(draft, reading))


def _has_verdict(draft: Draft) -> bool:
    dialogue = draft.dialogue
    return dialogue is not None and bool(dialogue.verdict) and dialogue.status != "cancelled"


def _goes_on(draft: Draft, reading: Reading) -> bool:
    dialogue = draft.dialogue
    return dialogue is not None and dialogue.supposed is not None and reading.wish.goes_on


def what_if(draft: Draft, reading: Reading) -> Reply:
    """The verdict on what is supposed. One that goes on from the last adds to it, unless it is to
    stand instead of it."""
    answers = {
        said.factor: Answer(said.value, said.leaning, said.text)
        for said in told(draft, reading)
        if said.factor not in reading.wish.named_weights
    }
    weights = {f: w for f, w in reading.wish.named_weights.items() if f in draft.content.factors}
    last = draft.dialogue.supposed if draft.dialogue else None
    if last is not None and _goes_on(draft, reading) and not reading.wish.instead:
        return suppose(
            draft, Supposal({**last.answers, **answers}, {**last.weights, **weights})
        )  # fmt: skip
    return suppose(draft, Supposal(answers, weights))


def wants_side_by_side(reading: Reading, draft: Draft) -> bool:
    dialogue = draft.dialogue
    return _has_verdict(draft) and bool(dialogue and dialogue.tried) and reading.wish.side_by_side


def side_by_side(draft: Draft, reading: Reading) -> Reply:
    """The answers held beside the last two what-ifs: what differs, and the verdict on each."""
    content, dialogue = draft.content, draft.dialogue
    if dialogue is None or not dialogue.tried:
        return Reply("control", content.say("side_by_side_none"))
    cases = [case_of(draft), *(tried_case(draft, each) for each in dialogue.tried[-2:])]
    results = [
        recommend(content, case.answers, case.weights, what_if=number > 0)
        for number, case in enumerate(cases)
    ]
    numbers = range(1, len(cases))
    header = ("", content.say("real_column"), *(content.say("tried_column", n=n) for n in numbers))
    rows = (*_differing(content, cases), *_verdict_rows(content, results))
    return Reply(
        "answer",
        content.say("side_by_side"),
        title=content.say("side_by_side_title"),
        table=Table(header, rows),
        topics=content.choice_topics,
        sources=verdict_sources(content, results[-1]),
        options=control_options(content, ("real_answers", "what_changes")),
    )


def _differing(content: Content, cases: list[Case]) -> list[tuple[str, ...]]:
    """One row for each answer or weight that is not the same in all cases."""
    rows = []
    for factor in content.factors.values():
        cells = tuple(_cell(content, case, factor.id) for case in cases)
        if len(set(cells)) > 1:
            rows.append((factor.title, *cells))
    return rows


def _cell(content: Content, case: Case, factor: str) -> str:
    answer = case.answers.get(factor)
    value = content.values[factor].get(answer.value) if answer else None
    label = value.label if value else content.say("not_known")
    weight = case.weights.get(factor)
    return label if weight is None else f"{label} × {weight:g}"


def _verdict_rows(content: Content, results: list[Recommendation]) -> list[tuple[str, ...]]:
    verdicts = (content.say(f"verdict_{each.verdict}") for each in results)
    sure = (content.say(f"sure_{each.confidence}") for each in results)
    return [(content.say("verdict_row"), *verdicts), (content.say("sure_row"), *sure)]
