"""The intents' accuracy before and after a review, on five folds of the utterances. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.content.snapshot import Content, Training
from bot.curation.drafts import Accepted
from bot.evaluation.folds import Guess, cross_validate
from bot.understanding.build import Example, count_words, example_sets, features_of, preparer_for
from bot.understanding.encoding import Encoder, sentence
from bot.understanding.prepare import Preparer

INTENT = "intent"


@dataclass(frozen=True)
class Gain:
    """Shares of held-out utterances that were told right, 0 to 1. `before` and `after` are of the
    same utterances, those that were there before; `new` of what was accepted, each by models that
    never saw it."""

    before: float
    after: float
    new: float
    old_utterances: int
    new_utterances: int


def measure(
    content: Content,
    before: Training,
    after: Training,
    accepted: Sequence[Accepted],
    encoder: Encoder | None,
) -> Gain:
    """Five folds each; a text is in the same fold before and after."""
    preparer, examples = _prepared(content, after)
    old = _guesses(content, _prepared(content, before)[1], encoder)
    new = _guesses(content, examples, encoder)
    added = {(features_of(preparer, each.text), each.intent) for each in accepted}
    added -= {(guess.words, guess.gold) for guess in old}
    kept = [guess for guess in new if (guess.words, guess.gold) not in added]
    found = [guess for guess in new if (guess.words, guess.gold) in added]
    return Gain(
        _right(old), _right(kept), _right(found), len(old), len({each.text for each in accepted})
    )


def _prepared(content: Content, training: Training) -> tuple[Preparer, list[Example]]:
    """What prepares the utterances, and the examples of the intents."""
    preparer = preparer_for(content, count_words(content, training))
    return preparer, example_sets(content, training, preparer)[INTENT]


def _guesses(content: Content, examples: Sequence[Example], encoder: Encoder | None) -> list[Guess]:
    vectors = None
    if encoder is not None:
        names = content.vocabulary.slot_names
        vectors = encoder.encode([sentence(words, names) for words, _ in examples])
    held = cross_validate(INTENT, examples, vectors)
    return held.semantic or held.lexical


def _right(guesses: Sequence[Guess]) -> float:
    return sum(guess.is_right for guess in guesses) / len(guesses) if guesses else 0.0
