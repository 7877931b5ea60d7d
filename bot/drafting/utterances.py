"""Puts the utterances of all intents together so that none teaches two of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from zlib import crc32

from bot.content.checks_alike import similar
from bot.content.checks_sheets import key_of
from bot.content.checks_utterances import FEWEST_OF_TOPIC
from bot.drafting.outline import words_of
from bot.drafting.rules import Rules

LETTERS = 3
Intents = dict[str, list[str]]


def gathered(groups: Iterable[Mapping[str, Sequence[str]]]) -> Intents:
    """The utterances of all groups of intents; one that a former intent has, or nearly has, is left
    out."""
    pairs = [
        (intent, text)
        for group in groups
        for intent, texts in group.items()
        for text in texts
        if key_of(text)
    ]
    seen: set[str] = set()
    unique: list[tuple[str, str]] = []
    for intent, text in pairs:
        if key_of(text) not in seen:
            seen.add(key_of(text))
            unique.append((intent, text))
    dropped: set[int] = set()
    for first, again in similar([tuple(key_of(text).split()) for _, text in unique]):
        if first not in dropped and unique[first][0] != unique[again][0]:
            dropped.add(again)
    found: Intents = {intent: [] for intent, _ in pairs}
    for number, (intent, text) in enumerate(unique):
        if number not in dropped:
            found[intent].append(text)
    return found


def filled_up(topics: Intents, others: Iterable[Sequence[str]], rules: Rules) -> Intents:
    """The topics with at least as many utterances as the check asks for: what lacks is made up of
    the topic's number in the guide ("show part 7"), which no other has."""
    every = (text for texts in (*topics.values(), *others) for text in texts)
    taken = {frozenset(key_of(text).split()) for text in every}
    found: Intents = {}
    for place, (topic, texts) in enumerate(topics.items(), 1):
        found[topic] = list(texts)
        for number in count(place, len(topics) + 1):
            for pattern in rules.numbered:
                text = pattern.replace("{n}", str(number))
                words = frozenset(key_of(text).split())
                if len(found[topic]) < FEWEST_OF_TOPIC and words not in taken:
                    found[topic].append(text)
                    taken.add(words)
            if len(found[topic]) >= FEWEST_OF_TOPIC:
                break
    return found


def content_words(texts: Iterable[str], rules: Rules) -> frozenset[str]:
    """The words that carry meaning, of a few letters at least."""
    words = {word for text in texts for word in words_of(text)}
    return frozenset(w for w in words if len(w) >= LETTERS and w not in rules.small_words)


def some_of(texts: Sequence[str], most: int) -> list[str]:
    """At most so many of the texts, in their order; the same ones where others are added, but for a
    few."""
    chosen = sorted(texts, key=lambda text: crc32(text.encode()))[:most]
    kept = frozenset(chosen)
    return [text for text in texts if text in kept]
