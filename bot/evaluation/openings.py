"""How well openings are heard by heads that never saw them, and the model of how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from bot.content.schema import ToldCurve
from bot.content.snapshot import Content
from bot.content.utterances import Persona
from bot.evaluation.holding import HeldOut, logistic, probability
from bot.understanding.told import Evidence
from bot.understanding.understander import Understander

FOLDS = 5
PARTS = ("own", "rival", "asked", "other", "length")


@dataclass(frozen=True)
class Heard:
    """Shares of the facts that the openings give: heard rightly, heard as another leaning; and
    facts heard that none gave, as a share of the same number. `least` is the confidence taken.
    """

    least: float
    right: float
    wrong: float
    invented: float


@dataclass(frozen=True)
class Openings:
    """The fitted model, and what it hears at several thresholds, fitted and judged in folds."""

    reading: str
    facts: int
    curve: ToldCurve
    heard: tuple[Heard, ...]


@dataclass(frozen=True)
class Case:
    """Evidence that a piece of an opening gives for a factor, and the leanings read and given."""

    persona: int
    evidence: Evidence
    read: str
    given: str | None


def measure_openings(held: HeldOut) -> list[Openings]:
    """Figures by the words, and with the encoder if any, on the personas held out."""
    if not any(persona.says for persona in held.personas):
        return []
    facts = sum(len(_given(held.content, persona)) for persona in held.personas)
    return [_judged(name, facts, list(_cases(held, reader))) for name, reader in held.readers()]


def _cases(held: HeldOut, reader: Understander) -> Iterator[Case]:
    content, listener = held.content, reader.listener
    for number, persona in enumerate(held.personas):
        given = _given(content, persona)
        for piece in listener.pieces(persona.opening):
            for evidence in listener.evidences.of(piece.words):
                value = content.values[evidence.factor][evidence.label.partition("=")[2]]
                yield Case(number, evidence, value.leaning, given.get(evidence.factor))


def _surest(cases: Sequence[Case]) -> list[Case]:
    """The best evidence for each factor of each opening, by a model fitted on all of it."""
    weights = logistic(*_columns(cases))
    sure = probability(_columns(cases)[0], weights)
    best: dict[tuple[int, str], Case] = {}
    for place in np.argsort(sure).tolist():
        best[cases[place].persona, cases[place].evidence.factor] = cases[place]
    return list(best.values())


def _columns(cases: Sequence[Case]) -> tuple[np.ndarray, np.ndarray]:
    """The evidence, shape (cases, parts), and whether it tells of something that was given."""
    features = np.array([[getattr(c.evidence, part) for part in PARTS] for c in cases])
    return features, np.array([c.given is not None for c in cases])


def _given(content: Content, persona: Persona) -> dict[str, str]:
    """The leaning of each factor that the opening gives, by those who wrote it."""
    said = [(f, v) for piece in persona.says for f, v in piece.items() if f != "text"]
    return {f: content.values[f][v].leaning for f, v in said if v in content.values.get(f, {})}


def _judged(reading: str, facts: int, evidence: Sequence[Case]) -> Openings:
    cases = _surest(evidence)
    features, told = _columns(cases)
    sure = np.zeros(len(cases))
    folds = np.array([c.persona % FOLDS for c in cases])
    for fold in range(FOLDS):
        away = folds != fold
        weights = logistic(features[away], told[away])
        sure[~away] = probability(features[~away], weights)
    curve = ToldCurve(
        **dict(
            zip((*PARTS, "offset"), np.round(logistic(features, told), 2).tolist(), strict=True)
        ),
        measured=f"{facts} facts in openings held out",
    )
    heard = tuple(_heard(cases, sure, least, facts) for least in (0.2, 0.3, 0.4, 0.5))
    return Openings(reading, facts, curve, heard)


def _heard(cases: Sequence[Case], sure: np.ndarray, least: float, facts: int) -> Heard:
    taken = [case for case, p in zip(cases, sure.tolist(), strict=True) if p >= least]
    right = sum(case.given == case.read for case in taken)
    invented = sum(case.given is None for case in taken)
    return Heard(least, right / facts, (len(taken) - right - invented) / facts, invented / facts)


def as_text(openings: Sequence[Openings]) -> str:
    return "\n".join(line for each in openings for line in _lines(each))


def _lines(each: Openings) -> Iterator[str]:
    yield f"openings, by {each.reading} ({each.facts} facts held out)"
    weights = ", ".join(f"{part} {getattr(each.curve, part):.2f}" for part in (*PARTS, "offset"))
    yield f"  weights of the model: {weights}"
    yield "  taken above, heard rightly, with another leaning, invented"
    for h in each.heard:
        yield f"    {h.least:.2f}  {h.right:.3f}  {h.wrong:.3f}  {h.invented:.3f}"


def as_data(openings: Sequence[Openings]) -> list[dict[str, Any]]:
    return [
        {"head": "openings", **asdict(each), "curve": each.curve.model_dump()} for each in openings
    ]
