"""Replies on prices alone, where no workload was named, and on what a sum of money buys."""

from __future__ import annotations

from collections.abc import Sequence

from bot.content.figures import Prices
from bot.content.schema import Model
from bot.content.snapshot import Content
from bot.knowledge.budget import Part, chart_size, compose
from bot.knowledge.catalogue import GONE
from bot.knowledge.cost.bill import name_cell
from bot.knowledge.cost.load import Load
from bot.knowledge.cost.price import Offer
from bot.knowledge.cost.words import dated, exact, large, price, price_line, remark, usd
from bot.knowledge.models.families import latest, members
from bot.knowledge.numbers import Amount
from bot.reply import Chart, Reply, Table

EXAMPLE = 10_000
EXAMPLE_IMAGES = 1000


def price_reply(
    content: Content, prices: Prices, shown: Sequence[Offer], model: Model | None, extra: str = ""
) -> Reply:
    """The price of one model with an example, or several side by side. `model` is the one that
    was named first, `extra` a sentence on what the prices leave out."""
    name = model.name if model else ""
    title = (
        content.say("cost_title_price", model=name) if name else content.say("cost_title_general")
    )
    note = about(content, model)
    if len(shown) == 1:
        offer = shown[0]
        parts = [
            Part(note),
            Part(price_line(content, offer)),
            Part(_example(content, prices, offer), 2),
            Part(remark(content, offer), 3),
            Part(extra, 3),
            Part(content.say("cost_tell"), 4),
        ]
        return Reply("cost", compose(parts, 1400), title=title)
    closing = [
        Part(dated(content, shown), 1),
        Part(extra, 2),
        Part(_remarks(content, shown), 4),
        Part(content.say("cost_token"), 3),
        Part(content.say("cost_tell"), 2),
    ]
    lead = compose([Part(note), Part(_lead(content, shown))], 450)
    return Reply(
        "cost", lead, title=title, table=_table(content, shown), after_table=compose(closing, 650)
    )


def about(content: Content, model: Model | None) -> str:
    """What is to be said of the model first: retired, or a product without a token price."""
    if model is None:
        return ""
    if model.status in GONE:
        after = latest(content, model)
        if after is None:
            return content.say("cost_retired_alone", model=model.name)
        key = "cost_renamed" if model.status == "renamed" else "cost_retired"
        return content.say(key, model=model.name, successor=after.name)
    if model.kind != "product":
        return ""
    said = content.say("cost_product", model=model.name, vendor=model.vendor)
    return f"{said} {content.say('cost_product_api', vendor=model.vendor)}"


def _example(content: Content, prices: Prices, offer: Offer) -> str:
    if not offer.has_tokens:
        bill = EXAMPLE_IMAGES * (offer.model.price.per_image_usd or 0.0)
        return content.say("cost_example_images", amount=usd(content, bill))
    item = prices.items[0]
    bill = offer.bill(Load(EXAMPLE, item.tokens_in, item.tokens_out)) or 0.0
    return content.say(
        "cost_example",
        tokens_in=exact(item.tokens_in),
        tokens_out=exact(item.tokens_out),
        amount=usd(content, bill),
    )


def _remarks(content: Content, shown: Sequence[Offer]) -> str:
    notes = [f"{o.model.name}: {o.model.price.note}" for o in shown if o.model.price.note]
    return content.say("cost_remark", note="; ".join(notes)) if 0 < len(notes) <= 3 else ""


def _lead(content: Content, shown: Sequence[Offer]) -> str:
    if any(offer.model.status == "retired" for offer in shown):
        return ""
    tokens = [offer.written_usd for offer in shown if offer.has_tokens]
    images = [o.model.price.per_image_usd for o in shown if o.model.price.per_image_usd is not None]
    if len(tokens) == len(shown):
        key, values = "cost_lead_prices", tokens
        if any(offer.label for offer in shown):
            key = "cost_lead_typical"
    elif len(images) == len(shown):
        key, values = "cost_lead_prices_images", images
    else:
        return content.say("cost_lead_prices_mixed")
    return content.say(key, low=price(content, min(values)), high=price(content, max(values)))


def _table(content: Content, shown: Sequence[Offer]) -> Table:
    has_tokens = any(offer.has_tokens for offer in shown)
    has_images = any(offer.model.price.per_image_usd is not None for offer in shown)
    heads = ["cost_head_model"]
    heads += ["cost_head_read", "cost_head_written"] if has_tokens else []
    heads += ["cost_head_image"] if has_images else []
    rows = []
    for offer in shown:
        listed, cells = offer.model.price, [name_cell(content, offer)]
        if has_tokens:
            values = (listed.input_per_mtok_usd, listed.output_per_mtok_usd)
            cells += ["-" if value is None else price(content, value) for value in values]
        if has_images:
            value = listed.per_image_usd
            cells.append("-" if value is None else price(content, value))
        rows.append(tuple(cells))
    return Table(tuple(content.say(head) for head in heads), tuple(rows))


def no_price_reply(
    content: Content, model: Model, own: Sequence[Part] = (), chart: Chart | None = None
) -> Reply:
    """A model without a price per token or picture: what else is known, and where to look."""
    known = (model, *members(content, model.id))
    note = next((each.price.note for each in known if each.price.note), None)
    keys = ["cost_product"] if model.kind == "product" and model.status not in GONE else []
    if note:
        keys.append("cost_other_unit")
    elif not keys:
        keys = ["cost_open_no_price"] if model.side == "open" else ["cost_no_price"]
    if model.side == "closed" and model.kind != "product" and model.status not in GONE:
        keys.append("cost_ask_vendor")
    slots = {"model": model.name, "vendor": model.vendor, "note": note or ""}
    parts = [Part(about(content, model))] if model.status in GONE else []
    parts += [Part(content.say(key, **slots), place) for place, key in enumerate(keys)]
    title = content.say("cost_title_price", model=model.name)
    room = 1400 - chart_size(chart)
    return Reply("cost", compose([*parts, *own], room), title=title, chart=chart)


def budget_reply(
    content: Content, prices: Prices, shown: Sequence[Offer], money: Amount
) -> Reply | None:
    """How many requests of the usual size a sum of money buys; None where it can't be said."""
    item = prices.items[0]
    one = Load(1, item.tokens_in, item.tokens_out)
    priced = [(o, bill) for o in shown if o.has_tokens and (bill := o.bill(one))]
    if not priced or not 0 < money.value <= 1e12:
        return None
    amount = usd(content, money.value)
    sizes = content.say(
        "cost_took_sizes",
        tokens_in=exact(item.tokens_in),
        tokens_out=exact(item.tokens_out),
        item=item.words[0],
    )
    closing = [content.say("cost_assumed", list=sizes), dated(content, [o for o, _ in priced])]
    if not money.text.startswith("$") and "dollar" not in money.text:
        closing.insert(0, content.say("cost_budget_usd"))
    title = content.say("cost_title_budget", money=amount)
    if len(priced) == 1:
        offer, bill = priced[0]
        many = large(money.value / bill)
        lead = content.say("cost_lead_budget", money=amount, requests=many, model=offer.model.name)
        parts = [Part(lead), *(Part(text, 1) for text in closing)]
        return Reply("cost", compose(parts, 1400), title=title)
    rows = tuple((name_cell(content, o), large(money.value / bill)) for o, bill in priced)
    header = (content.say("cost_head_model"), content.say("cost_head_requests"))
    return Reply(
        "cost",
        content.say("cost_lead_budgets", money=amount),
        title=title,
        table=Table(header, rows),
        after_table=compose([Part(text, 1) for text in closing], 700),
    )
