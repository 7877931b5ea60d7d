"""What models cost: list prices, the bill for a workload, and an own GPU against an API.

`cost_reply` is the entry to this part.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.content.figures import Prices
from bot.content.schema import Model, SourceRef
from bot.content.snapshot import Content
from bot.knowledge import wording
from bot.knowledge.budget import Part, chart_size, compose
from bot.knowledge.cost.bill import bill_reply, bills
from bot.knowledge.cost.hosts import with_host
from bot.knowledge.cost.listing import about, budget_reply, no_price_reply, price_reply
from bot.knowledge.cost.load import Load, odd
from bot.knowledge.cost.price import offers, typical, typical_pictures
from bot.knowledge.cost.question import Question, Said, heard
from bot.knowledge.cost.server import NONE, server_beside
from bot.knowledge.cost.words import dated, price_line
from bot.knowledge.earlier import kept
from bot.knowledge.numbers import Amount, first, fold, no_number
from bot.knowledge.sources import model_sources
from bot.reply import Reply
from bot.understanding.reading import Sum

DISCOUNTS = re.compile(r"\b(?:cach\w*|batch\w*|free (?:tier|version|plan)|for free|discount\w*)\b")
TRAINING = re.compile(r"\b(?:fine[ -]?tun\w*|lora|train(?:ing)?)\b")
OR = r"(?: or| vs\.?| versus|/) ?"
BREAK_EVEN = re.compile(rf"\bbreak[- ]?even\b|\brent(?:ing)?{OR}buy|\bbuy(?:ing)?{OR}rent")
QUOTED = 60
LONGEST = 1450


def cost_reply(
    content: Content,
    model_ids: Sequence[str],
    sums: Sequence[Sum],
    text: str,
    earlier: Sequence[str] = (),
) -> Reply:
    """The reply to a question on cost, whatever it names: models, a workload, both or neither.

    `sums` are the quantities of the message; `text`, its cleaned text, tells more of them.
    `earlier` are the messages of the sum that it changes, oldest first.
    """
    topic = content.guide.cost_topic
    about = {
        "topics": (topic,) if topic else (),
        "entities": tuple(dict.fromkeys(model_ids)),
        "worked": kept(earlier, text),
    }
    prices = content.prices
    if prices is None:
        return Reply("cost", content.say("cost_no_table")).with_(**about)
    named = [content.model_by_id[each] for each in model_ids if each in content.model_by_id]
    said = heard(prices, text, sums, earlier)
    strange = _strange(content, said)
    if strange:
        return strange.with_(**about)
    usual = typical_pictures(content) if said.load and said.load.images else typical(content)
    shown = offers(content, [model.id for model in named]) or (() if named else usual)
    reply = _reply(content, prices, Question(named, shown, said))
    reply = with_host(content, prices, shown, said, reply)
    pages = _pages(content, named or [offer.model for offer in shown])
    return reply.with_(sources=(*reply.sources, *pages), **about)


def says_a_sum(content: Content, sums: Sequence[Sum], text: str) -> bool:
    """Whether a text is about work to be paid for, or a server of one's own, and not just about
    prices."""
    if content.prices is None:
        return False
    said = heard(content.prices, text, sums, ())
    return said.load is not None or said.is_own


def says_a_load(content: Content, sums: Sequence[Sum], text: str) -> bool:
    """Whether a text says how much work is to be paid for."""
    return content.prices is not None and heard(content.prices, text, sums, ()).load is not None


def is_on_break_even(text: str) -> bool:
    """Whether a text asks at what point a server of one's own pays, whatever else it names."""
    return bool(BREAK_EVEN.search(fold(text)))


def _reply(content: Content, prices: Prices, asked: Question) -> Reply:
    if asked.said.load:
        return _bill(content, asked, asked.said.load)
    own = asked.said.is_own
    money = first(asked.said.found, "money")
    if money and asked.shown and not own:
        bought = budget_reply(content, prices, asked.shown, money)
        if bought:
            return bought
    return _own(content, prices, asked) if own else _prices(content, prices, asked)


def _strange(content: Content, said: Said) -> Reply | None:
    """A kind question where an amount is impossible, or no number at all."""
    title = content.say("cost_title_ask")
    if said.terms.odd:
        asks = content.say("cost_odd_term", words=wording.cut(said.terms.odd, QUOTED))
        return Reply("cost", asks, title=title)
    amount = odd(said.found)
    if amount is not None:
        key = "cost_odd_large" if amount.value > 0 else "cost_odd_amount"
        return Reply("cost", content.say(key, words=_quoted(amount)), title=title)
    word, load = no_number(said.newest), said.load
    if word and (load is None or not said.counts_anew):
        return Reply("cost", content.say("cost_odd_amount", words=word), title=title)
    if load is not None and not load.is_possible:
        key = "cost_odd_large" if load.amount >= 1 else "cost_odd_amount"
        told = next((each for each in said.found if each.unit != "count"), said.found[0])
        return Reply("cost", content.say(key, words=_quoted(told)), title=title)
    return None


def _quoted(amount: Amount) -> str:
    """The words of an amount, with its sign where that was a word before it."""
    sign = "-" if amount.value < 0 and not amount.text.startswith("-") else ""
    return wording.cut(sign + amount.text, QUOTED)


def _bill(content: Content, asked: Question, load: Load) -> Reply:
    named, shown, said = asked.named, asked.shown, asked.said
    working = [offer for offer in shown if offer.model.status != "retired"] or list(shown)
    billed, usual = bills(working, load), bills(typical(content), load)
    unpriced = bool(named) and not shown
    own = said.is_own or (unpriced and named[0].side == "open")
    is_reckoned = own and load.total > 0
    server = server_beside(content, named, billed or usual, load, said) if is_reckoned else NONE
    if not billed and unpriced:
        reply = no_price_reply(content, named[0], server.parts, server.chart)
        return reply.with_(sources=server.sources)
    if not billed and not load.images:
        billed = usual
    if not billed:
        names = ", ".join(offer.model.name for offer in shown[:3])
        told = content.say("cost_no_bill", models=names or content.say("cost_some_host"))
        return Reply("cost", told, title=content.say("cost_title_bill"))
    about_it = about(content, named[0]) if named and named[0].kind == "product" else ""
    return bill_reply(content, billed, load, server, about_it)


def _own(content: Content, prices: Prices, asked: Question) -> Reply:
    """An own server without a workload: reckoned with requests of the usual size."""
    item = prices.items[0]
    load = Load(1.0, item.tokens_in, item.tokens_out, once=True)
    shown = asked.shown or typical(content)
    server = server_beside(content, asked.named, bills(shown, load), load, asked.said)
    if not server.parts:
        return _prices(content, prices, asked)
    parts = [*server.parts]
    parts += [Part(price_line(content, offer), 1) for offer in shown if len(shown) == 1]
    parts += [Part(dated(content, shown), 1)] if len(shown) > 1 else []
    parts.append(Part(content.say("cost_tell"), 4))
    room = LONGEST - chart_size(server.chart)
    return Reply(
        "cost",
        compose(parts, room),
        title=content.say("cost_title_own"),
        chart=server.chart,
        sources=server.sources,
    )


def _prices(content: Content, prices: Prices, asked: Question) -> Reply:
    if not asked.shown:
        return (
            no_price_reply(content, asked.named[0])
            if asked.named
            else Reply("cost", content.say("cost_no_table"))
        )
    extra = ""
    if TRAINING.search(asked.said.text):
        extra = content.say("cost_no_training")
    elif DISCOUNTS.search(asked.said.text):
        extra = content.say("cost_list_only")
    only = asked.named[0] if len(asked.named) == 1 else None
    return price_reply(content, prices, asked.shown, only, extra)


def _pages(content: Content, models: Sequence[Model]) -> tuple[SourceRef, ...]:
    """The pages of the models' prices."""
    most = 2 if len(models) == 1 else 1
    return tuple(p for m in models[:3] for p in model_sources(content, m, most, fact="price"))
