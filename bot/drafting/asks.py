"""Drafts utterances for a section: from its heading, the one above, its terms and its sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import cycle

from bot.drafting.markdown import bare, lead_of
from bot.drafting.outline import words_of
from bot.drafting.rules import Kind, Rules
from bot.drafting.sections import OVERVIEW, Section

MARKED = re.compile(r"\*\*([^*\n]{2,60})\*\*|`([^`\n]{2,40})`")
SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
LONGEST = 22
MOST_TERMS, MOST_SENTENCES = 12, 24
MOST_SHARED = 2
TERM_WORDS = 6
LIST_LINES = 2
KIND_EXTRA = 2
HALF, FEW = 13, 6
WINDOW, STRIDE = 3, 2
MOST_WORDS = 50
LETTERS = 3
HOW = (
    ("how", "to"),
    ("how", "do", "i"),
    ("how", "can", "i"),
    ("how", "do", "you"),
    ("how", "do", "we"),
)


def asks(section: Section, rules: Rules, terms: Sequence[str]) -> list[str]:
    """The utterances, the most telling first; lower case, without marks, each once."""
    found = [
        *_by_heading(section, rules),
        *_by_kind(section, rules.kinds),
        *_by_terms(terms, rules),
        *(() if section.is_index else _by_sentences(section)),
        *(() if section.is_index else _by_words(section, rules)),
    ]
    return list(dict.fromkeys(" ".join(text.split()) for text in found if text.strip()))


def fill(pattern: str, **slots: str) -> str:
    for name, text in slots.items():
        pattern = pattern.replace(f"{{{name}}}", text)
    return pattern


def _by_heading(section: Section, rules: Rules) -> Iterator[str]:
    first = section.phrases[0]
    if section.id == OVERVIEW and set(first.split()) & rules.joining:
        return  # "Green and black tea" asks for both, and so for the comparison
    if not section.is_own:
        for of in section.of[:2]:
            yield from (fill(pattern, t=first, of=of) for pattern in rules.below)
        yield from (fill(pattern, t=f"{section.of[0]} {first}") for pattern in rules.thing)
        return
    for number, phrase in enumerate(section.phrases[:3]):
        patterns = _patterns(phrase, section, rules)
        is_whole = section.place == 0
        yield from patterns if number == 0 and not is_whole else patterns[:FEW]
    if section.parent:
        yield from (fill(pattern, t=first, of=section.of[0]) for pattern in rules.below[:2])


def _patterns(phrase: str, section: Section, rules: Rules) -> list[str]:
    words = phrase.split()
    for start in HOW:
        if tuple(words[: len(start)]) == start and len(words) > len(start):
            return [fill(each, t=" ".join(words[len(start) :])) for each in rules.doing]
    base = _base(words[0], rules.verbs)
    if base and len(words) > 1:
        doing = [fill(each, t=" ".join([base, *words[1:]])) for each in rules.doing[:HALF]]
        return [phrase, *doing, *(fill(each, t=phrase) for each in rules.thing[:HALF])]
    if words[0] in rules.question_words and len(words) > 2:
        core = " ".join(each for each in words if each not in rules.small_words) or phrase
        return [phrase, *(fill(each, t=core) for each in rules.thing)]
    things = [fill(each, t=phrase) for each in rules.thing]
    return (
        [*things, *(fill(each, t=phrase) for each in rules.listing)] if _lists(section) else things
    )


def _base(word: str, verbs: frozenset[str]) -> str:
    """The verb that a word is, or is the "-ing" form of; empty where it is none."""
    if word in verbs:
        return word
    if not word.endswith("ing"):
        return ""
    stem = word[:-3]
    forms = (stem, f"{stem}e", stem[:-1] if stem[-2:-1] == stem[-1:] else "")
    return next((form for form in forms if form in verbs), "")


def _lists(section: Section) -> bool:
    lines = section.forms.whole.split("\n")
    return sum(line.startswith("- ") for line in lines) >= LIST_LINES


def _by_kind(section: Section, kinds: Sequence[Kind]) -> Iterator[str]:
    found = kinds_of(section.phrases[0], kinds)[:2]
    if section.id == OVERVIEW:
        found = [next(kind for kind in kinds if OVERVIEW in kind.names)]
    for kind in found:
        for number, ask in enumerate(kind.asks):
            yield fill(ask, of=section.of[number % len(section.of)])


def kinds_of(phrase: str, kinds: Sequence[Kind]) -> list[Kind]:
    """The kinds that a heading is of: those with a name that is most of it, the longest first."""
    words = phrase.split()
    found: list[tuple[int, Kind]] = []
    for kind in kinds:
        names = [words_of(name) for name in kind.names]
        fit = [len(n) for n in names if set(n) <= set(words) and _is_most(n, phrase)]
        if fit:
            found.append((max(fit), kind))
    return [kind for _, kind in sorted(found, key=lambda each: -each[0])]


def _is_most(name: Sequence[str], phrase: str) -> bool:
    """Whether a name is nearly all of a heading, or begins it with more than one word."""
    is_start = len(name) > 1 and phrase.startswith(" ".join(name))
    return is_start or len(phrase.split()) <= len(name) + KIND_EXTRA


def leads_of(text: str) -> list[str]:
    """The terms at the head of its lines, in the words of a message."""
    return _terms(lead_of(line)[0] for line in text.split("\n"))


def terms_of(text: str) -> list[str]:
    """What a text sets in bold or as code, in the words of a message."""
    return _terms(bold or code for bold, code in MARKED.findall(text))


def _terms(found: Iterable[str]) -> list[str]:
    words = [words_of(bare(each)) for each in found]
    return list(dict.fromkeys(" ".join(each) for each in words if 0 < len(each) <= TERM_WORDS))


def own_terms(sections: Sequence[Section], rules: Rules) -> dict[str, list[str]]:
    """The terms of each section by its id: those that head a line of it, then those that it marks
    and at most one other section does, unless they head a line elsewhere."""
    written = [each for each in sections if not each.is_index]
    leads = {each.id: leads_of(each.forms.whole) for each in written}
    marked = {each.id: terms_of(each.forms.whole) for each in written}
    heads = {term for terms in leads.values() for term in terms}
    counts = Counter(term for terms in marked.values() for term in terms)
    found: dict[str, list[str]] = {}
    for name, terms in leads.items():
        rare = [term for term in marked[name] if term not in heads and counts[term] <= MOST_SHARED]
        every = dict.fromkeys([*terms, *rare])
        found[name] = [t for t in every if len(t) > 1 and t not in rules.small_words][:MOST_TERMS]
    return found


def _by_terms(terms: Sequence[str], rules: Rules) -> Iterator[str]:
    for term in terms:
        yield from (fill(pattern, t=term) for pattern in rules.term)


def _by_sentences(section: Section) -> Iterator[str]:
    """The sentences, items and rows, the first words of each; evenly taken where there are many."""
    parts = [words_of(bare(part)) for part in SENTENCE.split(section.forms.whole)]
    parts = [part for part in parts if len(part) > 1]
    step = max(1, -(-len(parts) // MOST_SENTENCES))
    for part in parts[::step]:
        yield " ".join(part[:LONGEST])
        if len(part) > LONGEST + 4:
            yield " ".join(part[LONGEST - 2 : 2 * LONGEST - 2])


def _by_words(section: Section, rules: Rules) -> Iterator[str]:
    """A few telling words of each sentence after one another, then single ones, each time in
    another frame: so that the words tell the sections apart, and the frames don't."""
    frames = cycle(rules.frames[section.place % len(rules.frames) :] + rules.frames)
    every: dict[str, int] = {}
    for part in SENTENCE.split(section.forms.whole):
        words = telling(part, rules)
        every |= dict.fromkeys(words, 0)
        for at in range(0, len(words), STRIDE):
            yield fill(next(frames), t=" ".join(words[at : at + WINDOW]))
    for word in list(every)[:MOST_WORDS]:
        yield fill(next(frames), t=word)


def telling(text: str, rules: Rules) -> list[str]:
    """The words of a text that carry meaning, in order."""
    return [w for w in words_of(bare(text)) if len(w) >= LETTERS and w not in rules.small_words]
