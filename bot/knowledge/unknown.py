"""Names that the catalogue lacks, and what is meant by a term."""

from __future__ import annotations

from collections.abc import Iterator

from bot.content.snapshot import Content
from bot.knowledge.catalogue import catalogue
from bot.knowledge.license_card import license_card
from bot.knowledge.model_card import model_card
from bot.knowledge.nearest import nearest_models, unknown_model
from bot.knowledge.sections import section_reply
from bot.knowledge.wording import quick_key, words_of
from bot.reply import Reply
from bot.understanding.normalize import plain, tokens

__all__ = ["define", "nearest_models", "unknown_model"]

LEAST_LETTERS = 3


def define(content: Content, term: str) -> Reply | None:
    """A section, a licence or a model that goes by the term; None where nothing does."""
    words = _words(content, term)
    if not words:
        return None
    names = {quick_key(name): topic for name, topic in reversed(list(_section_names(content)))}
    keys = _spellings("".join(words))
    for key in keys:
        if key in names:
            return section_reply(content, names[key])
    return _of_catalogue(content, keys) or _of_part(content, words)


def _words(content: Content, term: str) -> list[str]:
    """The words of a term without "a", "the" and the like before it."""
    words = tokens(plain(term))
    skipped = set(words_of(content, "knowledge_articles"))
    while words and words[0] in skipped:
        words = words[1:]
    return words


def _spellings(key: str) -> tuple[str, ...]:
    """The key itself, its singular or plural, and its other spelling with s or z."""
    swapped = key.replace("iz", "is") if "iz" in key else key.replace("is", "iz")
    forms = [key, key.removesuffix("s"), f"{key}s", swapped, key.replace("license", "licence")]
    return tuple(dict.fromkeys(forms))


def _section_names(content: Content) -> Iterator[tuple[str, str]]:
    """(name, topic id) pairs: titles before aliases, the last part of the id at the end."""
    for section in content.sections:
        yield section.title, section.id
    for section in content.sections:
        for alias in section.aliases:
            yield alias, section.id
    for section in content.sections:
        if section.side is None and section.aspect is None:
            yield section.id.rpartition("/")[2], section.id


def _of_catalogue(content: Content, keys: tuple[str, ...]) -> Reply | None:
    for each in content.licenses:
        names = (each.id, each.name, each.spdx or "", *each.aliases)
        if any(quick_key(name) in keys for name in names if name):
            return license_card(content, each.id)
    found = next((model for key, model in catalogue(content).names if key in keys), None)
    return model_card(content, found) if found else None


def _of_part(content: Content, words: list[str]) -> Reply | None:
    """The section or licence with the shortest name that holds all the words, as "VRAM" in
    "VRAM needed"."""
    if len("".join(words)) < LEAST_LETTERS:
        return None
    holding = [
        (len(name), topic)
        for name, topic in _section_names(content)
        if set(words) <= set(name.lower().split())
    ]
    if holding:
        return section_reply(content, min(holding)[1])
    licenses = [
        (len(each.name), each.id)
        for each in content.licenses
        if set(words) <= set(each.name.lower().replace("licence", "license").split())
    ]
    return license_card(content, min(licenses)[1]) if licenses else None
