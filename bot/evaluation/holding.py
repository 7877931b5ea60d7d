"""Personas and utterances held out, and the heads trained without them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from bot.content.snapshot import Content, Training
from bot.content.utterances import Intent, Persona
from bot.understanding.artefacts import Artefacts
from bot.understanding.build import build
from bot.understanding.encoding import Encoder
from bot.understanding.understander import Understander

PARTS = 5
EVIDENT = 10.0
Progress = Callable[[str], None]


@dataclass(frozen=True)
class HeldOut:
    """A fifth of the personas and of the utterances, each with its intent, which `artefacts` never
    saw."""

    content: Content
    personas: tuple[Persona, ...]
    utterances: tuple[tuple[str, str], ...]
    artefacts: Artefacts
    encoder: Encoder | None

    def readers(self) -> Iterator[tuple[str, Understander]]:
        """What reads by the words, and what reads with the encoder, if there is one."""
        yield "words", Understander(self.content, self.artefacts, None)
        if self.encoder:
            yield "semantic", Understander(self.content, self.artefacts, self.encoder)


def hold_out(
    content: Content,
    training: Training,
    encoder: Encoder | None,
    progress: Progress,
    learner: Encoder | None = None,
) -> HeldOut | None:
    """Trains the heads anew; None where no persona would be held out.

    `learner` encodes in place of `encoder` what is learned from, where it is quicker at that.
    """
    held = tuple(p for p in training.personas if _is_held(p.opening))
    if not held:
        return None
    part = training.model_copy(
        update={
            "personas": tuple(p for p in training.personas if p not in held),
            "intents": tuple(map(_kept, training.intents)),
        }
    )
    utterances = tuple(pair for pair in training.intent_pairs() if _is_held(pair[0]))
    artefacts = build(content, part, progress, learner or encoder)
    return HeldOut(content, held, utterances, artefacts, encoder)


def _is_held(text: str) -> bool:
    return crc32(text.encode()) % PARTS == 0


def _kept(intent: Intent) -> Intent:
    """The utterances that are not held out, or one where all of them are."""
    kept = tuple(text for text in intent.utterances if not _is_held(text))
    return intent.model_copy(update={"utterances": kept or intent.utterances[:1]})


def logistic(
    features: np.ndarray, marks: np.ndarray, weights: np.ndarray | None = None
) -> np.ndarray:
    """Coefficients with the offset last, by scikit-learn's logistic regression, barely
    regularised; `weights` says how much each example counts."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=EVIDENT).fit(features, marks, weights)
    return np.append(model.coef_[0], model.intercept_[0])


def probability(features: np.ndarray, coefficients: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-(features @ coefficients[:-1] + coefficients[-1]))))
