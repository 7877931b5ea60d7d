"""Utterances under two intents that differ in next to nothing.

Two are alike where they hold the same words, or at least nine tenths of all their words are
shared (Jaccard) and each has four or more. A pair that differs only in the side, the aspect or a
slot is fine: that one word carries the meaning.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from bot.content import schema
from bot.content.checks_sheets import Sheets, key_of
from bot.content.checks_utterances import Said, said_for_intents
from bot.errors import Problem

SHARE = 0.9
FEWEST_WORDS = 4
MAX_NAME_WORDS = 6
MARK = "qq"
Words = tuple[str, ...]


def check_alike(sheets: Sheets) -> Iterator[Problem]:
    said = said_for_intents(sheets)
    words = [tuple(each.key.split()) for each in said]
    names = carrying_names(sheets)
    marked = [mark(each, names) for each in words]
    for first, again in similar(words):
        one, other = said[first], said[again]
        if one.label == other.label or one.key == other.key:
            continue
        if differ_in_carriers(marked[first], marked[again]):
            continue
        yield _problem(sheets, other, one)


def _problem(sheets: Sheets, again: Said, first: Said) -> Problem:
    at = sheets.at(first.file, first.place)
    what = f"{again.text!r} under {again.label} is nearly {first.text!r} under {first.label}, {at}"
    return sheets.problem(again.file, again.place, what, "keep the better one, or tell them apart")


def similar(sentences: Sequence[Words]) -> Iterator[tuple[int, int]]:
    """Index pairs of sentences that are alike, each once, the smaller index first.

    Only sentences that share one of their rarest words are compared: two sets whose Jaccard index
    reaches t must share a word among the first n - ceil(t n) + 1 in any fixed order (Chaudhuri,
    Ganti and Kaushik 2006, prefix filter).
    """
    sets = [frozenset(each) for each in sentences]
    frequency = Counter(chain.from_iterable(sets))
    seen: defaultdict[str, list[int]] = defaultdict(list)
    for number, words in enumerate(sets):
        order = sorted(words, key=lambda word: (frequency[word], word))
        length = len(order) - math.ceil(SHARE * len(order)) + 1
        candidates = {other for word in order[:length] for other in seen[word]}
        for other in sorted(candidates):
            if are_alike(sets[other], words):
                yield other, number
        for word in order[:length]:
            seen[word].append(number)


def are_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    if one == other:
        return True
    if min(len(one), len(other)) < FEWEST_WORDS:
        return False
    return len(one & other) >= SHARE * len(one | other)


def carrying_names(sheets: Sheets) -> dict[Words, str]:
    """Names of the sides and the aspects as words, each with the mark that stands for it."""
    found: dict[Words, str] = {}
    for entry in sheets.entries(schema.Comparison):
        for name in (*entry.item.aliases, entry.item.title):
            found[tuple(key_of(name).split())] = f"{MARK}aspect-{entry.id}"
    for _, vocabulary in sheets.files(schema.Vocabulary):
        for side, names in vocabulary.sides.items():
            found |= {tuple(key_of(name).split()): f"{MARK}side-{side}" for name in names}
    return found


def mark(words: Words, names: Mapping[Words, str]) -> Words:
    """The words with every name of a side or an aspect as one mark; the longest name wins."""
    marked: list[str] = []
    at = 0
    while at < len(words):
        spans = range(min(MAX_NAME_WORDS, len(words) - at), 0, -1)
        length = next((n for n in spans if words[at : at + n] in names), 0)
        marked.append(names[words[at : at + length]] if length else words[at])
        at += length or 1
    return tuple(marked)


def differ_in_carriers(one: Words, other: Words) -> bool:
    """Whether nothing but sides, aspects and slots tells two marked sentences apart."""
    difference = set(one) ^ set(other)
    if difference:
        return all(word.startswith(MARK) for word in difference)
    plain_one, plain_other = (
        [word for word in words if not word.startswith(MARK)] for words in (one, other)
    )
    return plain_one == plain_other
