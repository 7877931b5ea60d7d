"""What is said on a server of one's own: what it costs a month, what it manages, and where it
beats an API."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.content.schema import Model
from bot.content.snapshot import Content
from bot.knowledge.budget import Part
from bot.knowledge.cost.buying import (
    bought_line,
    device_of,
    power_line,
    price_dates,
    span,
    volumes,
)
from bot.knowledge.cost.load import Assumption, Load
from bot.knowledge.cost.own import Plan
from bot.knowledge.cost.price import Offer
from bot.knowledge.cost.question import Said
from bot.knowledge.cost.ways import Bought, Rented, Way
from bot.knowledge.cost.words import assumed_own, large, price

COMPARES = re.compile(r"\b(?:break[- ]?even|worth|cheaper|vs|versus|against|or|pay(?:s)? off)\b")


def self_hosted(content: Content, named: Sequence[Model]) -> Model | None:
    """The model for the server: the first named one that can be run, or the usual one."""
    for model in named:
        if model.side == "open" and model.kind == "model" and model.parameters.total_b:
            return model
    serving = content.prices.serving if content.prices else None
    return content.model_by_id.get(serving.model) if serving else None


def own_parts(
    content: Content,
    named: Sequence[Model],
    beside: Sequence[Offer],
    plan: Plan,
    load: Load,
    said: Said,
) -> list[Part]:
    """The paragraphs on a server of one's own."""
    way = plan.way(said.only_buys)
    against = [Part(_against(content, plan, way, offer, load), 1) for offer in beside]
    compares = COMPARES.search(said.text)
    parts = [Part(power_line(content, plan, said), 1)]
    parts += against if compares else []
    parts.append(Part(_lead(content, plan, way), 0))
    parts += _other_way(content, plan, way, beside, load, said)
    closed = next((each for each in named if each.side == "closed"), None)
    if closed and plan.model not in named:
        stands_in = content.say("cost_own_stand_in", model=closed.name, other=plan.model.name)
        parts.append(Part(stands_in, 3))
    parts.append(Part(_manages(content, plan, load), 2))
    parts += [] if compares else against
    parts.append(Part(assumed_own(content, _taken(content, plan, said), said), 0))
    parts.append(Part(price_dates(content, plan, said), 0))
    parts.append(Part(content.say("cost_own_extra"), 5))
    return parts


def rivals(shown: Sequence[Offer], model: Model) -> tuple[Offer, ...]:
    """At most two of the offers to compare a server for `model` with: where there are more, that
    model at a host and the dearest closed one, as far as they are there, else the cheapest and the
    dearest of all."""
    priced = sorted((o for o in shown if o.has_tokens), key=lambda o: o.written_usd)
    if len(priced) <= 2:
        return tuple(priced)
    closed = [offer for offer in priced if offer.model.side == "closed"]
    hosted = [offer for offer in priced if offer.model.id == model.id]
    if closed and hosted:
        return hosted[0], closed[-1]
    among = closed if len(closed) > 1 else priced
    return among[0], among[-1]


def _lead(content: Content, plan: Plan, way: Way) -> str:
    if isinstance(way, Bought):
        return bought_line(content, plan, way)
    return content.say(
        "cost_own_short",
        device=device_of(content, plan),
        rent=span(content, way.hourly),
        bill=span(content, plan.monthly(way)),
        model=plan.model.name,
    )


def _other_way(
    content: Content, plan: Plan, way: Way, beside: Sequence[Offer], load: Load, said: Said
) -> list[Part]:
    """The bought server beside the rented one, or that no price of the card is known."""
    if isinstance(way, Bought) or not said.buys:
        return []
    if plan.bought is None:
        return [Part(content.say("cost_own_no_price", device=plan.device.name), 1)]
    bought = plan.bought
    against = [Part(_against(content, plan, bought, offer, load), 2) for offer in beside]
    return [Part(bought_line(content, plan, bought, too=True)), *against]


def _manages(content: Content, plan: Plan, load: Load) -> str:
    return content.say(
        "cost_own_manages",
        share=f"{100 * plan.utilisation:.0f}",
        tokens=large(plan.manages(load)),
    )


def _taken(content: Content, plan: Plan, said: Said) -> tuple[Assumption, ...]:
    """What was taken for granted on the server, and nobody set."""
    prices, terms = content.prices, said.terms
    serving = prices.serving if prices else None
    if serving is None:
        return ()
    taken = []
    if terms.utilisation is None:
        share = round(100 * serving.utilisation)
        taken.append(Assumption("cost_took_utilisation", (("share", share),)))
    taken.append(Assumption("cost_took_at_once", (("n", serving.concurrency),)))
    if plan.bought and said.buys and terms.months is None:
        taken.append(Assumption("cost_took_months", (("months", plan.bought.months),)))
    if plan.bought and said.buys and terms.kwh_usd is None:
        amount = price(content, plan.bought.kwh_usd)
        taken.append(Assumption("cost_took_kwh", (("price", amount),)))
    return tuple(taken)


def _against(content: Content, plan: Plan, way: Way, offer: Offer, load: Load) -> str:
    """Where the server costs as much as an API, and whether one server gets that far."""
    bill = offer.bill(load)
    even = plan.break_even(way, load, bill or 0.0)
    if even is None:
        return ""
    low, high = even
    most = plan.manages(load)
    key = "cost_own_never"
    if low <= most:
        key = "cost_own_wins" if high <= most else "cost_own_maybe"
    doing = content.say(f"cost_doing_{_name(way)}")
    told = content.say(key, way=doing, model=offer.model.name, volumes=volumes(content, even))
    if load.once or bill is None or load.total <= 0 or key != "cost_own_wins":
        return told
    costs = plan.monthly(way)
    state = "cheaper" if costs[1] < bill else "dearer" if costs[0] > bill else "even"
    now = content.say(
        "cost_own_wins_now",
        volume=large(load.total),
        way=content.say(f"cost_server_{_name(way)}"),
        state=content.say(f"cost_own_{state}"),
    )
    return f"{told} {now}"


def _name(way: Way) -> str:
    return "rented" if isinstance(way, Rented) else "bought"


def own_verdict(
    content: Content, plan: Plan, billed: Sequence[tuple[Offer, float]], load: Load, said: Said
) -> str:
    """Whether a server pays at the person's own volume; empty where that can't be said."""
    if load.once or not billed:
        return ""
    way = plan.way(said.only_buys)
    low, high = plan.monthly(way)
    states = {"rent" if bill > high else "api" if bill < low else "even" for _, bill in billed}
    state = states.pop() if len(states) == 1 else "mixed"
    bills = [bill for _, bill in billed]
    return content.say(
        f"cost_verdict_{state}",
        way=content.say(f"cost_server_{_name(way)}"),
        rent=span(content, (low, high)),
        api=span(content, (min(bills), max(bills))),
    )
