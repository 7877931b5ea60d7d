"""Which of the statements in a message are taken as answers, and when a message is one.

How sure a statement must be depends on where the talk stands: after "help me choose" people tell of
themselves, in the middle of a talk about models they mostly don't.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.conversation.draft import Draft
from bot.understanding.beginning import RECOMMEND
from bot.understanding.leaning import may_go_on
from bot.understanding.reading import Reading, Statement
from bot.understanding.request import Request

UNKNOWN = "unknown"
FITS = 0.35
BESIDE = 0.8
INSTEAD, INSTEAD_OF_UNKNOWN = 0.5, 0.4
HALF = 0.5
SURE = 0.8
SHORT = 8
NEARLY = 0.1
TELLS, SURELY_CHAT = 0.25, 0.9
IMPERSONAL = frozenset({"compare", "cost", "find"})
OWN = re.compile(r"\b(?:we|our|ours|i|im|my|mine)\b")
OVERWRITES = 0.85
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
    is_unknown = said is not None and said.value == UNKNOWN
    least = INSTEAD_OF_UNKNOWN if is_unknown else INSTEAD
    instead = [s for s in told(draft, reading, least) if s.factor != draft.asking]
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


def is_impersonal(request: Request, reading: Reading) -> bool:
    """A search, a comparison or a sum in which nobody speaks of themselves."""
    is_such = request.act in IMPERSONAL and request.confidence >= HALF
    return is_such and not OWN.search(reading.corrected)


def chats(reading: Reading) -> bool:
    """ "nice, didn't know" after a side answer: no answer to the question pending."""
    likeliest = next(iter(reading.sequels), None)
    is_chat = likeliest is not None and likeliest.intent == "chat"
    tells = any(said.confidence >= TELLS for said in reading.statements)
    return is_chat and likeliest is not None and likeliest.confidence >= SURELY_CHAT and not tells


def begins(draft: Draft, reading: Reading) -> bool:
    """Whether a message outside a dialogue begins one, or adds to what was concluded, by what it
    tells of the person's situation."""
    limits = draft.content.calibration
    leaning = [said for said in told_unasked(draft, reading) if said.leaning != "neutral"]
    surest = max((said.confidence for said in leaning), default=0.0)
    subjects = {draft.content.factors[said.factor].topic for said in leaning}
    is_plain = surest > 0 and _tells_plainly(reading, surest, subjects)
    if draft.dialogue:
        is_concluded = draft.dialogue.status == "concluded"
        least = HALF if is_concluded else limits.begin.value
        return surest > 0 and (is_plain or reading.begins >= least)
    if may_go_on(reading):
        return False
    is_short = len(reading.corrected.split()) <= SHORT
    if is_plain and is_short and surest >= SURE:
        return True
    return reading.begins >= (limits.begin if surest else limits.begin_untold).value


def _tells_plainly(reading: Reading, surest: float, subjects: set[str]) -> bool:
    """ "our budget is tiny": somebody speaks of themselves, asks nothing, and is as surely heard to
    tell something as to be after a subject other than those of what is told."""
    if reading.is_question or reading.asks_within or not OWN.search(reading.corrected):
        return False
    spoken_of = {RECOMMEND, *subjects}
    others = (c.confidence for c in reading.candidates if c.intent not in spoken_of)
    nearly = 0.0 if reading.best and reading.best.intent.startswith("ask/") else NEARLY
    return surest > max(others, default=0.0) - nearly
