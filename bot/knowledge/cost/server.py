"""A server of one's own beside the offers: paragraphs, chart, verdict and sources in one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.content.figures import Prices
from bot.content.schema import Model, SourceRef
from bot.content.snapshot import Content
from bot.knowledge.budget import Part
from bot.knowledge.cost.chart import break_even_chart
from bot.knowledge.cost.compare import own_parts, own_verdict, rivals, self_hosted
from bot.knowledge.cost.load import Load
from bot.knowledge.cost.own import Plan, plan_for
from bot.knowledge.cost.price import Offer
from bot.knowledge.cost.question import Said
from bot.knowledge.sources import host_of
from bot.reply import Chart


@dataclass(frozen=True)
class Server:
    """What there is to say on a server; all of it empty where there is nothing."""

    parts: tuple[Part, ...] = ()
    chart: Chart | None = None
    verdict: str = ""
    sources: tuple[SourceRef, ...] = ()


NONE = Server()


def server_beside(
    content: Content,
    named: Sequence[Model],
    billed: Sequence[tuple[Offer, float]],
    load: Load,
    said: Said,
) -> Server:
    """A server for the first named model that can be run, beside offers with their bills."""
    model, prices = self_hosted(content, named), content.prices
    if model is None or prices is None:
        return NONE
    plan = plan_for(content, model, load, said)
    if plan is None:
        return Server((Part(content.say("cost_own_none", model=model.name), 2),))
    beside = rivals([offer for offer, _ in billed], model)
    return Server(
        tuple(own_parts(content, named, beside, plan, load, said)),
        break_even_chart(content, plan, beside, load, said),
        own_verdict(content, plan, billed, load, said),
        _sources(prices, plan, said),
    )


def _sources(prices: Prices, plan: Plan, said: Said) -> tuple[SourceRef, ...]:
    """Where the rents were read, and the price of the card where buying is spoken of."""
    cards = [b for b in prices.buys if b.device == plan.device.id and b.source and said.buys]
    pages = [
        SourceRef(title=host_of(b.source), url=b.source, as_of=b.as_of) for b in cards if b.source
    ]
    return (*(() if said.only_buys else prices.sources), *pages)
