"""From a guide in Markdown to what a content pack says and how people ask for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.content.schema import SourceRef
from bot.drafting.asks import kinds_of
from bot.drafting.comparing import aspect_topics, with_comparison
from bot.drafting.intents import intents_of
from bot.drafting.outline import Passage, outline
from bot.drafting.rules import Rules, Starter
from bot.drafting.sections import (
    COMPARISON,
    FACTORS,
    OVERVIEW,
    Names,
    Section,
    draft_sections,
    phrases_of,
    slug_of,
    with_related,
)
from bot.drafting.sides import Pair, find_pair
from bot.drafting.utterances import Intents
from bot.errors import ContentError, Problem
from bot.knowledge.wording import cut
from bot.understanding.language import language_of
from bot.understanding.normalize import clean, plain

MOST_SECTIONS = 300
MOST_ALIASES = 3
LONGEST_SOURCE = 80
READ_FOR_LANGUAGE = 20_000
NUMBERED = re.compile(r" \(\d+\)$")
# A heading: its title and line.
Heading = tuple[str, int]


@dataclass(frozen=True)
class Guide:
    """What was understood of a guide: its sections and how people ask for them.

    `intents` are by file name, without "intents/" and ".yaml"; `left_out` are headings with nothing
    below them, `renamed` those that stand twice, with the title that tells the second apart.
    """

    title: str
    as_of: str
    source: SourceRef
    sections: tuple[Section, ...]
    pair: Pair | None
    intents: dict[str, Intents]
    left_out: tuple[Heading, ...]
    renamed: tuple[tuple[Heading, str], ...]

    @property
    def utterances(self) -> int:
        """How many were drafted for the sections."""
        topics = (each for name, each in self.intents.items() if name.startswith("topics/"))
        return sum(len(texts) for intents in topics for texts in intents.values())


def understand(text: str, name: str, as_of: str, starter: Starter) -> Guide:
    """Reads a guide. `name` is its file's, `as_of` the day of the draft.

    Raises ContentError, which says what to change in the guide.
    """
    _demand_english(text, name, starter)
    rules = starter.rules
    passages = outline(text, name, rules)
    pair = find_pair(passages, rules)
    source = SourceRef(title=cut(passages[0].title, LONGEST_SOURCE), as_of=as_of)
    names = Names()
    fixed = _fixed(passages, pair, rules)
    for taken in {*fixed.values(), *(_ids_of(pair) if pair else ())}:
        names.take_id(taken)
    sections, empty = draft_sections(passages, rules, source, names, fixed)
    if not sections:
        what, hint = "there is no text below the headings", "write at least a sentence below one"
        raise ContentError([Problem(name, 1, what, hint)])
    if pair:
        sections = with_comparison(sections, passages, pair, names, source, rules)
    if len(sections) > MOST_SECTIONS:
        what = f"this guide makes {len(sections)} sections; {MOST_SECTIONS} at most are told apart"
        hint = "make a pack of a part of it, or put short sections together"
        raise ContentError([Problem(name, 0, what, hint)])
    sections = [with_related(_with_aliases(each, names), sections) for each in sections]
    return Guide(
        title=passages[0].title,
        as_of=as_of,
        source=source,
        sections=tuple(sections),
        pair=pair,
        intents=intents_of(sections, pair, starter),
        left_out=tuple((passages[at].title, passages[at].line) for at in empty if at),
        renamed=_renamed(passages, sections),
    )


def _demand_english(text: str, name: str, starter: Starter) -> None:
    """A draft's rules are English: a guide in another language is refused."""
    read, _ = clean(text, READ_FOR_LANGUAGE)
    listed = starter.vocabulary.languages.items()
    small = {key: frozenset(map(plain, words)) for key, words in listed}
    language = language_of(read, plain(read).split(), small)
    if language:
        what = f"this guide seems to be in another language or script ({language})"
        hint = "translate it into English, or write a pack by hand: see docs/content.md"
        raise ContentError([Problem(name, 0, what, hint)])


def _ids_of(pair: Pair) -> list[str]:
    return [COMPARISON, *aspect_topics(pair)]


def _fixed(passages: Sequence[Passage], pair: Pair | None, rules: Rules) -> dict[int, str]:
    """The ids that are not made from a heading, by place: of the guide itself, and where it has two
    sides of these, of what compares them and of what helps to choose."""
    found = {0: OVERVIEW}
    if not pair:
        return found
    for place, names in zip(pair.places, pair.names, strict=True):
        if place:
            found[place] = slug_of(names[0])
    if pair.place:
        found[pair.place] = COMPARISON
    choosing = next(kind for kind in rules.kinds if FACTORS in kind.names)
    for place, passage in enumerate(passages):
        if place not in found and choosing in kinds_of(phrases_of(passage.title)[0], rules.kinds):
            return found | {place: FACTORS}
    return found


def _with_aliases(section: Section, names: Names) -> Section:
    """Short names that people would type, where nothing else is called so."""
    wanted = list(section.phrases) if section.is_own else []
    if section.parent:
        wanted += [f"{section.phrases[0]} of {of}" for of in section.of[:2]]
    kept = [name for name in wanted if names.alias(name)]
    return replace(section, aliases=tuple(kept[:MOST_ALIASES]))


def _renamed(
    passages: Sequence[Passage], sections: Sequence[Section]
) -> tuple[tuple[Heading, str], ...]:
    found = []
    for each in sections:
        passage = passages[max(0, each.place)]
        if NUMBERED.search(each.title) and not NUMBERED.search(passage.title) and each.place > 0:
            found.append(((passage.title, passage.line), each.title))
    return tuple(found)
