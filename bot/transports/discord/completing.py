"""What a command's options offer while somebody types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from bot.content.snapshot import Content
from bot.render import limits
from bot.transports.discord.command_list import Offer

NEAR: Final = 60.0
ALL_WORDS: Final = 90.0
LONGEST_TYPED: Final = 100


@dataclass(frozen=True)
class Entry:
    """Something to pick: what is shown, what a pick sends, and its other names."""

    shown: str
    value: str
    others: Sequence[str] = ()


class Names:
    """Entries that can be found by any of their names, in order of their listing."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries: list[tuple[str, str]] = []
        self._keys: list[str] = []
        self._owner: list[int] = []
        for entry in entries:
            for key in dict.fromkeys(each.casefold() for each in (entry.shown, *entry.others)):
                self._keys.append(key)
                self._owner.append(len(self._entries))
            shown = limits.shorten(entry.shown, limits.CHOICE)
            self._entries.append((shown, entry.value[: limits.CHOICE]))

    def like(self, typed: str) -> list[tuple[str, str]]:
        """At most 25 (shown, value) pairs, the nearest first: those that begin so, then those
        that look so."""
        wanted = typed.strip().casefold()[:LONGEST_TYPED]
        if not wanted:
            return list(dict.fromkeys(self._entries))[: limits.CHOICES]
        begin = [at for at, key in enumerate(self._keys) if key.startswith(wanted)]
        scored = ((nearness(wanted, key), at) for at, key in enumerate(self._keys))
        near = sorted(((score, -at) for score, at in scored if score >= NEAR), reverse=True)
        places = (*begin, *(-place for _, place in near))
        found = dict.fromkeys(self._entries[self._owner[place]] for place in places)
        return list(found)[: limits.CHOICES]


def nearness(wanted: str, key: str) -> float:
    """0 to 100: how well `wanted` fits into `key`, less where the key is the shorter one, unless
    all its words were typed."""
    if set(key.split()) <= set(wanted.split()):
        return ALL_WORDS
    ratio = max(fuzz.partial_ratio(wanted, key), fuzz.token_sort_ratio(wanted, key))
    return float(ratio * min(1.0, len(key) / len(wanted)))


class Completer:
    """The lists of a content pack. Topics, models and licences are picked by their option ids, so
    that a pick is never misread; what becomes part of a sentence, by name."""

    def __init__(self, content: Content) -> None:
        self.take(content)

    def take(self, content: Content) -> None:
        """Offers what this pack has, from now on."""
        topics, models, licenses = list(_topics(content)), _models(content), _licenses(content)
        names, terms = list(_by_name(models)), _by_name(licenses)
        makers = dict.fromkeys(model.vendor.partition(" (")[0] for model in content.models)
        aspects = content.comparison.aspects
        devices = content.devices
        self.options = {entry.value for entry in (*topics, *models, *licenses)}
        self._lists: dict[Offer, Names] = {
            "asked": Names((*topics, *models, *licenses)),
            "terms": Names((*_terms(content), *topics)),
            "models": Names(models),
            "licenses": Names(licenses),
            "names": Names(names),
            "things": Names((*_sides(content), *names, *terms, *(Entry(m, m, ()) for m in makers))),
            "aspects": Names(Entry(a.title, a.title, (*a.aliases, a.id)) for a in aspects),
            "devices": Names(Entry(d.name, d.name, (*d.aliases, d.id)) for d in devices),
        }

    def offer(self, which: Offer, typed: str) -> list[tuple[str, str]]:
        """At most 25 (shown, value) pairs of a list."""
        return self._lists[which].like(typed)


def _topics(content: Content) -> Iterator[Entry]:
    """The topics to start with, then all others."""
    first = [t for t in dict.fromkeys(content.guide.start_topics) if t in content.section_by_id]
    for topic in dict.fromkeys((*first, *content.section_by_id)):
        section = content.section_by_id[topic]
        yield Entry(section.title, f"topic:{topic}", section.aliases)


def _terms(content: Content) -> Iterator[Entry]:
    """The words of the glossary, by name."""
    for term in content.glossary.terms if content.glossary else ():
        yield Entry(term.name, term.name, (*term.aliases, term.id))


def _models(content: Content) -> list[Entry]:
    return [Entry(m.name, f"model:{m.id}", (*m.aliases, m.id)) for m in content.models]


def _licenses(content: Content) -> list[Entry]:
    return [Entry(each.name, f"license:{each.id}", each.aliases) for each in content.licenses]


def _sides(content: Content) -> Iterator[Entry]:
    for side, name in content.guide.sides.items():
        yield Entry(name, name, (content.guide.side_names.get(side, side),))


def _by_name(entries: Iterable[Entry]) -> Iterator[Entry]:
    for entry in entries:
        yield Entry(entry.shown, entry.shown, (*entry.others, entry.value.partition(":")[2]))
