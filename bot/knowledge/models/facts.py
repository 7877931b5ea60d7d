"""One fact of a model as a short text, for the cells of a table; None where it is not known.

A family's fact is taken over its current members: a range for figures, the usual value else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.content.schema import Model
from bot.content.snapshot import Content
from bot.knowledge.licenses.labels import license_cell
from bot.knowledge.models.families import counts, current_members, is_mixed, latest, members, scope
from bot.knowledge.models.prices import price_cell
from bot.knowledge.wording import day, listing, number, word


def openness(content: Content, model: Model) -> str:
    label = word(content, "openness", model.openness)
    if not is_mixed(content, model):
        return label
    alike, total = counts(content, model)
    key = "knowledge_mostly" if 2 * alike > total else "knowledge_partly"
    return content.say(key, what=label)


def maker(_: Content, model: Model) -> str | None:
    return model.vendor


def size(content: Content, model: Model) -> str | None:
    found = [each.parameters for each in scope(content, model)]
    totals = sorted(each.total_b for each in found if each.total_b is not None)
    if not totals:
        return None
    if totals[0] != totals[-1]:
        return content.say("knowledge_size_range", low=number(totals[0]), high=number(totals[-1]))
    active = next((each.active_b for each in found if each.active_b is not None), None)
    key = "knowledge_size" if active is None else "knowledge_size_active"
    return content.say(key, total=number(totals[0]), active=number(active or 0))


def context(content: Content, model: Model) -> str | None:
    found = sorted(
        each.context_tokens for each in scope(content, model) if each.context_tokens is not None
    )
    if not found:
        return None
    if found[0] != found[-1]:
        return content.say("knowledge_context_range", low=f"{found[0]:,}", high=f"{found[-1]:,}")
    return content.say("knowledge_context", n=f"{found[0]:,}")


def media(content: Content, model: Model) -> str | None:
    reads, makes = model.modalities.input, model.modalities.output
    if not reads and not makes:
        return None
    return content.say(
        "knowledge_media",
        reads=", ".join(word(content, "media", each) for each in reads),
        makes=", ".join(word(content, "media", each) for each in makes),
    )


def released(content: Content, model: Model) -> str | None:
    if model.released is None:
        return None
    date = day(content, model.released)
    return content.say("knowledge_since", date=date) if members(content, model.id) else date


def status(content: Content, model: Model) -> str | None:
    text = word(content, "status", model.status)
    follower = latest(content, model)
    if follower is None or model.status == "current":
        return text
    return content.say("knowledge_status_now", status=text, name=follower.name)


def good_for(_: Content, model: Model) -> str | None:
    return ", ".join(model.good_for) or None


def newest(content: Content, model: Model) -> str | None:
    """The newest members of a family by name."""
    found = current_members(content, model.id)[:3]
    return ", ".join(each.name for each in found) or None


FACTS: Mapping[str, Callable[[Content, Model], str | None]] = {
    "openness": openness,
    "license": license_cell,
    "maker": maker,
    "size": size,
    "context": context,
    "media": media,
    "price": price_cell,
    "released": released,
    "status": status,
    "good_for": good_for,
    "newest": newest,
}


def media_text(content: Content, model: Model) -> str | None:
    """What it reads and makes, as words in a sentence."""
    reads, makes = model.modalities.input, model.modalities.output
    if not reads and not makes:
        return None
    return content.say(
        "knowledge_media_sentence",
        reads=listing(content, [word(content, "media", each) for each in reads]),
        makes=listing(content, [word(content, "media", each) for each in makes]),
    )
