"""What models are good for, as words to search by."""

from __future__ import annotations

from collections.abc import Mapping

from bot.content.schema import Model
from bot.content.snapshot import Content
from bot.knowledge.wording import words_of

PREFIX = "knowledge_purpose_"
MOST = 3


def synonyms(content: Content) -> Mapping[str, tuple[str, ...]]:
    """purpose -> the words for it; the first word of each list is the purpose's name."""
    lists = (words_of(content, key) for key in content.phrases.phrases if key.startswith(PREFIX))
    return {words[0]: words for words in lists if words}


def all_purposes(content: Content) -> tuple[str, ...]:
    """Every purpose that can be searched for: the named ones and those of the models."""
    named = dict.fromkeys(synonyms(content))
    named |= {each.lower(): None for model in content.models for each in model.good_for}
    return tuple(named)


def find_purposes(content: Content, text: str) -> tuple[str, ...]:
    """The purposes that a text of plain words names; `text` has a blank at both ends."""
    found = [
        purpose
        for purpose, words in synonyms(content).items()
        if any(f" {word} " in text for word in words)
    ]
    covered = {word for purpose in found for word in synonyms(content)[purpose]}
    found += [
        each
        for each in all_purposes(content)
        if each not in covered and f" {each.replace('-', ' ')} " in text
    ]
    return tuple(dict.fromkeys(found))[:MOST]


def fit(content: Content, model: Model, purpose: str) -> float:
    """1 where the model is said to be good for the purpose, 0.4 where its summary speaks of it."""
    words = synonyms(content).get(purpose, (purpose,))
    praised = " | ".join(model.good_for).lower()
    if any(word in praised for word in words):
        return 1.0
    told = f" {model.summary.lower()} "
    return 0.4 if any(f" {word}" in told for word in words if len(word) > 3) else 0.0
