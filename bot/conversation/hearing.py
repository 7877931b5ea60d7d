"""Which of the statements in a message are taken as answers, and when a message is one.

How sure a statement must be depends on where the talk stands: after "help me choose" people tell of
themselves, in the middle of a talk about models they mostly don't.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.conversation.draft import Draft
from bot.understanding.clauses import asks_within
from bot.understanding.reading import Reading, Statement
from bot.understanding.request import Answer, Outcome

UNKNOWN = "unknown"
OUTSIDE = "outside"
ENOUGH = 2
CLEAR = 0.75
LONG = 12
NEARLY = 0.1
WEAK = 0.4
FITS = 0.35
BESIDE = 0.8
INSTEAD = 0.5
HALF = 0.5
OVERWRITES = 0.85
OWN = re.compile(r"\b(?:we|our|ours|i|im|my|mine)\b")
IMPERSONAL = frozenset({"compare", "cost", "find"})
CORRECTION = re.compile(
    r"\b(?:actually|wait|no longer|not any ?more|change|changed|correction|wrong|scratch that|"
    r"i meant|instead|after all|turns out|update)\b"
)


def told(draft: Draft, reading: Reading, least: float = 0.0) -> tuple[Statement, ...]:
    """What the message says at least that surely, for the factors of this pack, each once."""
    known = draft.content.factors
    return tuple(s for s in reading.statements if s.factor in known and s.confidence >= least)


def told_unasked(draft: Draft, reading: Reading) -> tuple[Statement, ...]:
    """Statements clear enough to be taken where nothing was asked."""
    return told(draft, reading, draft.content.calibration.statement_unasked.value)


def told_beside(draft: Draft, reading: Reading) -> tuple[Statement, ...]:
    """Statements about other factors than the one asked, if clear enough for what they change."""
    corrects = bool(CORRECTION.search(reading.corrected))
    return tuple(
        said
        for said in told(draft, reading, BESIDE)
        if said.factor != draft.asking
        and (corrects or said.confidence >= OVERWRITES or not _needs_care(draft, said))
    )


def _needs_care(draft: Draft, said: Statement) -> bool:
    """Whether a statement would replace an answer held, or bring a need that outranks the rest."""
    value = draft.content.values[said.factor].get(said.value)
    return said.factor in draft.answers or (value is not None and value.constraint is not None)


def answers_to_question(draft: Draft, reading: Reading) -> tuple[Statement, ...]:
    """What the message says while a question is pending: its answer, and anything else clear."""
    corrected = _corrections(draft, reading)
    if corrected:
        return corrected
    said = reading.answer
    direct = [s for s in told(draft, reading) if s.factor == draft.asking]
    beside = told_beside(draft, reading)
    instead = [s for s in told(draft, reading, INSTEAD) if s.factor != draft.asking]
    others = beside or tuple(instead)
    if others and not _is_answer(said, direct, beside, others):
        return others
    if said is not None and said.confidence >= draft.content.calibration.asked.value:
        return (said, *beside)
    return (*direct[:1], *beside)


def _is_answer(
    said: Statement | None,
    direct: Sequence[Statement],
    beside: Sequence[Statement],
    others: Sequence[Statement],
) -> bool:
    """Whether a message that tells of `others` answers the question asked too, as `said` has it."""
    if said is None:
        return False
    sure = said.fit * said.confidence
    if said.value == UNKNOWN:
        return sure >= max(other.confidence for other in others)
    return bool(direct) or (said.fit >= FITS and (not beside or sure >= HALF))


def _corrections(draft: Draft, reading: Reading) -> tuple[Statement, ...]:
    """ "wait, i was wrong about the hotline": what is told anew of answers that are held."""
    if not CORRECTION.search(reading.corrected):
        return ()
    return tuple(
        said
        for said in told(draft, reading)
        if said.factor in draft.answers and said.factor != draft.asking
    )


def plain_answer(draft: Draft, word: str, text: str) -> Statement | None:
    """What a bare "yes" or "no" says to the question pending, where it takes such an answer."""
    factor = draft.content.factors[draft.asking] if draft.asking else None
    value_id = (factor.if_yes if word == "yes" else factor.if_no) if factor else None
    value = draft.content.values[factor.id].get(value_id or "") if factor else None
    if factor is None or value is None:
        return None
    return Statement(factor.id, value.id, value.leaning, 0.9, text)


def surest_of(statements: Sequence[Statement]) -> float:
    """How surely something is told that leans to a side."""
    return max((s.confidence for s in statements if s.leaning != "neutral"), default=0.0)


def is_about_situation(reading: Reading, outcome: Outcome, statements: Sequence[Statement]) -> bool:
    """Whether a message outside a dialogue tells of the person rather than asks of the subject.

    What leans to neither side, as what sort of media is wanted, is often part of a question.
    """
    surest = surest_of(statements)
    several = len(statements) >= ENOUGH
    asks = outcome.requests[0].confidence if isinstance(outcome, Answer) else 0.0
    asks = max(asks, reading.confidence_of(OUTSIDE))
    is_long = len(reading.corrected.split()) > LONG
    if asks >= HALF and _is_impersonal(reading, outcome):
        return False
    if reading.is_question or asks_within(reading.text):
        return several and is_long and surest > asks
    if isinstance(outcome, Answer) and outcome.requests[0].act == "section":
        lead = -NEARLY if OWN.search(reading.corrected) else NEARLY
        return surest > asks + lead or (several and asks < CLEAR)
    return surest > asks + NEARLY or (several and asks < WEAK)


def _is_impersonal(reading: Reading, outcome: Outcome) -> bool:
    """A search, a comparison or a sum in which nobody speaks of themselves."""
    is_asked = isinstance(outcome, Answer) and outcome.requests[0].act in IMPERSONAL
    return is_asked and not OWN.search(reading.corrected)
