"""What a few words of a follow-up point at: "the second one", "the other", "the 70b", "schnell"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import Prefix

from bot.content.schema import Model, Side
from bot.content.snapshot import Content
from bot.understanding.context import Context
from bot.understanding.normalize import plain, tokens

PLACES = {
    "first": 0, "1st": 0, "former": 0, "second": 1, "2nd": 1, "latter": 1, "third": 2, "3rd": 2,
    "fourth": 3, "4th": 3, "fifth": 4, "last": -1,
}  # fmt: skip
NUMBERS = {"one": 0, "two": 1, "three": 2, "four": 3, "five": 4}
NUMBERED = re.compile(r"\b(?:number|nr|no|option|#) ?(?P<name>[1-5]|one|two|three|four|five)\b")
NAMES = "|".join((*PLACES, "other", "middle"))
PLACE = re.compile(
    rf"\b(?:the (?P<name>{NAMES})\b"
    r"(?! (?:day|week|month|year|time|question|thing|part|side|kind|hand))|"
    rf"(?P<bare>{'|'.join(PLACES)}) one\b)"
)
ALONE = re.compile(
    rf"^(?:(?:and|n|ok|no|so|not|the) )*(?P<name>{NAMES})(?: (?:one|model|pls|please))?$"
)
OTHER_SIDE = re.compile(r"\b(?:other|opposite) (?:side|camp|kind|sort|type|half)\b")
INSTEAD = re.compile(r"\binstead of\b|\bnot the\b|\brather than\b")
RELATIVE = re.compile(
    r"\b(?:(?P<smaller>little|small|smaller|lighter|baby|kid|younger)|(?P<larger>big|bigger|larger))"
    r" (?:brother|sister|sibling|cousin|one|version|edition|variant|sizes?)\b"
)
SIZE = re.compile(r"\d+(?:x\d+)?b")


def pointed_at(text: str, context: Context) -> str | None:
    """The topic, model or licence that words of place mean among what was listed or compared."""
    listed = context.listed
    numbered = NUMBERED.search(text)
    if numbered:
        name = numbered["name"]
        place = NUMBERS[name] if name in NUMBERS else int(name) - 1
        return listed[place] if place < len(listed) else None
    found = PLACE.search(text) or ALONE.match(text)
    if found is None:
        return None
    name = found[found.lastgroup or "name"]
    if name == "middle":
        return listed[1] if len(listed) == 3 else None
    if name == "other":
        others = [each for each in listed if each not in context.entities[:1]]
        return others[0] if len(listed) > 1 and others else None
    place = PLACES[name]
    return listed[place] if place < len(listed) and listed else None


def opposite(content: Content, text: str, context: Context) -> Side | None:
    """The side that the last section was not about, where the words mean that one."""
    return across(content, context) if OTHER_SIDE.search(text) else None


def across(content: Content, context: Context) -> Side | None:
    """The side that the last section was not about, where it was about one."""
    talked = content.section_by_id.get(context.topics[0]) if context.topics else None
    if talked is None or talked.side is None:
        return None
    return "closed" if talked.side == "open" else "open"


def partner(text: str, context: Context, before: Sequence[str]) -> str:
    """The one of `before` that a newly named thing is to stand beside: the one pointed at, or the
    first that is left where it stands in the place of that."""
    meant = pointed_at(text, context)
    if meant is None:
        return before[0]
    if INSTEAD.search(text):
        return next((each for each in (*context.listed, *before) if each != meant), before[0])
    return meant if meant in (*context.listed, *before) else before[0]


def member_of_family(content: Content, text: str, context: Context, most: int) -> str | None:
    """The model of the family that was talked of which a size ("the 70b") or, in at most `most`
    words, a variant's own word ("and schnell?") means."""
    talked = (*context.entities, *context.earlier_entities)
    known = [content.model_by_id[each] for each in talked if each in content.model_by_id]
    if not known:
        return None
    base, words = known[0], text.split()
    family = base.id if base.kind == "family" else base.family
    members = _members(content, family) if family else []
    relative = RELATIVE.search(text)
    if relative and base.kind == "model":
        return _relative(base, members, relative.lastgroup == "larger")
    sizes = {word for word in words if SIZE.fullmatch(word)}
    if sizes:
        return _nearest(base, [m for m in members if sizes & set(_words(m))])
    own = set(words) - set(_words(base)) if len(words) <= most else set()
    variants = [m for m in members if own & {w for w in _words(m) if len(w) > 2 and w.isalpha()}]
    return _nearest(base, variants)


def sized_member(content: Content, family: str, text: str) -> str | None:
    """The one model of a family that a size beside its name can mean: "mistral, the 7b"."""
    sizes = {word for word in text.split() if SIZE.fullmatch(word)}
    known = content.model_by_id.get(family)
    if not sizes or known is None or known.kind != "family":
        return None
    meant = [m.id for m in _members(content, family) if sizes & set(_words(m))]
    return meant[0] if len(meant) == 1 else None


def _members(content: Content, family: str) -> list[Model]:
    return [m for m in content.models if m.family == family and m.kind == "model"]


def _relative(base: Model, members: Sequence[Model], larger: bool) -> str | None:
    """The next larger or smaller of the family, of those that bear its own name where it has one
    beside the family's."""
    name = base.id.partition("-")[0]
    namesakes = [each for each in members if each.id.startswith(name) and each.id != base.id]
    sized = sorted(
        (total, each.id)
        for each in namesakes or members
        if (total := each.parameters.total_b) is not None
    )
    own = base.parameters.total_b
    if own is None:
        return None
    if larger:
        return next((name for total, name in sized if total > own), None)
    return next((name for total, name in reversed(sized) if total < own), None)


def _words(model: Model) -> list[str]:
    return [*tokens(plain(model.id)), *tokens(plain(model.name))]


def _nearest(base: Model, models: Sequence[Model]) -> str | None:
    """The one whose id begins most like that of `base`, the first of several."""
    if not models:
        return None
    return max(models, key=lambda model: Prefix.similarity(model.id, base.id)).id
