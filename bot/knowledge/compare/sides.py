"""The two sides against each other, and one model against a side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.content.schema import Aspect, Model, Side
from bot.content.snapshot import Content
from bot.knowledge.budget import ROOM, Part, compose, size, whole_sentences
from bot.knowledge.compare.rows import ASPECT_ROWS, fact
from bot.knowledge.models import facts
from bot.knowledge.models.statuses import status_sentence
from bot.knowledge.sections import topic_list_reply
from bot.knowledge.sources import model_sources
from bot.knowledge.wording import cut, cut_list, listing, sentence, words_of
from bot.reply import Reply, Table

# From this many aspects on a table reads better than paragraphs.
MANY = 3
CELL = 48
CLAUSE = re.compile(r"(?=[,;:] | \()")
WHOLE = frozenset(";:")


def compare_sides(content: Content, aspects: Sequence[str] = ()) -> Reply:
    """Open against closed: one or two aspects in full, more of them as a table."""
    known = [content.aspects[each] for each in dict.fromkeys(aspects) if each in content.aspects]
    if known and len(known) < MANY:
        return _in_full(content, known)
    topics = content.comparison_topics([each.id for each in known])
    overview = content.section_by_id.get(content.guide.comparison_topic or "")
    names = content.guide.sides
    if not names:
        lead = content.say("knowledge_no_topic")
        return topic_list_reply(content, content.guide.start_topics, lead)
    reply = Reply(
        kind="compare",
        title=content.say("knowledge_sides_title", open=names["open"], closed=names["closed"]),
        text=overview.short if overview else content.say("knowledge_sides_lead"),
        table=Table(
            (content.say("knowledge_row_feature"), names["open"], names["closed"]),
            tuple(
                (each.title, brief(content, each.open), brief(content, each.closed))
                for each in known or content.comparison.aspects
            ),
        ),
        topics=topics,
        sources=content.sources_of(*topics),
    )
    more = content.say("knowledge_sides_more")
    return reply.with_(after_table=more) if size(reply) + len(more) <= ROOM else reply


def brief(content: Content, text: str, limit: int = CELL) -> str:
    """As many whole clauses of a text as fit into a cell; "…" where a list was cut."""
    if len(text) <= limit:
        return text.rstrip(".")
    ends = [match.start() for match in CLAUSE.finditer(text) if match.start() <= limit]
    if not ends:
        return cut(text, limit)
    is_whole = text[ends[-1]] in WHOLE or _begins_clause(content, text[ends[-1] + 1 :])
    return text[: ends[-1]] + ("" if is_whole else "…")


def _begins_clause(content: Content, text: str) -> bool:
    """A new thought follows, such as "but …", and not the next item of a list."""
    return text.split(maxsplit=1)[0] in words_of(content, "knowledge_clause_words")


def _in_full(content: Content, aspects: Sequence[Aspect]) -> Reply:
    topics = content.comparison_topics([each.id for each in aspects])
    parts: list[Part] = []
    for aspect in aspects:
        section = content.section_by_id.get(content.aspect_topic(aspect.id))
        if len(aspects) > 1:
            parts.append(Part(f"**{aspect.title}**"))
        if section:
            parts.append(Part(section.short, 1))
        parts += [Part(_side_line(content, aspect, side)) for side in ("open", "closed")]
        parts.append(Part(aspect.verdict))
    titles = listing(content, [each.title for each in aspects])
    title = content.say("knowledge_aspect_title", aspect=titles)
    return Reply(
        kind="compare",
        title=title,
        text=compose(parts, ROOM - len(title)),
        topics=topics,
        sources=content.sources_of(*topics),
    )


def _side_line(content: Content, aspect: Aspect, side: Side) -> str:
    text = aspect.open if side == "open" else aspect.closed
    return f"- **{content.guide.sides[side]}:** {sentence(text)}"


def compare_model_with_side(
    content: Content, model_id: str, side: Side, aspects: Sequence[str] = ()
) -> Reply:
    """One known entry against a side, its own included: then how it stands within it."""
    model = content.model_by_id[model_id]
    known = [content.aspects[each] for each in dict.fromkeys(aspects) if each in content.aspects]
    topics = content.comparison_topics([each.id for each in known])
    name = content.guide.sides[side]
    key = "knowledge_own_side" if model.side == side else "knowledge_other_side"
    label = facts.openness(content, model)
    lead = content.say(key, name=model.name, what=label, side=name.lower())
    if model.status != "current":
        lead = f"{lead} {status_sentence(content, model)}"
    reply = Reply(
        kind="compare",
        title=content.say("knowledge_sides_title", open=model.name, closed=name),
        text=lead,
        table=Table(
            (content.say("knowledge_row_feature"), cut(model.name, CELL), name),
            tuple(
                (each.title, _model_cell(content, model, each), brief(content, _text(each, side)))
                for each in known or content.comparison.aspects
            ),
        ),
        topics=topics,
        entities=(model.id,),
        sources=(*model_sources(content, model, 2), *content.sources_of(*topics)),
    )
    verdict = known[0].verdict if len(known) == 1 else ""
    room = ROOM - size(reply)
    return reply.with_(after_table=whole_sentences(verdict, room) if room > 0 else "")


def other_side(content: Content, model_id: str, sides: Sequence[Side] = ()) -> Side:
    """The side to hold a model against: the one named, else the one it isn't on."""
    own = content.model_by_id[model_id].side
    if len(set(sides)) == 1:
        return sides[0]
    return "open" if own == "closed" else "closed"


def in_general(content: Content, sides: Iterable[Side], aspect_id: str) -> str:
    """What holds for these sides in an aspect; empty for an unknown one."""
    aspect = content.aspects.get(aspect_id)
    if aspect is None:
        return ""
    said = " ".join(
        content.say(
            "knowledge_side_in_general",
            side=content.guide.sides[side],
            text=sentence(_text(aspect, side)),
        )
        for side in sides
    )
    return f"**{aspect.title}.** {said}"


def _text(aspect: Aspect, side: Side) -> str:
    return aspect.open if side == "open" else aspect.closed


def _model_cell(content: Content, model: Model, aspect: Aspect) -> str:
    """What is known of the model itself in this aspect, else what holds for its side."""
    for row in ASPECT_ROWS.get(aspect.id, ()):
        if row in _TELLING.get(aspect.id, ()):
            found = fact(content, model, row)
            if found:
                return cut_list(found, CELL)
    return brief(content, _text(aspect, model.side))


# The rows that say more of an aspect than what holds for the whole side.
_TELLING = {
    "accessibility": ("status",),
    "cost": ("price",),
    "transparency": ("openness",),
    "examples": ("newest", "good_for"),
}
