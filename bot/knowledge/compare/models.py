"""Two to four models, families or products side by side."""

from __future__ import annotations

from collections.abc import Sequence

from bot.content.schema import Model, SourceRef
from bot.content.snapshot import Content
from bot.knowledge.budget import Part, compose
from bot.knowledge.compare.fit import fitted
from bot.knowledge.compare.lead import lead
from bot.knowledge.compare.rows import SPARE, rows_of
from bot.knowledge.compare.sides import (
    compare_model_with_side,
    compare_sides,
    in_general,
    other_side,
)
from bot.knowledge.models.families import is_mixed, scope
from bot.knowledge.models.prices import has_tokens, price_dates
from bot.knowledge.sources import model_sources
from bot.knowledge.wording import listing, sentence
from bot.reply import Reply

MOST = 4
NOTES_ROOM = 500
REMARKS_ROOM = 500


def compare_models(content: Content, ids: Sequence[str], aspects: Sequence[str] = ()) -> Reply:
    """What differs stands in the table, what is alike in one line below it.

    Beyond four the first four are compared; one alone is held against the other side. `aspects`
    (ids of the comparison) limit the rows.
    """
    found = [
        content.model_by_id[each] for each in dict.fromkeys(ids) if each in content.model_by_id
    ]
    models = found[:MOST]
    if not models:
        return compare_sides(content, aspects)
    if len(models) == 1:
        side = other_side(content, models[0].id)
        return compare_model_with_side(content, models[0].id, side, aspects)
    rows = rows_of(content, models, aspects)
    reply = Reply(
        kind="compare",
        title=listing(content, [model.name for model in models]),
        text=_text(content, models, aspects),
        topics=content.comparison_topics(aspects),
        entities=tuple(model.id for model in models),
        sources=_sources(content, models, aspects),
    )
    header = [model.name for model in models]
    return fitted(content, reply, header, rows, SPARE, _remarks(content, found, models, aspects))


def _sources(
    content: Content, models: Sequence[Model], aspects: Sequence[str]
) -> tuple[SourceRef, ...]:
    """One page for each model, and those of the aspects' sections."""
    pages = [source for model in models for source in model_sources(content, model, 1)]
    return (*pages, *(content.sources_of(*content.comparison_topics(aspects)) if aspects else ()))


def _text(content: Content, models: Sequence[Model], aspects: Sequence[str]) -> str:
    text = lead(content, models, aspects)
    if "transparency" not in aspects:
        return text
    by_note: dict[str, list[str]] = {}
    for model in models:
        by_note.setdefault(sentence(model.openness_note or ""), []).append(model.name)
    notes = [
        Part(f"- **{listing(content, names)}:** {note}", rank)
        for rank, (note, names) in enumerate(by_note.items(), 1)
        if note.strip(".")
    ]
    return compose([Part(text), *notes], len(text) + NOTES_ROOM)


def _remarks(
    content: Content, found: Sequence[Model], models: Sequence[Model], aspects: Sequence[str]
) -> str:
    """What stands below the table, the most needed first."""
    parts = []
    if not aspects or "cost" in aspects:
        dates = price_dates(content, models)
        if dates:
            tokens = any(has_tokens(m.price) for each in models for m in scope(content, each))
            key = "knowledge_price_note" if tokens else "knowledge_price_note_plain"
            parts.append(content.say(key, dates=dates))
    mixed = [model.name for model in models if is_mixed(content, model)]
    if mixed:
        parts.append(content.say("knowledge_mixed_note", names=listing(content, mixed)))
    if len(found) > MOST:
        parts.append(content.say("knowledge_first_four"))
    sides = dict.fromkeys(model.side for model in models)
    general = [in_general(content, sides, aspect) for aspect in aspects]
    ranked = [Part(text, rank) for rank, text in enumerate([*parts, *general], 1)]
    return compose(ranked, REMARKS_ROOM).replace("\n\n", "\n")
