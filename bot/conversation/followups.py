"""Controls that look back at the last reply: shorter, more, and where it came from."""

from __future__ import annotations

from bot.content.schema import SourceRef
from bot.conversation.draft import Draft
from bot.conversation.searching import next_page
from bot.knowledge.sections import section_reply
from bot.reply import Reply
from bot.understanding.reading import Reading

MOST = 6


def more(draft: Draft, reading: Reading) -> Reply:
    """The next page of the search that was shown last, or the long form of the section."""
    if draft.before.focus.search:
        page = next_page(draft)
        return page or Reply("control", draft.content.say("nothing_more"))
    topic = _last_topic(draft)
    if topic is None:
        return Reply("control", draft.content.say("nothing_more"))
    return section_reply(draft.content, topic, "more")


def shorter(draft: Draft, reading: Reading) -> Reply:
    topic = _last_topic(draft)
    if topic is None:
        return Reply("control", draft.content.say("nothing_shorter"))
    return section_reply(draft.content, topic, "short")


def source(draft: Draft, reading: Reading) -> Reply:
    """The sources of the last reply, each with its date and address."""
    content, focus = draft.content, draft.state.focus
    if focus.kind is None:
        return Reply("control", content.say("source_none"))
    found = (*content.sources_of(*focus.topics), *_model_sources(draft))[:MOST]
    lines = [
        content.say(
            "source_line",
            title=each.title,
            date=f" ({each.as_of})" if each.as_of else "",
            link=f" <{each.url}>" if each.url else "",
        )
        for each in found
    ]
    return Reply(
        "answer",
        "\n".join(lines) or content.say("source_missing"),
        title=content.say("source_title"),
        topics=focus.topics,
        entities=focus.entities,
        sources=found,
    )


def _last_topic(draft: Draft) -> str | None:
    known = draft.content.section_by_id
    return next((topic for topic in draft.state.focus.topics if topic in known), None)


def _model_sources(draft: Draft) -> tuple[SourceRef, ...]:
    models = (draft.content.model_by_id.get(entity) for entity in draft.state.focus.entities)
    facts = [fact for model in models if model for fact in model.sources]
    return tuple(
        SourceRef(title=fact.fact[0].upper() + fact.fact[1:], url=fact.url) for fact in facts
    )
