"""The one sentence that answers a particular question about a model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from bot.content.schema import Model
from bot.content.snapshot import Content
from bot.knowledge.models import facts
from bot.knowledge.models.families import counts, is_mixed
from bot.knowledge.models.prices import price_text
from bot.knowledge.models.statuses import status_sentence
from bot.knowledge.wording import sentence, when, word

Focus = Literal["open", "maker", "price", "context", "released", "status"]


def focus_sentence(content: Content, model: Model, focus: Focus) -> str:
    return _SENTENCES[focus](content, model)


def _open(content: Content, model: Model) -> str:
    note = sentence(model.openness_note) if model.openness_note else ""
    if is_mixed(content, model):
        alike, total = counts(content, model)
        label = word(content, "openness", model.openness)
        key = "knowledge_focus_mixed" if 2 * alike > total else "knowledge_focus_even"
        slots = {"what": label, "n": alike, "total": total}
    else:
        key, slots = f"knowledge_focus_{model.openness.replace('-', '_')}", {}
    return f"{content.say(key, name=model.name, **slots)} {note}".strip()


def _maker(content: Content, model: Model) -> str:
    return content.say("knowledge_focus_maker", name=model.name, maker=model.vendor)


def _price(content: Content, model: Model) -> str:
    price = price_text(content, model)
    if price is not None:
        return content.say("knowledge_focus_price", name=model.name, price=price)
    return content.say(f"knowledge_focus_no_price_{model.side}", name=model.name)


def _context(content: Content, model: Model) -> str:
    found = facts.context(content, model)
    if found is None:
        return content.say("knowledge_focus_no_context", name=model.name)
    return content.say("knowledge_focus_context", name=model.name, context=found)


def _released(content: Content, model: Model) -> str:
    if model.released is None:
        return content.say("knowledge_focus_no_released", name=model.name)
    date = when(content, model.released)
    return content.say(f"knowledge_focus_released_{model.kind}", name=model.name, date=date)


_SENTENCES: Mapping[Focus, Callable[[Content, Model], str]] = {
    "open": _open,
    "maker": _maker,
    "price": _price,
    "context": _context,
    "released": _released,
    "status": status_sentence,
}
