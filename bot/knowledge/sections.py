"""Answers from the sections of the guide, in three lengths, one or several at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from bot.content.schema import Section
from bot.content.snapshot import Content
from bot.knowledge.budget import ROOM, Part, compose, whole_sentences
from bot.knowledge.glossary import terms_of
from bot.knowledge.wording import cut
from bot.reply import Option, Reply

Form = Literal["short", "normal", "more"]
LABEL = 34
MOST_RELATED = 3
MOST_TOPICS = 5
JOINT = "\n\n"


def section_reply(content: Content, topic_id: str, form: Form = "normal") -> Reply:
    """One section; `more` is what goes beyond the normal form. An unknown id gets the start."""
    section = content.section_by_id.get(topic_id)
    if section is None:
        lead = content.say("knowledge_no_topic")
        return topic_list_reply(content, content.guide.start_topics, lead).with_(
            kind="out_of_scope"
        )
    related = [each for each in section.related if each in content.section_by_id]
    options = _topic_options(content, related[:MOST_RELATED])
    if form != "more" and section.more:
        options = (Option(f"more:{topic_id}", content.button("knowledge_more")), *options)
    if terms_of(content, section):
        options = (*options, Option(f"words:{topic_id}", content.button("knowledge_words")))
    return Reply(
        kind="answer",
        title=section.title,
        text=whole_sentences(_text(section, form), ROOM - len(section.title)),
        topics=(topic_id,),
        options=options,
        sources=section.sources,
    )


def _text(section: Section, form: Form) -> str:
    if form == "short":
        return section.short
    if form == "more" and section.more:
        return section.more
    return JOINT.join(part for part in (section.short, section.normal) if part)


def sections_reply(content: Content, topic_ids: Sequence[str]) -> Reply:
    """Several questions answered in their order, each in the short form under its title."""
    asked = dict.fromkeys(topic_ids)
    found = [content.section_by_id[each] for each in asked if each in content.section_by_id]
    if len(found) < 2:
        return section_reply(content, found[0].id if found else "")
    parts = [f"**{each.title}**\n{each.short}" for each in found]
    shown = len(parts)
    while len(JOINT.join(parts[:shown])) > ROOM:
        shown -= 1
    topics = tuple(each.id for each in found[:shown])
    return Reply(
        kind="answer",
        text=JOINT.join(parts[:shown]),
        topics=topics,
        options=_topic_options(content, [each.id for each in found[shown:]][:MOST_TOPICS]),
        sources=content.sources_of(*topics),
    )


def topic_list_reply(content: Content, topic_ids: Sequence[str], lead_text: str) -> Reply:
    """`lead_text`, then the titles of the topics; the first few are buttons as well."""
    known = [each for each in dict.fromkeys(topic_ids) if each in content.section_by_id]
    lines = [Part(f"- {content.section_by_id[each].title}", n) for n, each in enumerate(known)]
    return Reply(
        kind="answer",
        text=compose([Part(lead_text), *lines], ROOM),
        topics=tuple(known),
        options=_topic_options(content, known[:MOST_TOPICS]),
    )


def _topic_options(content: Content, topic_ids: Sequence[str]) -> tuple[Option, ...]:
    return tuple(
        Option(f"topic:{each}", cut(content.section_by_id[each].title, LABEL)) for each in topic_ids
    )
