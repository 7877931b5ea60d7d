"""Replies on a workload: what it costs with each model, the sum, and what was assumed."""

from __future__ import annotations

from collections.abc import Sequence

from bot.content.snapshot import Content
from bot.knowledge.budget import ROOM, Part, chart_size, compose, size
from bot.knowledge.cost.load import Assumption, Load
from bot.knowledge.cost.price import Offer
from bot.knowledge.cost.server import Server
from bot.knowledge.cost.words import (
    assumed,
    dated,
    exact,
    large,
    per_month,
    price,
    remark,
    usd,
)
from bot.reply import Reply, Table

Billed = tuple[Offer, float]
LONGEST, LONGEST_CLOSING = 1450, 950


def bills(shown: Sequence[Offer], load: Load) -> tuple[Billed, ...]:
    """The offers whose price fits the work, with their bills."""
    return tuple((offer, bill) for offer in shown if (bill := offer.bill(load)) is not None)


def bill_reply(
    content: Content, billed: Sequence[Billed], load: Load, server: Server, about: str = ""
) -> Reply:
    """One model with its sum, or several side by side, with what there is to say on a server;
    first of all comes whether that is worth it, or else `about`."""
    title = content.say("cost_title_own" if server.parts else "cost_title_bill")
    reply = Reply("cost", "", title=title, chart=server.chart, sources=server.sources)
    verdict = server.verdict if server.parts else about
    if len(billed) == 1:
        room = LONGEST - chart_size(server.chart)
        return reply.with_(text=_single(content, *billed[0], load, server.parts, verdict, room))
    lead = compose([Part(verdict), Part(_lead(content, billed, load))], 500)
    closing = [
        Part(_work(content, load), 4),
        Part("" if load.once else content.say("cost_year_times"), 6),
        Part(assumed(content, load.assumptions), 0),
        *server.parts,
        Part(dated(content, [offer for offer, _ in billed]), 0),
    ]
    beside = reply.with_(text=lead, table=_table(content, billed, load))
    return beside.with_(after_table=compose(closing, min(ROOM - size(beside), LONGEST_CLOSING)))


def _single(
    content: Content,
    offer: Offer,
    bill: float,
    load: Load,
    own: Sequence[Part],
    verdict: str,
    room: int,
) -> str:
    amount = per_month(content, load, usd(content, bill))
    parts = [
        Part(verdict),
        Part(content.say("cost_lead_bill", bill=amount, model=offer.model.name)),
        Part(_sum(content, offer, load, bill), 3 if own else 1),
        Part("" if load.once else content.say("cost_year", amount=usd(content, 12 * bill)), 4),
        Part(assumed(content, _relevant(offer, load)), 0),
        *own,
        Part(dated(content, [offer]), 0),
        Part(remark(content, offer), 5),
        Part("" if load.images else content.say("cost_token"), 6),
    ]
    return compose(parts, room)


def _sum(content: Content, offer: Offer, load: Load, bill: float) -> str:
    if load.images:
        image = price(content, offer.model.price.per_image_usd or 0.0)
        return content.say(
            "cost_sum_images", images=exact(load.images), image=image, bill=usd(content, bill)
        )
    if offer.only_reads:
        return content.say(
            "cost_sum_read",
            tokens=large(load.total),
            read=price(content, offer.read_usd),
            bill=usd(content, bill),
        )
    return content.say(
        "cost_sum",
        million_in=large(load.total_in),
        million_out=large(load.total_out),
        read=price(content, offer.read_usd),
        written=price(content, offer.written_usd),
        bill_in=usd(content, load.total_in * offer.read_usd / 1e6),
        bill_out=usd(content, load.total_out * offer.written_usd / 1e6),
    )


def _relevant(offer: Offer, load: Load) -> tuple[Assumption, ...]:
    """The assumptions that matter for an offer: reading and writing may cost the same."""
    if not offer.only_reads:
        return load.assumptions
    return tuple(each for each in load.assumptions if each.key != "cost_took_split")


def _lead(content: Content, billed: Sequence[Billed], load: Load) -> str:
    amounts = [bill for _, bill in billed]
    is_typical = any(offer.label for offer, _ in billed)
    return content.say(
        "cost_lead_bills_typical" if is_typical else "cost_lead_bills",
        low=usd(content, min(amounts)),
        high=per_month(content, load, usd(content, max(amounts))),
    )


def _work(content: Content, load: Load) -> str:
    if load.images:
        return ""
    if load.item == "volume":
        key = "cost_volume_once" if load.once else "cost_volume"
    else:
        key = "cost_work_once" if load.once else "cost_work"
    return content.say(
        key,
        pieces=exact(load.pieces),
        million_in=large(load.total_in),
        million_out=large(load.total_out),
    )


def name_cell(content: Content, offer: Offer) -> str:
    """The model, with what it stands for, or that it is switched off."""
    if offer.label:
        return content.say("cost_cell_labelled", model=offer.model.name, label=offer.label)
    if offer.model.status == "retired":
        return content.say("cost_cell_retired", model=offer.model.name)
    return offer.model.name


def _table(content: Content, billed: Sequence[Billed], load: Load) -> Table:
    last = "cost_head_once" if load.once else "cost_head_month"
    heads: tuple[str, ...]
    rows: list[tuple[str, ...]]
    if load.images:
        heads = ("cost_head_model", "cost_head_image", last)
        rows = [
            (
                name_cell(content, offer),
                price(content, offer.model.price.per_image_usd or 0.0),
                usd(content, bill),
            )
            for offer, bill in billed
        ]
    else:
        heads = ("cost_head_model", "cost_head_read", "cost_head_written", last)
        rows = [
            (
                name_cell(content, offer),
                price(content, offer.read_usd),
                price(content, offer.written_usd),
                usd(content, bill),
            )
            for offer, bill in billed
        ]
    return Table(tuple(content.say(head) for head in heads), tuple(rows))
