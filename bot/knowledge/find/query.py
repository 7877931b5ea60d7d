"""Reads a search out of a message: medium, openness, sizes, licence, purpose and the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

from bot.content.snapshot import Content
from bot.knowledge.catalogue import SERVICE
from bot.knowledge.find.amounts import find_figures
from bot.knowledge.find.purposes import find_purposes
from bot.knowledge.find.request import MEDIA, ORDERS, PERMITS, Openness, Query
from bot.knowledge.licenses.labels import is_family
from bot.knowledge.wording import listing, words_of
from bot.understanding.normalize import plain, tokens
from bot.understanding.reading import Mention, Reading

__all__ = ["Query", "is_about_license", "is_listing", "is_search", "parse_query", "unheeded"]

T = TypeVar("T", bound=str)
TINY_B, SMALL_B = 4.0, 12.0
NEAR = 3
TELLING = frozenset(
    {"min_b", "max_b", "min_context", "max_price", "memory_gb", "license", "permits"}
)
SHORT, FEW = 14, 2
UNHEEDED = ("country", "platform")


def parse_query(text: str, reading: Reading, content: Content) -> Query:
    """The filters that a message names; an empty Query where it names none."""
    folded = plain(text)
    words = _heeded(content, f" {' '.join(tokens(folded))} | {reading.corrected} ")
    figures = find_figures(content, _without_names(folded, reading.mentions))
    licenses = _named(content, reading, "license")
    is_service = licenses[0] is not None and _is_service(content, licenses[0])
    vendors = _named(content, reading, "vendor")
    family, like = _models(content, reading, words)
    order = _longest(content, "knowledge_order", ORDERS, words)
    max_b = figures.max_b
    if max_b is None and figures.min_b is None and order not in ("small", "large"):
        max_b = _small(content, words)
    return Query(
        medium=_longest(content, "knowledge_medium", MEDIA, words),
        openness="closed" if is_service else _openness(content, reading, words),
        min_b=figures.min_b,
        max_b=max_b,
        permits=tuple(each for each in PERMITS if _any(content, f"knowledge_permit_{each}", words)),
        license=None if is_service else licenses[0],
        not_license=licenses[1],
        min_context=figures.min_context,
        max_price=figures.max_price,
        memory_gb=figures.memory_gb or _memory(content, reading),
        purposes=find_purposes(content, _without_openness(content, words)),
        vendor=vendors[0],
        not_vendor=vendors[1],
        family=family,
        like=like,
        order=order,
    )


def is_search(content: Content, query: Query, text: str) -> bool:
    """Whether a message about hardware rather looks for models of some kind than for what fits."""
    is_narrow = query.medium not in {None, "text"} or query.purposes or query.permits
    return bool(is_narrow or query.license) and _any(content, "knowledge_find_nouns", f" {text} ")


def is_about_license(content: Content, query: Query, reading: Reading) -> bool:
    """Whether a question names a licence and nothing to search by besides, as "how free is MIT"."""
    is_bare = set(query.active()) <= {"license", "permits"} and query.order is None
    asks = _any(content, "knowledge_find_asks", f" {reading.corrected} ")
    return is_bare and reading.is_question and not asks


def is_listing(content: Content, query: Query, reading: Reading, topics: Sequence[str]) -> bool:
    """Whether a short message that was read as a question about a plain topic rather wants a list:
    it names three filters, or two of which one is a figure or a licence, and asks for models, or
    for nothing."""
    words = reading.corrected.split()
    sections = [content.section_by_id.get(topic) for topic in topics]
    is_plain = all(each and each.side is None and each.aspect is None for each in sections)
    wishes = {name.removeprefix("min_").removeprefix("max_") for name in query.active()}
    is_narrow = len(wishes) > (FEW if TELLING.isdisjoint(query.active()) else 1)
    if not is_plain or not is_narrow or reading.mentions or len(words) > SHORT:
        return False
    text = f" {reading.corrected} "
    is_named = _any(content, "knowledge_find_nouns", text) or len(wishes) > FEW
    return is_named and (_any(content, "knowledge_find_asks", text) or not reading.is_question)


def unheeded(content: Content, text: str) -> str:
    """Says what a message asks for and no filter knows; empty where there is nothing."""
    padded = f" {text} "
    asked = [kind for kind in UNHEEDED if _any(content, f"knowledge_unheeded_{kind}", padded)]
    names = [content.say(f"knowledge_unheeded_name_{kind}") for kind in asked]
    return content.say("knowledge_find_unheeded", what=listing(content, names)) if names else ""


def _heeded(content: Content, text: str) -> str:
    """The text without what no filter knows, whose words would be taken for something else."""
    for kind in UNHEEDED:
        for words in words_of(content, f"knowledge_unheeded_{kind}"):
            text = text.replace(f" {words} ", " ")
    return text


def _any(content: Content, key: str, text: str) -> bool:
    return any(f" {word} " in text for word in words_of(content, key))


def _longest(content: Content, group: str, values: Sequence[T], text: str) -> T | None:
    """The value whose words, the longest of all that are there, stand in the text."""
    hits = [
        (len(word), -place, value)
        for place, value in enumerate(values)
        for word in words_of(content, f"{group}_{value}")
        if f" {word} " in text
    ]
    return max(hits)[2] if hits else None


def _openness(content: Content, reading: Reading, text: str) -> Openness | None:
    if _any(content, "knowledge_find_fully_open", text):
        return "open-source"
    sides = set(reading.sides)
    if len(sides) == 1:
        return sides.pop()
    return "open" if not sides and _any(content, "knowledge_find_runnable", text) else None


def _named(content: Content, reading: Reading, kind: str) -> tuple[str | None, str | None]:
    """(the id that is wanted, the id that is not) among the mentions of a kind."""
    words = reading.corrected.split()
    wanted: list[str] = []
    barred: list[str] = []
    for mention in reading.mentions:
        if mention.kind == kind:
            before = " ".join(words[max(0, mention.start - NEAR) : mention.start]).replace("'", "")
            is_barred = _any(content, "knowledge_find_no", f" {before} ")
            (barred if is_barred else wanted).append(mention.id)
    return next(iter(wanted), None), next(iter(barred), None)


def _models(content: Content, reading: Reading, text: str) -> tuple[str | None, str | None]:
    """(family to search in, model to find something like)."""
    named = next(iter(reading.ids("model")), None)
    if named is None:
        return None, None
    if _any(content, "knowledge_find_like", text):
        return None, named
    is_family = any(model.family == named for model in content.models)
    return (named, None) if is_family else (None, named)


def _is_service(content: Content, license_id: str) -> bool:
    """Is it "proprietary"? That is no licence for weights: it asks for what is closed."""
    each = content.license_by_id.get(license_id)
    return each is not None and each.kind == SERVICE and is_family(each)


def _without_openness(content: Content, text: str) -> str:
    """The text without "training code" and the like, which speak of openness, not of a use."""
    for words in words_of(content, "knowledge_find_fully_open"):
        text = text.replace(f" {words} ", "  ")
    return text


def _small(content: Content, text: str) -> float | None:
    if _any(content, "knowledge_find_tiny", text):
        return TINY_B
    return SMALL_B if _any(content, "knowledge_find_small", text) else None


def _memory(content: Content, reading: Reading) -> float | None:
    """The memory of a named device; of one that is sold in several sizes the smallest."""
    for device_id in reading.ids("device"):
        device = content.device_by_id.get(device_id)
        if device and device.memory_gb:
            return min(device.memory_gb)
    return None


def _without_names(text: str, mentions: Sequence[Mention]) -> str:
    """The text without the names in it, whose digits are no quantities."""
    for mention in mentions:
        spelled = r"[^a-z0-9]*".join(map(re.escape, mention.text.split()))
        text = re.sub(rf"(?<![a-z0-9]){spelled}(?![a-z0-9])", " ", text, count=1)
    return text
