"""Names that the catalogue lacks, and what is meant by a term."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.content.snapshot import Content
from bot.knowledge.catalogue import catalogue, section_names
from bot.knowledge.glossary import term_reply
from bot.knowledge.licenses.card import license_card
from bot.knowledge.models.card import model_card
from bot.knowledge.nearest import nearest_models, unknown_license, unknown_model, unknown_note
from bot.knowledge.sections import section_reply
from bot.reply import Reply
from bot.understanding.normalize import plain, tokens

__all__ = [
    "asked_words",
    "define",
    "nearest_models",
    "unknown_license",
    "unknown_model",
    "unknown_note",
]

LEAST_LETTERS = 3
LONGEST_TERM = 5
MOST_WORDS = 40


def define(content: Content, term: str) -> Reply | None:
    """A word of the glossary, a section, a licence or a model that goes by the term, or None.

    `term` may be a whole message: what asks for a meaning is set aside, and of the rest the
    longest run of words that is a name counts.
    """
    words = asked_words(content, term)
    for run in _runs(words):
        found = _named(content, _spellings("".join(run)))
        if found is not None:
            return found
    return _of_part(content, words) if words else None


def asked_words(content: Content, term: str) -> list[str]:
    """The words of a message without those at either end that only ask for a meaning."""
    frame = set(content.vocabulary.asking)
    words = tokens(plain(term))[:MOST_WORDS]
    while words and words[0] in frame:
        words = words[1:]
    while words and words[-1] in frame:
        words = words[:-1]
    return words


def _runs(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """The runs of words that a name could be, longest first."""
    yield words
    for length in range(min(LONGEST_TERM, len(words) - 1), 0, -1):
        for start in range(len(words) - length + 1):
            run = words[start : start + length]
            if len("".join(run)) >= LEAST_LETTERS:
                yield run


def _spellings(key: str) -> tuple[str, ...]:
    """The key itself, its singular or plural, and its other spelling with s or z."""
    swapped = key.replace("iz", "is") if "iz" in key else key.replace("is", "iz")
    forms = [key, key.removesuffix("s"), f"{key}s", swapped, key.replace("license", "licence")]
    return tuple(form for form in dict.fromkeys(forms) if form)


def _named(content: Content, keys: Sequence[str]) -> Reply | None:
    known = catalogue(content)
    term = next((known.term_names[key] for key in keys if key in known.term_names), None)
    if term:
        return term_reply(content, term)
    topic = next((known.topics[key] for key in keys if key in known.topics), None)
    if topic:
        return section_reply(content, topic)
    license_id = next((known.terms[key] for key in keys if key in known.terms), None)
    if license_id:
        return license_card(content, license_id)
    model_id = next((known.names[key] for key in keys if key in known.names), None)
    return model_card(content, model_id) if model_id else None


def _of_part(content: Content, words: Sequence[str]) -> Reply | None:
    """The section or licence with the shortest name that holds all the words, as "VRAM" in
    "VRAM needed"."""
    if len("".join(words)) < LEAST_LETTERS:
        return None
    topics = [(len(name), topic) for name, topic in section_names(content) if _holds(name, words)]
    if topics:
        return section_reply(content, min(topics)[1])
    licenses = [
        (len(each.name), each.id)
        for each in content.licenses
        if _holds(each.name.replace("Licence", "License"), words)
    ]
    return license_card(content, min(licenses)[1]) if licenses else None


def _holds(name: str, words: Sequence[str]) -> bool:
    return set(words) <= set(name.lower().replace("-", " ").split())
