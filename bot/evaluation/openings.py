"""How well openings are heard by heads that never saw them, and the model of how sure that is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from zlib import crc32

import numpy as np

from bot.content.schema import ToldCurve
from bot.content.snapshot import Content, Training
from bot.content.utterances import Persona
from bot.understanding.artefacts import Artefacts
from bot.understanding.build import build
from bot.understanding.encoding import Encoder
from bot.understanding.told import Evidence
from bot.understanding.understander import Understander

HELD_OUT = 5
NEEDLESS = ("intent",)
PARTS = ("own", "rival", "asked", "other")
EVIDENT = 10.0
Progress = Callable[[str], None]


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
    """The best evidence that an opening gives for a factor, and the leanings read and given."""

    persona: int
    evidence: Evidence
    read: str
    given: str | None


def measure_openings(
    content: Content, training: Training, encoder: Encoder | None, progress: Progress
) -> list[Openings]:
    """Figures by the words, and with the encoder if any; a fifth of the personas is held out."""
    held = [p for p in training.personas if crc32(p.opening.encode()) % HELD_OUT == 0]
    kept = tuple(p for p in training.personas if p not in held)
    if not any(p.says for p in held):
        return []
    part = training.model_copy(update={"personas": kept})
    artefacts = build(content, part, progress, encoder, leave_out=NEEDLESS)
    facts = sum(len(_given(content, persona)) for persona in held)
    readings = [("words", None), *([("semantic", encoder)] if encoder else [])]
    return [
        _judged(name, facts, list(_cases(content, artefacts, one, held))) for name, one in readings
    ]


def _cases(
    content: Content, artefacts: Artefacts, encoder: Encoder | None, held: Sequence[Persona]
) -> Iterator[Case]:
    listener = Understander(content, artefacts, encoder).listener
    for number, persona in enumerate(held):
        given = _given(content, persona)
        best: dict[str, Evidence] = {}
        for piece in listener.pieces(persona.opening):
            for evidence in listener.evidences.of(piece.words):
                known = best.get(evidence.factor)
                if known is None or _strength(evidence) > _strength(known):
                    best[evidence.factor] = evidence
        for factor, evidence in best.items():
            value = content.values[factor][evidence.label.partition("=")[2]]
            yield Case(number, evidence, value.leaning, given.get(factor))


def _strength(evidence: Evidence) -> float:
    return evidence.own - 0.5 * evidence.rival + 0.2 * evidence.asked - 0.3 * evidence.other


def _given(content: Content, persona: Persona) -> dict[str, str]:
    """The leaning of each factor that the opening gives, by those who wrote it."""
    said = [(f, v) for piece in persona.says for f, v in piece.items() if f != "text"]
    return {f: content.values[f][v].leaning for f, v in said if v in content.values.get(f, {})}


def _judged(reading: str, facts: int, cases: list[Case]) -> Openings:
    features = np.array([[getattr(c.evidence, part) for part in PARTS] for c in cases])
    told = np.array([c.given is not None for c in cases])
    sure = np.zeros(len(cases))
    folds = np.array([c.persona % HELD_OUT for c in cases])
    for fold in range(HELD_OUT):
        away = folds != fold
        weights = _logistic(features[away], told[away])
        sure[~away] = _probability(features[~away], weights)
    curve = ToldCurve(
        **dict(
            zip((*PARTS, "offset"), np.round(_logistic(features, told), 2).tolist(), strict=True)
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


def _logistic(features: np.ndarray, marks: np.ndarray) -> np.ndarray:
    """Weights with the offset last, by scikit-learn's logistic regression, barely regularised."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=EVIDENT).fit(features, marks)
    return np.append(model.coef_[0], model.intercept_[0])


def _probability(features: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-(features @ weights[:-1] + weights[-1]))))


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
