"""The card of one model, family or product."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.content.schema import Model
from bot.content.snapshot import Content
from bot.knowledge.budget import ROOM, Part, compose
from bot.knowledge.licenses.labels import license_text
from bot.knowledge.models import facts
from bot.knowledge.models.cautions import cautions
from bot.knowledge.models.families import current_members, examples_topic, members
from bot.knowledge.models.focus import Focus, focus_sentence
from bot.knowledge.models.prices import price_text
from bot.knowledge.models.statuses import status_sentence
from bot.knowledge.nearest import nearest_models, unknown_model
from bot.knowledge.sources import model_sources, unchecked
from bot.knowledge.wording import bullet, capital, day, known, listing, sentence, some_of, word
from bot.reply import Reply

MOST_MEMBERS = 6


def model_card(content: Content, model_id: str, focus: Focus | None = None) -> Reply:
    """Everything that is known of an entry; what `focus` asks for stands first."""
    model = content.model_by_id.get(model_id)
    if model is None:
        return unknown_model(content, model_id, nearest_models(content, model_id))
    title = model.name
    if model.kind == "family":
        title = content.say("knowledge_title_family", name=model.name)
    return Reply(
        kind="model",
        title=title,
        text=compose(_parts(content, model, focus), ROOM - len(title)),
        topics=(f"models/{model.id}", *examples_topic(content, model.side)),
        entities=(model.id,),
        sources=model_sources(content, model),
    )


def _parts(content: Content, model: Model, focus: Focus | None) -> list[Part]:
    parts = [Part(focus_sentence(content, model, focus))] if focus else []
    if model.status != "current" and focus != "status":
        parts.append(Part(status_sentence(content, model)))
    parts.append(Part(sentence(model.summary)))
    for row, (rank, write) in _ROWS.items():
        text = write(content, model) if row != focus else None
        if text is not None:
            parts.append(Part(bullet(content, f"knowledge_row_{row}", text), rank))
    return parts


def _openness(content: Content, model: Model) -> str:
    label = facts.openness(content, model)
    why = word(content, "openness_why", model.openness)
    note = sentence(model.openness_note) if model.openness_note else ""
    return f"{label} ({why}). {note}".strip()


def _license(content: Content, model: Model) -> str:
    return known(content, license_text(content, model))


def _size(content: Content, model: Model) -> str:
    size = facts.size(content, model)
    if size is None:
        return known(content, None)
    return content.say("knowledge_size_text", size=size)


def _context(content: Content, model: Model) -> str | None:
    found = facts.context(content, model)
    if found is None:
        return known(content, None) if "text" in model.modalities.output else None
    key = "knowledge_context_host" if model.side == "open" else "knowledge_context_plain"
    return content.say(key, context=found)


def _price(content: Content, model: Model) -> str:
    price = price_text(content, model)
    return price if price is not None else content.say(f"knowledge_no_price_{model.side}")


def _released(content: Content, model: Model) -> str:
    date = known(content, facts.released(content, model))
    if model.knowledge_cutoff is None:
        return date
    cutoff = day(content, model.knowledge_cutoff)
    return content.say("knowledge_released_cutoff", date=date, cutoff=cutoff)


def _status(content: Content, model: Model) -> str | None:
    if model.status != "current":
        return None  # the card says so at its head
    return content.say("knowledge_current_as_of", date=day(content, content.guide.as_of))


def _good_for(content: Content, model: Model) -> str | None:
    return listing(content, model.good_for) or None


def _members(content: Content, model: Model) -> str | None:
    names = [each.name for each in current_members(content, model.id)]
    return some_of(content, names, MOST_MEMBERS) if members(content, model.id) else None


def _cautions(content: Content, model: Model) -> str | None:
    return " ".join(map(sentence, cautions(content, model))) or None


def _unchecked(content: Content, model: Model) -> str | None:
    return capital(listing(content, unchecked(model))) or None


# The rows in order, each with the rank at which it gives way where room is short.
_ROWS: Mapping[str, tuple[int, Callable[[Content, Model], str | None]]] = {
    "open": (1, _openness),
    "maker": (2, lambda _, model: model.vendor),
    "license": (1, _license),
    "size": (2, _size),
    "context": (2, _context),
    "media": (2, facts.media_text),
    "price": (1, _price),
    "released": (3, _released),
    "status": (3, _status),
    "good_for": (3, _good_for),
    "members": (2, _members),
    "cautions": (1, _cautions),
    "unchecked": (5, _unchecked),
}
