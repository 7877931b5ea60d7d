"""The sections of a pack: each passage with an id, a title of its own, and its text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.content.checks_sheets import name_key
from bot.content.checks_texts import MAX_MORE, MAX_NORMAL, MAX_PLAIN, SOURCE_EXTRA
from bot.content.schema import Side, SourceRef
from bot.drafting.markdown import Link
from bot.drafting.outline import Passage, unnumbered, words_of
from bot.drafting.rules import Rules
from bot.drafting.texts import PIECE, Forms, groups_of, opening, pieces_of, sections_of

ARTICLES = frozenset({"the", "a", "an", "your", "our", "my"})
JOINTS = re.compile(r"\s*(?::|–|—|\||\s-\s)\s*")
PHRASE_WORDS = 9
SLUG = 27
FEW_PASSAGES = 4
MOST_RELATED, MOST_LINKS = 5, 4
OVERVIEW = "overview"
COMPARISON, FACTORS = "comparison", "factors"
# Below these an id says no more; what stands below the comparison is read as a point of it.
TOP = (OVERVIEW, COMPARISON)
RESERVED = frozenset({"ask", "control", "smalltalk", "recommend", "outside", COMPARISON, FACTORS})


@dataclass(frozen=True)
class Section:
    """A section in the making. `parent` is the id of the section above; `phrases` are ways to name
    what it is about, the best first; `of` likewise for the passage above it.

    `is_own` tells that no other heading of the guide has the same words, `is_index` that the text
    is made of the headings below.
    """

    id: str
    title: str
    forms: Forms
    place: int
    parent: str | None = None
    phrases: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    is_own: bool = True
    is_index: bool = False
    side: Side | None = None
    aspect: str | None = None
    related: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    sources: tuple[SourceRef, ...] = ()

    @property
    def group(self) -> str:
        return self.id.partition("/")[0]


def phrases_of(title: str) -> tuple[str, ...]:
    """A heading as people would say it: without its number and article; its halves around a colon
    or in brackets as well."""
    title = unnumbered(title)
    inside = re.findall(r"\(([^()]+)\)", title)
    outside = re.sub(r"\([^()]*\)", " ", title)
    halves = JOINTS.split(outside)
    parts = [title, outside, *(halves if len(halves) > 1 else ()), *inside]
    return tuple(dict.fromkeys(phrase for part in parts if (phrase := _phrase(part))))


def _phrase(text: str) -> str:
    words = words_of(text)
    while len(words) > 1 and words[0] in ARTICLES:
        words = words[1:]
    return " ".join(words[:PHRASE_WORDS])


def slug_of(title: str) -> str:
    """The first words of a title as part of an id; ids must fit onto a button of Discord."""
    words = words_of(unnumbered(title))
    while len(words) > 1 and len("-".join(words)) > SLUG:
        words = words[:-1]
    return "-".join(words)[:SLUG]


@dataclass
class Names:
    """The ids and titles given so far; no two may be taken for one another."""

    ids: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    words: set[frozenset[str]] = field(default_factory=set)

    def id_for(self, title: str, parent: str | None) -> str:
        """An id that is new, and no longer than a button of Discord can carry."""
        slug = slug_of(title)
        if parent is None or parent in TOP:
            base = f"on-{slug}" if slug in RESERVED else slug
        else:
            base = f"{parent.partition('/')[0]}/{slug}"
        number = 1
        found = base
        while found in self.ids or name_key(found) in self.keys:
            number += 1
            found = f"{base}-{number}"
        self.take_id(found)
        return found

    def take_id(self, name: str) -> None:
        self.ids.add(name)
        self.keys.add(name_key(name))

    def title_for(self, title: str, own_id: str) -> str:
        """The title, with a number in brackets where it is taken."""
        key = name_key(own_id)
        self.keys.discard(key)
        number = 1
        found = title
        while name_key(found) in self.keys or frozenset(words_of(found)) in self.words:
            number += 1
            found = f"{title} ({number})"
        self.keys.update({key, name_key(found)})
        self.words.add(frozenset(words_of(found)))
        return found

    def alias(self, name: str) -> bool:
        """Takes an alias where nothing else is called so."""
        key = name_key(name)
        if not key or key in self.keys:
            return False
        self.keys.add(key)
        return True


def draft_sections(
    passages: Sequence[Passage],
    rules: Rules,
    source: SourceRef,
    names: Names,
    fixed: Mapping[int, str],
) -> tuple[list[Section], list[int]]:
    """(sections, places of the passages that were left out, since nothing stands below them).

    `fixed` has the ids of some passages by place; `names` has taken them already.
    """
    counts = Counter(phrases_of(each.title)[0] for each in passages)
    ids: dict[int, str] = {}
    sections: list[Section] = []
    empty: list[int] = []
    for place, passage in enumerate(passages):
        forms = list(_forms(passages, place, rules))
        if not forms:
            empty.append(place)
            continue
        parents = [ids[at] for at in passage.parents if at in ids]
        parent = parents[-1] if parents else None
        above = passages[passage.parents[-1]] if passage.parents else None
        for number, (form, lead) in enumerate(forms):
            title = _title(passage, lead)
            known = fixed.get(place)
            name = known if known and not number else names.id_for(title, ids.get(place, parent))
            ids.setdefault(place, name)
            is_own = bool(lead) or counts[phrases_of(passage.title)[0]] == 1
            if not is_own and above and place:
                title = f"{title} ({above.title})"
            title = names.title_for(title, name)
            sections.append(
                Section(
                    id=name,
                    title=title,
                    forms=form,
                    place=place,
                    parent=parent if not number else ids[place],
                    phrases=phrases_of(lead or passage.title),
                    of=phrases_of(above.title) if above else phrases_of(passages[0].title),
                    is_own=is_own,
                    is_index=not passage.blocks,
                    sources=_sources(title, form, source, passage if not number else None),
                )
            )
    return sections, empty


def _title(passage: Passage, lead: str) -> str:
    """The heading; of a further piece with its first words, and these alone in the guide itself."""
    if not lead:
        return passage.title
    return f"{passage.title}: {lead}" if passage.level else lead


def _forms(passages: Sequence[Passage], place: int, rules: Rules) -> Iterator[tuple[Forms, str]]:
    """(text, its first words) of each section that a passage makes; none of the first, which goes
    by the heading."""
    groups = groups_of(passages[place].blocks)
    if not groups:
        below = [each.title for each in passages if each.parents[-1:] == (place,)]
        if below:
            parts = rules.says["parts"].replace("{titles}", "; ".join(below))
            yield from ((form, "") for form in list(sections_of([(parts,)]))[:1])
        return
    size = sum(len(line) for group in groups for line in group)
    is_long = size > MAX_NORMAL + MAX_MORE or (len(passages) < FEW_PASSAGES and size > 2 * PIECE)
    number = 0
    for piece in pieces_of(groups) if is_long else [groups]:
        for form in sections_of(piece):
            lead = opening(form.short) if number else ""
            yield (
                form,
                lead
                if phrases_of(lead) != ("",)
                else rules.says["part"].replace("{n}", str(number + 1)),
            )
            number += 1


def _sources(
    title: str, forms: Forms, source: SourceRef, passage: Passage | None
) -> tuple[SourceRef, ...]:
    """The guide itself, then the links of the passage as far as a reply has room for them."""
    longest = max(len(forms.short) + len(forms.normal) + 2, len(forms.more))
    room = (
        MAX_PLAIN - len(title) - longest - len(source.title) - len(source.url or "") - SOURCE_EXTRA
    )
    found = [source]
    links: list[Link] = (
        [link for block in passage.blocks for link in block.links] if passage else []
    )
    for link in dict.fromkeys(links):
        size = len(link.title) + len(link.url) + SOURCE_EXTRA
        if (
            size <= room
            and len(found) <= MOST_LINKS
            and all(link.url != each.url for each in found)
        ):
            found.append(SourceRef(title=link.title, url=link.url, as_of=source.as_of))
            room -= size
    return tuple(found)


def with_related(section: Section, sections: Sequence[Section]) -> Section:
    """What to offer next: the parts below, the neighbours, and what stands above."""
    below = [each.id for each in sections if each.parent == section.id]
    beside = [each.id for each in sections if each.parent == section.parent]
    at = beside.index(section.id)
    near = [*beside[at + 1 : at + 3], *beside[max(0, at - 1) : at]]
    above = [section.parent] if section.parent else []
    found = dict.fromkeys([*below, *near, *above])
    return replace(
        section, related=tuple(each for each in found if each != section.id)[:MOST_RELATED]
    )
