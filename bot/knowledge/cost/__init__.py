"""What models cost: list prices, the bill for a workload, and an own GPU against an API.

`cost_reply` is the entry to this part.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.content.figures import Prices
from bot.content.schema import Model, SourceRef
from bot.content.snapshot import Content
from bot.knowledge.budget import Part, compose
from bot.knowledge.cost.bill import bill_reply, bills
from bot.knowledge.cost.compare import own_parts, own_verdict
from bot.knowledge.cost.listing import about, budget_reply, no_price_reply, price_reply
from bot.knowledge.cost.load import Load, load_of, odd
from bot.knowledge.cost.own import is_about_own
from bot.knowledge.cost.price import Offer, offers, typical, typical_pictures
from bot.knowledge.cost.words import dated, price_line
from bot.knowledge.numbers import Amount, amounts, first, fold, no_number
from bot.knowledge.numbers.units import Unit
from bot.knowledge.sources import model_sources
from bot.reply import Reply
from bot.understanding.reading import Sum

DISCOUNTS = re.compile(r"\b(?:cach\w*|batch\w*|free (?:tier|version|plan)|for free|discount\w*)\b")
TRAINING = re.compile(r"\b(?:fine[ -]?tun\w*|lora|train(?:ing)?)\b")
SUBJECTS: dict[str, Unit] = {
    "requests": "items",
    "users": "users",
    "tokens": "tokens",
    "words": "words",
    "images": "images",
}


@dataclass(frozen=True)
class Question:
    """What was asked: the models named, the offers that stand for them, the work, and the folded
    text with its amounts."""

    named: Sequence[Model]
    shown: Sequence[Offer]
    load: Load | None
    found: Sequence[Amount]
    text: str


def cost_reply(content: Content, model_ids: Sequence[str], sums: Sequence[Sum], text: str) -> Reply:
    """The reply to a question on cost, whatever it names: models, a workload, both or neither.

    `sums` are the quantities of the message; `text`, its cleaned text, tells more of them.
    """
    topic = content.guide.cost_topic
    about = {
        "topics": (topic,) if topic else (),
        "entities": tuple(dict.fromkeys(model_ids)),
    }
    prices = content.prices
    if prices is None:
        return Reply("cost", content.say("cost_no_table")).with_(**about)
    named = [content.model_by_id[each] for each in model_ids if each in content.model_by_id]
    found, folded = _amounts(text, sums), fold(text)
    strange = _strange(content, prices, found, folded)
    if strange:
        return strange.with_(**about)
    load = load_of(prices, found, folded)
    usual = typical_pictures(content) if load and load.images else typical(content)
    shown = offers(content, [model.id for model in named]) or (() if named else usual)
    reply = _reply(content, prices, Question(named, shown, load, found, folded))
    pages = _sources(content, prices, named or [offer.model for offer in shown], reply)
    return reply.with_(sources=pages, **about)


def _amounts(text: str, sums: Sequence[Sum]) -> tuple[Amount, ...]:
    """The amounts of the text; where it yields none, those that the reading brings along."""
    found = amounts(text)
    if found:
        return found
    kept = [s for s in sums if s.unit in SUBJECTS]
    return tuple(Amount(s.value, SUBJECTS[s.unit], None, s.unit, s.text, 0, 0) for s in kept)


def _reply(content: Content, prices: Prices, asked: Question) -> Reply:
    if asked.load:
        return _bill(content, asked, asked.load)
    own = is_about_own(asked.text)
    money = first(asked.found, "money")
    if money and asked.shown and not own:
        bought = budget_reply(content, prices, asked.shown, money)
        if bought:
            return bought
    return _own(content, prices, asked) if own else _prices(content, prices, asked)


def _strange(content: Content, prices: Prices, found: Sequence[Amount], text: str) -> Reply | None:
    """A kind question where an amount is impossible, or no number at all."""
    title = content.say("cost_title_ask")
    amount = odd(found)
    if amount is not None:
        key = "cost_odd_large" if amount.value > 0 else "cost_odd_amount"
        return Reply("cost", content.say(key, words=_quoted(amount.text)), title=title)
    load = load_of(prices, found, text)
    word = no_number(text)
    if word and load is None:
        return Reply("cost", content.say("cost_odd_amount", words=word), title=title)
    if load is not None and not load.is_possible:
        words = next((each.text for each in found if each.unit != "count"), found[0].text)
        return Reply("cost", content.say("cost_odd_large", words=_quoted(words)), title=title)
    return None


def _quoted(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:59]}…"


def _bill(content: Content, asked: Question, load: Load) -> Reply:
    named, shown = asked.named, asked.shown
    working = [offer for offer in shown if offer.model.status != "retired"] or list(shown)
    billed = bills(working, load)
    unpriced = bool(named) and not shown
    own = is_about_own(asked.text) or (unpriced and named[0].side == "open")
    rivals = [offer for offer, _ in billed] or list(typical(content))
    parts: list[Part] = []
    if own and load.total:
        parts = own_parts(content, named, rivals, load, asked.found, asked.text)
    if not billed and unpriced:
        return no_price_reply(content, named[0], parts)
    if not billed and not load.images:
        billed = bills(typical(content), load)
    if not billed:
        names = ", ".join(offer.model.name for offer in shown[:3])
        said = content.say("cost_no_bill", models=names or content.say("cost_some_host"))
        return Reply("cost", said, title=content.say("cost_title_bill"))
    verdict = ""
    if parts:
        verdict = own_verdict(content, named, billed, load, asked.found, asked.text)
    elif named and named[0].kind == "product":
        verdict = about(content, named[0])
    return bill_reply(content, billed, load, parts, verdict)


def _own(content: Content, prices: Prices, asked: Question) -> Reply:
    """An own server without a workload: reckoned with requests of the usual size."""
    item = prices.items[0]
    load = Load(1.0, item.tokens_in, item.tokens_out, once=True)
    rivals = asked.shown or typical(content)
    parts = own_parts(content, asked.named, rivals, load, asked.found, asked.text)
    if not parts:
        return _prices(content, prices, asked)
    title, tell = content.say("cost_title_own"), content.say("cost_tell")
    if len(rivals) == 1:
        listed = [*parts, Part(price_line(content, rivals[0]), 1), Part(tell, 4)]
        return Reply("cost", compose(listed, 1450), title=title)
    beside = price_reply(content, prices, rivals, None)
    closing = compose([Part(dated(content, rivals), 1), Part(tell, 2)], 300)
    return beside.with_(title=title, text=compose(parts, 850), after_table=closing)


def _prices(content: Content, prices: Prices, asked: Question) -> Reply:
    if not asked.shown:
        return (
            no_price_reply(content, asked.named[0])
            if asked.named
            else Reply("cost", content.say("cost_no_table"))
        )
    extra = ""
    if TRAINING.search(asked.text):
        extra = content.say("cost_no_training")
    elif DISCOUNTS.search(asked.text):
        extra = content.say("cost_list_only")
    only = asked.named[0] if len(asked.named) == 1 else None
    return price_reply(content, prices, asked.shown, only, extra)


def _sources(
    content: Content, prices: Prices, models: Sequence[Model], reply: Reply
) -> tuple[SourceRef, ...]:
    """The pages of the rents where a server was reckoned, and those of the models' prices."""
    own = prices.sources if reply.title == content.say("cost_title_own") else ()
    most = 2 if len(models) == 1 else 1
    return (*own, *(page for model in models[:3] for page in model_sources(content, model, most)))
