"""Tells in plain lines how a message was read: for operators and for writers of content."""

from __future__ import annotations

from collections.abc import Iterator

from bot.content.schema import Calibration
from bot.understanding.grounds import Grounds, grounds_of
from bot.understanding.prepare import classifier_words
from bot.understanding.reading import Candidate, Reading, Statement
from bot.understanding.request import Answer, Clarify, Outcome
from bot.understanding.understander import Understander

EXPLAINED = 2
THRESHOLDS = ("answer", "clarify", "margin", "statement", "statement_unasked", "asked")


def explanation(understander: Understander, reading: Reading, outcome: Outcome) -> str:
    """One fact a line: what was found, how each guess came about, the thresholds, the decision."""
    return "\n".join(
        (
            *_found(reading),
            *_ranked(understander, reading),
            *_said(understander, reading),
            f"thresholds: {_thresholds(understander.content.calibration)}",
            f"decision:   {_decision(outcome)}",
        )
    )


def _found(reading: Reading) -> Iterator[str]:
    yield f"read as:    {reading.corrected}"
    yield f"seen as:    {' '.join(reading.seen)}"
    for wrong, right in reading.corrections:
        yield f"corrected:  {wrong} -> {right}"
    for mention in reading.mentions:
        how = "by name" if mention.exact else "by likeness"
        yield f"named:      {mention.text} -> {mention.kind} {mention.id} ({how})"
    meant = reading.described
    if meant:
        yield f"described:  {meant.intent}, confidence {meant.confidence:.2f}"
    if reading.stranger:
        each = reading.stranger
        yield f"not known:  {each.name} ({each.certainty}: a {each.kind})"
    if reading.sides or reading.aspects:
        yield f"sides:      {', '.join((*reading.sides, *reading.aspects))}"
    for quantity in reading.sums:
        yield f"quantity:   {quantity.text} = {quantity.value:g} {quantity.unit}"
    if reading.language:
        yield f"language:   {reading.language}"


def _ranked(understander: Understander, reading: Reading) -> Iterator[str]:
    for place, candidate in enumerate(reading.candidates):
        yield f"candidate:  {_candidate(candidate)}"
        if place < EXPLAINED:
            ranker, label = understander.ranker, candidate.intent
            yield from _because(grounds_of(ranker, "intent", reading.seen, label))
    for clause in reading.clauses:
        best = _candidate(clause.best) if clause.best else "nothing"
        yield f"clause:     {clause.text} -> {best}"


def _said(understander: Understander, reading: Reading) -> Iterator[str]:
    for said in reading.statements:
        sure = f"{said.factor} = {said.value} ({said.leaning}), confidence {said.confidence:.2f}"
        yield f"statement:  {sure}: {said.text}"
        yield from _because_of(understander, said)


def _because_of(understander: Understander, said: Statement) -> Iterator[str]:
    words = classifier_words(understander.preparer.from_text(said.text))
    label = f"{said.factor}={said.value}"
    head = understander.ranker.artefacts.heads.get("statement")
    if head is not None and label in head.classes:
        yield from _because(grounds_of(understander.ranker, "statement", words, label))


def _because(grounds: Grounds) -> Iterator[str]:
    """The sum that the score is: first what counts most."""
    for each in grounds.features:
        name = f'{each.kind} "{each.text}"'
        yield f"  {each.share:+.3f}  {name} ({each.value:.3f} x {each.weight:+.3f})"
    yield f"  {grounds.others:+.3f}  other features"
    yield f"  {grounds.bias:+.3f}  before any feature"
    if grounds.meaning:
        yield f"  {grounds.meaning:+.3f}  meaning"


def _candidate(candidate: Candidate) -> str:
    return f"{candidate.intent}  score {candidate.score:.2f}, confidence {candidate.confidence:.2f}"


def _thresholds(calibration: Calibration) -> str:
    return ", ".join(f"{name} {getattr(calibration, name).value:g}" for name in THRESHOLDS)


def _decision(outcome: Outcome) -> str:
    if isinstance(outcome, Answer | Clarify):
        what = "answer" if isinstance(outcome, Answer) else "ask back between"
        told = (f"{r.act} {' '.join((*r.topics, *r.entities, r.name))}" for r in outcome.requests)
        return f"{what} {'; '.join(each.strip() for each in told)}"
    return f"nothing fits; nearest {', '.join(outcome.nearest)}"
