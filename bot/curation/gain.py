"""The intents' accuracy before and after a review, on five folds of the utterances. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.content.snapshot import Content, Training
from bot.curation.drafts import Accepted
from bot.evaluation.folds import Guess, cross_validate
from bot.understanding.build import Example, count_words, example_sets, features_of, preparer_for
from bot.understanding.encoding import Encoder, sentence

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
    fresh = {each.text for each in accepted}
    old = _guesses(content, before, encoder)
    new = _guesses(content, after, encoder)
    preparer = preparer_for(content, count_words(content, after))
    added = {
        (features_of(preparer, text), each.intent) for each in accepted for text in [each.text]
    }
    added -= {(guess.words, guess.gold) for guess in old}
    kept = [guess for guess in new if (guess.words, guess.gold) not in added]
    found = [guess for guess in new if (guess.words, guess.gold) in added]
    return Gain(_right(old), _right(kept), _right(found), len(old), len(fresh))


def _guesses(content: Content, training: Training, encoder: Encoder | None) -> list[Guess]:
    examples = _intents(content, training)
    vectors = None
    if encoder is not None:
        names = content.vocabulary.slot_names
        vectors = encoder.encode([sentence(words, names) for words, _ in examples])
    held = cross_validate(INTENT, examples, vectors)
    return held.semantic or held.lexical


def _intents(content: Content, training: Training) -> list[Example]:
    preparer = preparer_for(content, count_words(content, training))
    return example_sets(content, training, preparer)[INTENT]


def _right(guesses: Sequence[Guess]) -> float:
    return sum(guess.is_right for guess in guesses) / len(guesses) if guesses else 0.0
