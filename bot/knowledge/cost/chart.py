"""The break-even as a chart: what an API and a server of one's own cost a month, by tokens."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.content.snapshot import Content
from bot.knowledge.cost.buying import span, volumes
from bot.knowledge.cost.load import Load
from bot.knowledge.cost.own import Plan
from bot.knowledge.cost.price import Offer
from bot.knowledge.cost.question import Said
from bot.knowledge.cost.ways import Bought, Range, Rented, Way
from bot.knowledge.cost.words import large, usd
from bot.reply import Bar, Chart, Line, Mark

MOST_STEPS = 40
BILLIONS = 2e9
# The chart goes this much further than the last volume that matters, and never shows more than
# this many servers of one's own for the sake of a break-even.
MARGIN, FAR = 1.5, 3.0
STEPS = (1.0, 2.0, 5.0, 10.0)
SHARES = (0.25, 0.5, 1.0, 2.0)


@dataclass(frozen=True)
class Compared:
    """A server and the offers beside it: `each` are US dollars a token for the work's mix."""

    plan: Plan
    ways: tuple[Way, ...]
    offers: tuple[tuple[Offer, float], ...]
    load: Load
    capacity: float

    def even(self, each: float) -> Range:
        """Tokens at which an API at `each` a token costs as much as one server."""
        low, high = self.ways[0].monthly(self.plan.hours)
        return low / each, high / each


def break_even_chart(
    content: Content, plan: Plan, shown: Sequence[Offer], load: Load, said: Said
) -> Chart | None:
    """The chart for a server and at most two offers; None where no offer charges for the work."""
    compared = _compared(plan, shown, load, said)
    if compared is None:
        return None
    most = _most(compared)
    unit, label = (1e9, "cost_chart_billion") if most >= BILLIONS else (1e6, "cost_chart_million")
    return Chart(
        title=content.say("cost_chart_title", share=f"{100 * plan.utilisation:.0f}"),
        x_label=content.say(label),
        y_label=content.say("cost_chart_usd"),
        lines=tuple(_lines(content, compared, most, unit)),
        marks=tuple(_marks(content, compared, most, unit)),
        bars_title=content.say("cost_chart_bars", model=_rival(compared)[0].model.name),
        bars=tuple(_bars(content, compared)),
        alt=content.say("cost_chart_alt", lines=" ".join(_told(content, compared, most))),
    )


def _compared(plan: Plan, shown: Sequence[Offer], load: Load, said: Said) -> Compared | None:
    way = plan.way(said.only_buys)
    second = plan.bought if said.buys and isinstance(way, Rented) else None
    bills = [(offer, offer.bill(load)) for offer in shown]
    offers = tuple((offer, bill / load.total) for offer, bill in bills if bill and load.total > 0)
    capacity = plan.manages(load)
    if not offers or not 0 < capacity < math.inf:
        return None
    return Compared(plan, (way, second) if second else (way,), offers, load, capacity)


def _most(compared: Compared) -> float:
    """The largest volume of the chart: past the break-even where that is within reach, past what
    the person has, else past what one server manages."""
    evens = [compared.even(each)[1] for _, each in compared.offers]
    near = [even for even in evens if even <= FAR * compared.capacity]
    own = 0.0 if compared.load.once else compared.load.total
    return MARGIN * max([*near, own] if near or own else [compared.capacity])


def _lines(content: Content, compared: Compared, most: float, unit: float) -> Iterator[Line]:
    for offer, each in compared.offers:
        yield Line(_offer_name(content, offer), ((0.0, 0.0), (most / unit, most * each)))
    for way in compared.ways:
        low, high = way.monthly(compared.plan.hours)
        corners = [(x / unit, servers) for x, servers in _corners(compared.capacity, most)]
        yield Line(
            _way_name(content, compared.plan, way),
            tuple((x, low * servers) for x, servers in corners),
            tuple((x, high * servers) for x, servers in corners) if high > low else (),
        )


def _corners(capacity: float, most: float) -> Iterator[tuple[float, float]]:
    """(tokens, servers) where the line of a server bends: a stair, or a slope where the stairs
    would be too small to see."""
    steps = math.ceil(most / capacity)
    if steps > MOST_STEPS:
        yield 0.0, 1.0
        yield most, most / capacity
        return
    for step in range(steps):
        yield step * capacity, step + 1.0
        yield min((step + 1) * capacity, most), step + 1.0


def _marks(content: Content, compared: Compared, most: float, unit: float) -> Iterator[Mark]:
    """Where the line of an offer first meets that of a server, within what one server manages."""
    for way in compared.ways:
        cost = way.monthly(compared.plan.hours)[0]
        for _, each in compared.offers:
            even = cost / each
            if even <= min(compared.capacity, most):
                text = content.say("cost_chart_even", volume=large(even))
                yield Mark(even / unit, cost, text)


def _rival(compared: Compared) -> tuple[Offer, float]:
    """The offer that the bars show: the dearest, which a server beats first."""
    return max(compared.offers, key=lambda pair: pair[1])


def _bars(content: Content, compared: Compared) -> Iterator[Bar]:
    for way in compared.ways:
        name = "rented" if isinstance(way, Rented) else "bought"
        ends = way.monthly(compared.plan.hours)
        label = content.say(f"cost_chart_bar_{name}")
        yield Bar(label, sum(ends) / 2, span(content, ends))
    _, each = _rival(compared)
    for volume in _volumes(compared, each):
        label = content.say("cost_chart_bar_api", volume=large(volume))
        yield Bar(label, volume * each, usd(content, volume * each))


def _volumes(compared: Compared, each: float) -> list[float]:
    """Round volumes about the break-even, or about what a server manages where that comes first;
    the person's own takes the place of the nearest."""
    middle = min(sum(compared.even(each)) / 2, compared.capacity)
    around = {_rounded(share * middle) for share in SHARES}
    if not compared.load.once:
        own = compared.load.total
        around.remove(min(around, key=lambda volume: abs(math.log(volume / own))))
        around.add(own)
    return sorted(around)


def _rounded(value: float) -> float:
    """The nearest of 1, 2, 5 and 10 times a power of ten."""
    size = 10.0 ** math.floor(math.log10(value))
    return size * min(STEPS, key=lambda step: abs(math.log(value / size / step)))


def _told(content: Content, compared: Compared, most: float) -> Iterator[str]:
    """What the lines show, in words."""
    for offer, each in compared.offers:
        amount, volume = usd(content, most * each), large(most)
        name = _offer_name(content, offer)
        yield content.say("cost_chart_alt_api", name=name, amount=amount, volume=volume)
    for way in compared.ways:
        yield content.say(
            "cost_chart_alt_server",
            name=_way_name(content, compared.plan, way),
            amount=span(content, way.monthly(compared.plan.hours)),
            volume=large(compared.capacity),
        )
    for offer, each in compared.offers:
        told = volumes(content, compared.even(each))
        yield content.say("cost_chart_alt_even", name=_offer_name(content, offer), volumes=told)


def _offer_name(content: Content, offer: Offer) -> str:
    host = offer.model.price.provider
    if offer.model.side == "open" and host:
        return content.say("cost_chart_host", model=offer.model.name, host=host)
    return content.say("cost_chart_api", model=offer.model.name)


def _way_name(content: Content, plan: Plan, way: Way) -> str:
    device = plan.device.name
    if plan.count > 1:
        device = content.say("cost_own_device", count=plan.count, device=device)
    key = "cost_chart_bought" if isinstance(way, Bought) else "cost_chart_rented"
    return content.say(key, device=device)
