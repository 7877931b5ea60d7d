"""Lists the models that a search finds, five at a time."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from bot.content.schema import Model
from bot.content.snapshot import Content
from bot.knowledge.budget import ROOM, Part, compose
from bot.knowledge.find.code import decode, encode, option_id
from bot.knowledge.find.filters import filter_texts, order_text
from bot.knowledge.find.match import count_fitting, matching, memory_needed
from bot.knowledge.find.query import parse_query, unheeded
from bot.knowledge.find.request import Query
from bot.knowledge.licenses.labels import license_cell
from bot.knowledge.models import facts
from bot.knowledge.models.families import examples_topic, license_of
from bot.knowledge.models.prices import figures
from bot.knowledge.sources import model_sources
from bot.knowledge.wording import listing, number, sentence
from bot.reply import Option, Reply

__all__ = ["Query", "find_models", "more_models", "parse_query", "unheeded"]

PAGE = 5
FEW = 3
MOST_RELAXED = 3


def find_models(content: Content, query: Query, page: int = 0, note: str = "") -> Reply:
    """One page of what fits; `page` counts from 0 and beyond the last means the last. `note` says
    what else the reader should know."""
    found, remark = _found(content, query)
    if not found:
        return _nothing(content, query, note).with_(search=f"{encode(query)}:0")
    last = (len(found) - 1) // PAGE
    page = min(max(page, 0), last)
    shown = found[page * PAGE : page * PAGE + PAGE]
    title = content.say("knowledge_find_title", n=len(found))
    more = option_id(query, page + 1) if page < last else None
    return Reply(
        kind="model",
        title=title,
        text=_text(content, query, shown, page, (note, remark), ROOM - len(title)),
        topics=(*(f"models/{model.id}" for model in shown), *_side_topics(content, shown)),
        entities=tuple(model.id for model in shown),
        options=(Option(more, content.button("knowledge_five_more")),) if more else (),
        sources=tuple(s for model in shown[:3] for s in model_sources(content, model, 1)),
        search=f"{encode(query)}:{page}",
    )


def _found(content: Content, query: Query) -> tuple[tuple[Model, ...], str]:
    """What fits, and a remark. Where hardly any current model is marked as good for the purpose,
    what passes the other filters comes after it."""
    found = matching(content, query)
    others = query.without("purposes")
    marked = tuple(model for model in found if model.status == "current")
    if len(marked) >= FEW or not query.purposes or not others.active():
        return found, ""
    rest = tuple(model for model in matching(content, others) if model not in marked)
    if not rest:
        return found, ""
    key = "knowledge_find_few_purpose" if marked else "knowledge_find_no_purpose"
    purposes = listing(content, query.purposes)
    return (*marked, *rest), content.say(key, n=len(marked), purposes=purposes)


def more_models(content: Content, option: str) -> Reply | None:
    """The page that a button "find:<code>:<page>" stands for; None where it is none."""
    parts = option.split(":")
    if len(parts) != 3 or parts[0] != "find" or not parts[2].isdecimal():
        return None
    return find_models(content, decode(parts[1], content), int(parts[2][:4]))


def _side_topics(content: Content, models: Sequence[Model]) -> tuple[str, ...]:
    sides = dict.fromkeys(model.side for model in models)
    return tuple(topic for side in sides for topic in examples_topic(content, side))


def _text(
    content: Content,
    query: Query,
    models: Sequence[Model],
    page: int,
    notes: Sequence[str],
    room: int,
) -> str:
    parts = [Part(_filtered(content, query)), *(Part(note) for note in notes)]
    if query.memory_gb:
        parts.append(Part(content.say("knowledge_find_memory_note")))
    hint = Part(content.say("knowledge_find_hint") if query.active() and not page else "", 1)
    lines = [_line(content, query, model) for model in models]
    told = [f"{line} {sentence(model.summary)}" for line, model in zip(lines, models, strict=True)]
    start = page * PAGE + 1
    for shown in (told, lines):
        items = "\n".join(f"{n}. {line}" for n, line in enumerate(shown, start))
        text = compose([*parts, Part(items), hint], 10 * room)
        if len(text) <= room:
            return text
    return compose([*parts, Part(items), hint], room)


def _filtered(content: Content, query: Query) -> str:
    filters = filter_texts(content, query)
    text = content.say("knowledge_find_all")
    if filters:
        text = content.say("knowledge_find_filtered", filters=", ".join(filters))
    order = order_text(content, query)
    return f"{text} {order}".strip()


def _line(content: Content, query: Query, model: Model) -> str:
    """Gives "**Name** (maker): open weights, Apache-2.0, 27.8 billion parameters."."""
    told = [facts.openness(content, model)]
    if model.side == "open":
        told.append(_license(content, query, model))
        told.append(facts.size(content, model) or "")
    if query.memory_gb:
        needed = memory_needed(model)
        told.append(
            content.say("knowledge_find_memory", gb=number(round(needed, 1))) if needed else ""
        )
    if query.min_context or query.order == "context":
        told.append(facts.context(content, model) or "")
    if model.side == "closed" or query.max_price or query.order == "price":
        told.append(figures(content, model.price) or "")
    if query.order == "new" and model.released:
        told.append(facts.released(content, model) or "")
    return content.say(
        "knowledge_find_line",
        name=model.name,
        maker=model.vendor.partition(" (")[0],
        facts=", ".join(each for each in told if each),
    )


def _license(content: Content, query: Query, model: Model) -> str:
    cell = license_cell(content, model) or content.say("knowledge_license_unknown")
    own = license_of(content, model)
    if query.permits and own and own.commercial_use == "conditional":
        return content.say("knowledge_find_conditional", license=cell)
    return cell


def _nothing(content: Content, query: Query, note: str) -> Reply:
    """Says which filter to drop, or which two, and how much that would find."""
    names = query.active()
    helpful = _helpful(content, query, [(name,) for name in names])
    helpful = helpful or _helpful(content, query, list(combinations(names, 2)))
    parts = [Part(content.say("knowledge_find_nothing")), Part(_filtered(content, query))]
    parts.append(Part(note))
    for dropped, count in helpful[:MOST_RELAXED]:
        filters = [f"“{filter_texts(content, query, only=name)[0]}”" for name in dropped]
        text = content.say("knowledge_find_relax", filters=listing(content, filters), n=count)
        parts.append(Part(f"- {text}"))
    if not helpful:
        parts.append(Part(content.say("knowledge_find_relax_more")))
    return Reply(kind="model", text=compose(parts, ROOM))


def _helpful(
    content: Content, query: Query, choices: Sequence[tuple[str, ...]]
) -> list[tuple[tuple[str, ...], int]]:
    """The filters that are worth dropping, with how much is found then, most first."""
    found = []
    for dropped in choices:
        wider = query
        for name in dropped:
            wider = wider.without(name)
        count = count_fitting(content, wider) if wider.active() else 0
        if count:
            found.append((dropped, count))
    return sorted(found, key=lambda each: -each[1])
