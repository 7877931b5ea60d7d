"""What a command's options offer while somebody types."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from rapidfuzz import fuzz

from bot.content.snapshot import Content
from bot.render import limits

NEAR: Final = 60.0
ALL_WORDS: Final = 90.0


class Names:
    """Names that can be found by themselves or by other names, in order of their listing."""

    def __init__(self, entries: Iterable[tuple[str, Sequence[str]]]) -> None:
        self._shown: list[str] = []
        self._keys: list[str] = []
        self._owner: list[int] = []
        for name, others in entries:
            for key in dict.fromkeys(each.casefold() for each in (name, *others)):
                self._keys.append(key)
                self._owner.append(len(self._shown))
            self._shown.append(limits.shorten(name, limits.CHOICE))

    def like(self, typed: str) -> list[str]:
        """At most 25 names, the nearest first: those that begin so, then those that look so."""
        wanted = typed.strip().casefold()
        if not wanted:
            return list(dict.fromkeys(self._shown))[: limits.CHOICES]
        begin = [at for at, key in enumerate(self._keys) if key.startswith(wanted)]
        scored = ((nearness(wanted, key), at) for at, key in enumerate(self._keys))
        near = sorted(((score, -at) for score, at in scored if score >= NEAR), reverse=True)
        places = (*begin, *(-place for _, place in near))
        found = dict.fromkeys(self._shown[self._owner[place]] for place in places)
        return list(found)[: limits.CHOICES]


def nearness(wanted: str, key: str) -> float:
    """0 to 100: how well `wanted` fits into `key`, less where the key is the shorter one, unless
    all its words were typed."""
    if set(key.split()) <= set(wanted.split()):
        return ALL_WORDS
    ratio = max(fuzz.partial_ratio(wanted, key), fuzz.token_sort_ratio(wanted, key))
    return float(ratio * min(1.0, len(key) / len(wanted)))


class Completer:
    """The names of a content pack: topics, things that can be compared, and aspects."""

    def __init__(self, content: Content) -> None:
        first = dict.fromkeys(content.guide.start_topics)
        order = (*(content.section_by_id[t] for t in first if t in content.section_by_id),)
        rest = (section for section in content.sections if section.id not in first)
        self.topics = Names((each.title, each.aliases) for each in (*order, *rest))
        sides = content.guide.sides
        vendors = dict.fromkeys(model.vendor for model in content.models)
        self.things = Names(
            [
                *(
                    (name, [content.guide.side_names.get(side, side)])
                    for side, name in sides.items()
                ),
                *((each.name, (*each.aliases, each.id)) for each in content.models),
                *((each.name, (*each.aliases, each.id)) for each in content.licenses),
                *((each.partition(" (")[0], ()) for each in vendors),
            ]
        )
        aspects = content.comparison.aspects
        self.aspects = Names((each.title, (*each.aliases, each.id)) for each in aspects)
