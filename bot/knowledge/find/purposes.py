"""What models are good for, as words to search by."""

from __future__ import annotations

from bot.content.schema import Model
from bot.content.snapshot import Content
from bot.knowledge.catalogue import catalogue

MOST = 3
# A summary that speaks of a purpose counts less than a maker's own claim of it.
TOLD = 0.4
SHORTEST = 4


def all_purposes(content: Content) -> tuple[str, ...]:
    """Every purpose that can be searched for: the named ones and those of the models."""
    return tuple(catalogue(content).purposes)


def find_purposes(content: Content, text: str) -> tuple[str, ...]:
    """The purposes that a text of plain words names; `text` has a blank at both ends."""
    found: list[str] = []
    covered: set[str] = set()
    for purpose, words in catalogue(content).purposes.items():
        named = [word for word in words if f" {word.replace('-', ' ')} " in text]
        if named and not covered.issuperset(named):
            found.append(purpose)
            covered.update(words)
    return tuple(found[:MOST])


def fit(content: Content, model: Model, purpose: str) -> float:
    """1 where the model is said to be good for the purpose, less where its summary speaks of it."""
    fits = catalogue(content).fits
    key = (model.id, purpose)
    if key not in fits:
        fits[key] = _fit(content, model, purpose)
    return fits[key]


def _fit(content: Content, model: Model, purpose: str) -> float:
    words = catalogue(content).purposes.get(purpose, (purpose,))
    praised = " | ".join(model.good_for).lower()
    if any(word in praised for word in words):
        return 1.0
    told = f" {model.summary.lower()}"
    return TOLD if any(f" {word}" in told for word in words if len(word) >= SHORTEST) else 0.0
