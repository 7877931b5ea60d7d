"""A host that was asked for by name, where the price at hand is of another."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.content.figures import Prices
from bot.content.snapshot import Content
from bot.knowledge.budget import ROOM, size
from bot.knowledge.cost.price import Offer
from bot.knowledge.cost.question import Said
from bot.knowledge.wording import quick_key
from bot.reply import Reply


def named_host(prices: Prices, texts: Sequence[str]) -> str | None:
    """The host that was named last, the longest name of a text first."""
    for text in reversed(texts):
        hits = [h for h in prices.hosts if re.search(rf"\b{re.escape(h.lower())}\b", text)]
        if hits:
            return max(hits, key=len)
    return None


def with_host(
    content: Content, prices: Prices, shown: Sequence[Offer], said: Said, reply: Reply
) -> Reply:
    """The reply with a sentence on the host, as far as there is room."""
    host = named_host(prices, said.texts)
    other = next((o for o in shown if host and _is_other(o, host)), None)
    if host is None or other is None:
        return reply
    note = content.say(
        "cost_other_host",
        host=host,
        model=other.model.name,
        provider=other.model.price.provider or "",
    )
    if size(reply) + len(note) + 2 > ROOM:
        return reply
    if reply.table:
        return reply.with_(after_table=f"{reply.after_table}\n\n{note}".strip())
    return reply.with_(text=f"{reply.text}\n\n{note}")


def _is_other(offer: Offer, host: str) -> bool:
    """Whether an open model's price is of another host than this."""
    provider = quick_key(offer.model.price.provider or "")
    return offer.model.side == "open" and bool(provider) and quick_key(host) not in provider
