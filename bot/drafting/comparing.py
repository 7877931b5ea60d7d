"""The sections on the comparison and its points, and which section belongs to which side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.content.schema import Side, SourceRef
from bot.drafting.asks import fill
from bot.drafting.choice import aspect_ids
from bot.drafting.outline import Passage
from bot.drafting.rules import Rules
from bot.drafting.sections import COMPARISON, Names, Section, phrases_of
from bot.drafting.sides import Pair, Point
from bot.drafting.texts import sections_of

SIDES: tuple[Side, Side] = ("open", "closed")
# The place of a section that no passage of the guide stands behind.
NOWHERE = -1


def aspect_topics(pair: Pair) -> list[str]:
    """The id of the section on each point."""
    return [f"{COMPARISON}/{name}" for name in aspect_ids(pair)]


def with_comparison(
    sections: Sequence[Section],
    passages: Sequence[Passage],
    pair: Pair,
    names: Names,
    source: SourceRef,
    rules: Rules,
) -> list[Section]:
    """The sections with their sides; behind the one that compares, one on each point. Where the
    guide has none that compares, one is made of the points."""
    found = [_with_side(each, passages, pair) for each in sections]
    at = next((n for n, each in enumerate(found) if each.id == COMPARISON), len(found))
    if at == len(found):
        found.append(_whole(pair, names, source, rules))
    points = [
        _on_point(name, point, pair, names, source, rules)
        for name, point in zip(aspect_topics(pair), pair.points, strict=True)
    ]
    return [*found[: at + 1], *points, *found[at + 1 :]]


def _whole(pair: Pair, names: Names, source: SourceRef, rules: Rules) -> Section:
    a, b = pair.titles
    lead = fill(rules.says["comparison"], a=a, b=b)
    rows = tuple(
        f"- **{each.title}**: {a}: {each.open}; {b}: {each.closed}" for each in pair.points
    )
    title = names.title_for(lead.rstrip(":"), COMPARISON)
    forms = next(sections_of([(lead,), rows]))
    return Section(
        COMPARISON,
        title,
        forms,
        NOWHERE,
        phrases=phrases_of(title),
        sources=(source,),
        is_index=True,
    )


def _on_point(
    name: str, point: Point, pair: Pair, names: Names, source: SourceRef, rules: Rules
) -> Section:
    a, b = pair.titles
    title = names.title_for(fill(rules.says["aspect_title"], t=point.title, a=a, b=b), name)
    lines = (f"- **{a}**: {point.open}", f"- **{b}**: {point.closed}")
    forms = next(sections_of([(fill(rules.says["aspect"], t=point.title),), lines]))
    return Section(
        name,
        title,
        forms,
        NOWHERE,
        COMPARISON,
        phrases_of(point.title),
        sources=(source,),
        is_index=True,
    )


def _with_side(section: Section, passages: Sequence[Passage], pair: Pair) -> Section:
    """A section at or below the heading of a side belongs to it; below, its own heading is the
    aspect."""
    chain = {section.place, *passages[section.place].parents}
    for side, place, names in zip(SIDES, pair.places, pair.names, strict=True):
        if place is None or place not in chain or section.id == COMPARISON:
            continue
        if section.place == place:
            return replace(section, side=side)
        of = tuple(dict.fromkeys((*names[:2], *section.of)))
        return replace(section, side=side, aspect=section.phrases[0].replace(" ", "-"), of=of)
    return section
