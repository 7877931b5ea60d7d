"""Controls that look back at the last reply: shorter, more, and where it came from."""

from __future__ import annotations

from bot.content.schema import Side, SourceRef
from bot.conversation.answering import answer
from bot.conversation.draft import Draft
from bot.conversation.searching import next_page
from bot.knowledge.sections import section_reply
from bot.reply import Reply
from bot.understanding.reading import Reading
from bot.understanding.request import Act, Request

MOST = 6
SURE = 0.9
EXAMPLES = "examples"
SIDES: tuple[Side, ...] = ("open", "closed")
# The replies that can be given once more, and what is asked for by that.
SAYABLE: dict[str, Act] = {
    "answer": "section",
    "compare": "compare",
    "model": "model",
    "license": "license",
    "hardware": "hardware",
    "cost": "cost",
}


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


def said_again(draft: Draft, reading: Reading) -> Reply | None:
    """The last reply once more, where it told of the subject."""
    content, focus = draft.content, draft.before.focus
    act = SAYABLE.get(focus.kind or "")
    if act is None:
        return None
    request = Request(
        act,
        SURE,
        topics=focus.topics[:1] if act == "section" else focus.topics,
        models=tuple(e for e in focus.entities if e in content.model_by_id),
        licenses=tuple(e for e in focus.entities if e in content.license_by_id),
        devices=tuple(e for e in focus.entities if e in content.device_by_id),
        sides=tuple(side for side in SIDES if side in focus.sides),
        aspects=focus.aspects,
        earlier=focus.worked,
    )
    return answer(content, (request,), reading)


def examples(draft: Draft) -> Reply | None:
    """The examples of what was talked of, where the content has some."""
    topic = f"{(_last_topic(draft) or '').partition('/')[0]}/{EXAMPLES}"
    known = draft.content.section_by_id
    return section_reply(draft.content, topic) if topic in known else None


def _last_topic(draft: Draft) -> str | None:
    known = draft.content.section_by_id
    return next((topic for topic in draft.state.focus.topics if topic in known), None)


def _model_sources(draft: Draft) -> tuple[SourceRef, ...]:
    models = (draft.content.model_by_id.get(entity) for entity in draft.state.focus.entities)
    facts = [fact for model in models if model for fact in model.sources]
    return tuple(
        SourceRef(title=fact.fact[0].upper() + fact.fact[1:], url=fact.url) for fact in facts
    )
