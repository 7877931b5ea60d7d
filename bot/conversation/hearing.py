"""Which of the statements in a message are taken as answers, and when a message is one."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.draft import Draft
from bot.understanding.reading import Reading, Statement
from bot.understanding.request import Answer, Outcome

UNKNOWN = "unknown"
ENOUGH = 2
CLEAR = 0.75
LONG = 12
LEAD = 0.2


def statements_in(draft: Draft, reading: Reading) -> tuple[Statement, ...]:
    """What the message says unasked, for the factors of this pack, each once."""
    return tuple(said for said in reading.statements if said.factor in draft.content.factors)


def answers_to_question(draft: Draft, reading: Reading) -> tuple[Statement, ...]:
    """What the message says while a question is pending: its answer, and anything else clear.

    A message that clearly speaks of another factor, and not of the one asked, is no answer to it.
    """
    least = draft.content.calibration.asked.value
    asked, said = draft.asking, reading.answer
    others = [s for s in statements_in(draft, reading) if s.factor != asked]
    direct = [s for s in statements_in(draft, reading) if s.factor == asked]
    found: list[Statement] = []
    elsewhere = max((s.confidence for s in others), default=0.0)
    is_about_other = said is not None and elsewhere > max(CLEAR, said.confidence + LEAD)
    if said is not None and said.confidence >= least and not is_about_other:
        others = [s for s in others if s.confidence >= CLEAR and s.text != reading.text]
        found.append(_surest(said, direct))
    elif direct:
        found.append(direct[0])
    return (*found, *others)


def _surest(said: Statement, direct: Sequence[Statement]) -> Statement:
    """The reading with the question in mind, unless the message is clear by itself."""
    clear = [s for s in direct if s.confidence > max(CLEAR, said.confidence)]
    return clear[0] if clear and said.value != UNKNOWN else said


def is_about_situation(
    reading: Reading, outcome: Outcome, statements: Sequence[Statement]
) -> bool:
    """Whether a message outside a dialogue tells of the person rather than asks of the subject."""
    surest = max(said.confidence for said in statements)
    asks = outcome.requests[0].confidence if isinstance(outcome, Answer) else 0.0
    is_long = len(reading.corrected.split()) > LONG
    if reading.is_question:
        return len(statements) >= ENOUGH and is_long and surest > asks
    return surest > asks or (len(statements) >= ENOUGH and asks < CLEAR)
