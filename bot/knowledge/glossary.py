"""Words explained: one of the glossary, those of a section, or a list of all of them."""

from __future__ import annotations

from bot.content.glossary import Term
from bot.content.schema import Section
from bot.content.snapshot import Content
from bot.knowledge.budget import ROOM, Part, compose
from bot.knowledge.catalogue import catalogue
from bot.knowledge.wording import cut, quick_key
from bot.reply import Option, Reply

LABEL = 34
MOST = 8


def term_reply(content: Content, term_id: str) -> Reply | None:
    """What a word means, and the section that goes on from there; None for an unknown id."""
    glossary = content.glossary
    term = glossary.by_id.get(term_id) if glossary else None
    if glossary is None or term is None:
        return None
    return Reply(
        kind="answer",
        title=term.name,
        text=term.meaning,
        topics=(term.topic,),
        options=_ways_on(content, term.topic),
        sources=(glossary.sources[term.source],),
    )


def _ways_on(content: Content, topic: str) -> tuple[Option, ...]:
    section = content.section_by_id[topic]
    return (Option(f"topic:{topic}", cut(section.title, LABEL)),)


def terms_of(content: Content, section: Section) -> tuple[Term, ...]:
    """The words of the glossary that a section uses, in the order in which they come."""
    kept = catalogue(content).section_terms
    if section.id not in kept:
        kept[section.id] = _terms_in(content, section)
    return kept[section.id]


def _terms_in(content: Content, section: Section) -> tuple[Term, ...]:
    known = catalogue(content)
    if known.term_words is None or content.glossary is None:
        return ()
    text = "\n".join((section.short, section.normal, section.more))
    found = dict.fromkeys(
        known.term_names[quick_key(match[0])] for match in known.term_words.finditer(text)
    )
    return tuple(content.glossary.by_id[each] for each in list(found)[:MOST])


def words_reply(content: Content, topic: str) -> Reply | None:
    """The words of a section, explained; None where there is none of them."""
    section = content.section_by_id.get(topic)
    terms = terms_of(content, section) if section else ()
    if section is None or content.glossary is None or not terms:
        return None
    lines = [
        Part(content.say("knowledge_word", name=term.name, meaning=term.meaning), rank)
        for rank, term in enumerate(terms, 1)
    ]
    title = content.say("knowledge_words_title", title=section.title)
    return Reply(
        kind="answer",
        title=title,
        text=compose(lines, ROOM - len(title)),
        topics=(topic,),
        options=_ways_on(content, topic),
        sources=tuple(dict.fromkeys(content.glossary.sources[term.source] for term in terms)),
    )


def glossary_reply(content: Content) -> Reply | None:
    """The names of all words that are explained; None where the pack explains none."""
    terms = content.glossary.terms if content.glossary else ()
    if not terms:
        return None
    names = sorted((term.name for term in terms), key=str.casefold)
    text = content.say(
        "knowledge_glossary", n=len(names), names=", ".join(names), example=terms[0].name
    )
    return Reply(
        kind="answer",
        title=content.say("knowledge_glossary_title"),
        text=text,
        topics=tuple(content.guide.start_topics[:1]),
    )
