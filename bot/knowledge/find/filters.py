"""What a search filters by, in words."""

from __future__ import annotations

from bot.content.snapshot import Content
from bot.knowledge.find.request import Query
from bot.knowledge.licenses.labels import license_name
from bot.knowledge.models.families import name_of, vendor_models
from bot.knowledge.wording import dollars, listing, number, word

IN_WORDS = ("medium", "openness")
NAMED = ("license", "not_license", "vendor", "not_vendor", "family", "like")


def filter_texts(content: Content, query: Query, only: str | None = None) -> list[str]:
    """One text for each filter in use, or for the one named `only`."""
    names = query.active() if only is None else (only,)
    return [_text(content, query, name) for name in names]


def _text(content: Content, query: Query, name: str) -> str:
    value = getattr(query, name)
    if name in IN_WORDS:
        return word(content, f"filter_{name}", value)
    if name == "permits":
        return listing(content, [word(content, "filter_permit", each) for each in value])
    return content.say(f"knowledge_filter_{name}", what=_value(content, name, value))


def _value(content: Content, name: str, value: object) -> str:
    if name in NAMED:
        return _name(content, name, str(value))
    if isinstance(value, tuple):
        return listing(content, [str(each) for each in value])
    if name == "max_price" and isinstance(value, float | int):
        return dollars(content, value)
    return number(value) if isinstance(value, float | int) else str(value)


def _name(content: Content, name: str, value: str) -> str:
    if name.endswith("license"):
        each = content.license_by_name.get(value)
        return license_name(each) if each else value
    if name.endswith("vendor"):
        models = vendor_models(content, value)
        return models[0].vendor if models else value
    return name_of(content, value) or value


def order_text(content: Content, query: Query) -> str:
    return content.say(f"knowledge_sorted_{query.order}") if query.order else ""
