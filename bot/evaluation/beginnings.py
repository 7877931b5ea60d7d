"""How well a message that begins a dialogue is told from any other, and the model of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from bot.content.schema import BeginCurve
from bot.evaluation.holding import HeldOut, logistic, probability
from bot.understanding.beginning import OUTSIDE, PARTS, RECOMMEND, signs_of
from bot.understanding.understander import Understander

LEAST = (0.4, 0.5, 0.6, 0.7, 0.8)
# What a message may be: an opening that tells something, one that tells nothing, a wish for
# advice, a piece of an opening by itself, something of another world, anything else.
TOLD, BARE, WISH, PIECE, ELSE = "told", "bare", RECOMMEND, "piece", "else"
BEGINNING = (TOLD, BARE, WISH, PIECE)
SHORTEST = 3
# Pieces are many and seldom stand alone; a dialogue about another world is worse than one missed.
COUNTS = {PIECE: 0.15, OUTSIDE: 2.0}


@dataclass(frozen=True)
class Begun:
    """The shares of each kind of message that begin a dialogue above `least`."""

    least: float
    told: float
    bare: float
    wishes: float
    pieces: float
    outside: float
    other: float


@dataclass(frozen=True)
class Beginnings:
    reading: str
    beginning: int
    others: int
    curve: BeginCurve
    begun: tuple[Begun, ...]


def measure_beginnings(held: HeldOut) -> list[Beginnings]:
    """Figures by the words, and with the encoder if any, on what was held out."""
    cases = list(_cases(held))
    kinds = {kind for kind, _ in cases}
    if not kinds.issuperset((*BEGINNING, OUTSIDE, ELSE)):
        return []
    return [_judged(name, reader, cases) for name, reader in held.readers()]


def _cases(held: HeldOut) -> Iterator[tuple[str, str]]:
    """(kind, text) of each opening, of its pieces, and of each utterance without a slot."""
    for persona in held.personas:
        yield (TOLD if persona.says else BARE), persona.opening
        pieces = (piece["text"] for piece in persona.says)
        yield from ((PIECE, text) for text in pieces if len(text.split()) >= SHORTEST)
    for text, intent in held.utterances:
        if "{" not in text:
            yield (intent if intent in {RECOMMEND, OUTSIDE} else ELSE), text


def _judged(reading: str, reader: Understander, cases: Sequence[tuple[str, str]]) -> Beginnings:
    signs = [signs_of(reader.understand(text)) for _, text in cases]
    features = np.array([[getattr(each, part) for part in PARTS] for each in signs])
    kinds = np.array([kind for kind, _ in cases])
    marks = np.isin(kinds, BEGINNING)
    counts = np.array([COUNTS.get(kind, 1.0) for kind in kinds])
    fitted = np.round(logistic(features, marks, counts), 2)
    sure = probability(features, fitted)
    curve = BeginCurve(
        **dict(zip((*PARTS, "offset"), fitted.tolist(), strict=True)),
        measured=f"{marks.sum()} beginnings and {(~marks).sum()} other messages held out",
    )
    begun = tuple(
        Begun(least, *(_share(sure[kinds == kind], least) for kind in (*BEGINNING, OUTSIDE, ELSE)))
        for least in LEAST
    )
    return Beginnings(reading, int(marks.sum()), int((~marks).sum()), curve, begun)


def _share(sure: np.ndarray, least: float) -> float:
    return float((sure >= least).mean())


def as_text(beginnings: Sequence[Beginnings]) -> str:
    return "\n".join(line for each in beginnings for line in _lines(each))


def _lines(each: Beginnings) -> Iterator[str]:
    yield f"beginnings, by {each.reading} ({each.beginning} of {each.beginning + each.others})"
    weights = ", ".join(f"{part} {getattr(each.curve, part):.2f}" for part in (*PARTS, "offset"))
    yield f"  weights of the model: {weights}"
    yield "  above, begun: openings that tell, bare ones, wishes, pieces, other worlds, all others"
    for b in each.begun:
        shares = (b.told, b.bare, b.wishes, b.pieces, b.outside, b.other)
        yield f"    {b.least:.2f}  {'  '.join(f'{share:.3f}' for share in shares)}"


def as_data(beginnings: Sequence[Beginnings]) -> list[dict[str, Any]]:
    return [
        {"head": "beginnings", **asdict(each), "curve": each.curve.model_dump()}
        for each in beginnings
    ]
