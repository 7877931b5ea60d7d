"""A search that is corrected: what is said anew replaces what was there, the rest stays."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.content.snapshot import Content
from bot.knowledge.find.request import Query
from bot.knowledge.wording import words_of

# What a word such as "size" stands for, where a filter is to be dropped.
DROPPED: Mapping[str, tuple[str, ...]] = {
    "size": ("min_b", "max_b"),
    "license": ("license", "not_license", "permits"),
    "price": ("max_price",),
    "memory": ("memory_gb",),
    "maker": ("vendor", "not_vendor", "family"),
    "medium": ("medium",),
    "use": ("purposes",),
    "context": ("min_context",),
    "order": ("order",),
    "openness": ("openness",),
}
# What can't both hold: setting the one ends the other.
RIVALS = (("license", "not_license"), ("vendor", "not_vendor"), ("family", "like"))


def refined(content: Content, before: Query, said: Query, text: str) -> Query | None:
    """`before` with what `said` names in its place, and without what `text` (plain words) drops;
    None where that changes nothing."""
    query = before
    dropped = _dropped(content, text)
    if "max_price" in dropped and query.order == "price":
        dropped.add("order")
    for name in dropped:
        query = query.without(name)
    changes = {name: getattr(said, name) for name in said.active()}
    if said.order:
        changes["order"] = said.order
    after = _consistent(replace(query, **changes), changes)
    return after if after != before else None


def drops(content: Content, text: str) -> bool:
    """Whether a text of plain words says that some filter doesn't matter."""
    return bool(_dropped(content, text))


def _dropped(content: Content, text: str) -> set[str]:
    before = "|".join(map(re.escape, words_of(content, "knowledge_drop_words")))
    after = "|".join(map(re.escape, words_of(content, "knowledge_drop_words_after")))
    text = text.replace("'", "")
    found: set[str] = set()
    for group, names in DROPPED.items():
        words = "|".join(map(re.escape, words_of(content, f"knowledge_drop_{group}")))
        is_dropped = words and re.search(
            rf"\b(?:{before})(?: the)? (?:{words})\b|\b(?:{words}) (?:{after})\b", text
        )
        if is_dropped:
            found.update(names)
    return found


def _consistent(query: Query, changes: Mapping[str, Any]) -> Query:
    """A new upper limit below an old lower one ends that, and the like."""
    if query.min_b is not None and query.max_b is not None and query.min_b > query.max_b:
        query = query.without("min_b" if "max_b" in changes else "max_b")
    for one, other in RIVALS:
        if one in changes and other not in changes:
            query = query.without(other)
        elif other in changes and one not in changes:
            query = query.without(one)
    if "openness" in changes and query.openness == "closed":
        query = query.without("memory_gb")
    return query
