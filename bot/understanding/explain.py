"""Tells in plain lines how a message was read: for operators and for writers of content."""

from __future__ import annotations

from collections.abc import Iterator

from bot.understanding.reading import Candidate, Reading
from bot.understanding.request import Answer, Clarify, Outcome


def explanation(reading: Reading, outcome: Outcome) -> str:
    """One fact a line: corrections, names, candidates with scores, statements, the decision."""
    return "\n".join(_lines(reading, outcome))


def _lines(reading: Reading, outcome: Outcome) -> Iterator[str]:
    yield f"read as:    {reading.corrected}"
    for wrong, right in reading.corrections:
        yield f"corrected:  {wrong} -> {right}"
    for mention in reading.mentions:
        how = "by name" if mention.exact else "by likeness"
        yield f"named:      {mention.text} -> {mention.kind} {mention.id} ({how})"
    if reading.stranger:
        each = reading.stranger
        yield f"not known:  {each.name} ({each.certainty}: a {each.kind})"
    if reading.sides or reading.aspects:
        yield f"sides:      {', '.join((*reading.sides, *reading.aspects))}"
    for quantity in reading.sums:
        yield f"quantity:   {quantity.text} = {quantity.value:g} {quantity.unit}"
    if reading.language:
        yield f"language:   {reading.language}"
    yield from (f"candidate:  {_candidate(each)}" for each in reading.candidates)
    for clause in reading.clauses:
        best = _candidate(clause.best) if clause.best else "nothing"
        yield f"clause:     {clause.text} -> {best}"
    for said in reading.statements:
        sure = f"{said.factor} = {said.value} ({said.leaning}), confidence {said.confidence:.2f}"
        yield f"statement:  {sure}: {said.text}"
    yield f"decision:   {_decision(outcome)}"


def _candidate(candidate: Candidate) -> str:
    return f"{candidate.intent}  score {candidate.score:.2f}, confidence {candidate.confidence:.2f}"


def _decision(outcome: Outcome) -> str:
    if isinstance(outcome, Answer | Clarify):
        what = "answer" if isinstance(outcome, Answer) else "ask back between"
        told = (f"{r.act} {' '.join((*r.topics, *r.entities, r.name))}" for r in outcome.requests)
        return f"{what} {'; '.join(each.strip() for each in told)}"
    return f"nothing fits; nearest {', '.join(outcome.nearest)}"
