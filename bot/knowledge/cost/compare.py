"""What is said on a rented server: its rent, what it manages, and where it beats an API."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.content.schema import Model
from bot.content.snapshot import Content
from bot.knowledge.budget import Part
from bot.knowledge.cost.load import Load
from bot.knowledge.cost.own import Plan, named_device, plan_for
from bot.knowledge.cost.price import Offer, is_old
from bot.knowledge.cost.words import large, usd
from bot.knowledge.hardware.ask import count_of
from bot.knowledge.numbers import Amount
from bot.knowledge.wording import day

BUYS = re.compile(r"\b(?:buy\w*|purchas\w*|own (?:hardware|gpus?|servers?|machines?))\b")
POWER = re.compile(r"\b(?:electric\w*|power|energy|kwh)\b")
COMPARES = re.compile(r"\b(?:break[- ]?even|worth|cheaper|vs|versus|against|or|pay(?:s)? off)\b")
HOURS_A_MONTH = 720


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
    shown: Sequence[Offer],
    load: Load,
    found: Sequence[Amount],
    text: str,
) -> list[Part]:
    """The paragraphs on a server of one's own; empty where the content has no figures for it."""
    model = self_hosted(content, named)
    if model is None:
        return []
    plan = plan_for(content, model, load, found, text)
    if plan is None:
        return [Part(content.say("cost_own_none", model=model.name), 2)]
    against = [Part(_against(content, plan, offer, load), 2) for offer in _rivals(shown)]
    parts = [Part(_power(content, plan, text), 1)]
    parts += against if COMPARES.search(text) else []
    parts.append(Part(_lead(content, plan), 0))
    closed = next((each for each in named if each.side == "closed"), None)
    if closed and model not in named:
        said = content.say("cost_own_stand_in", model=closed.name, other=model.name)
        parts.append(Part(said, 3))
    parts.append(Part(_manages(content, plan, load), 1))
    parts += [] if COMPARES.search(text) else against
    parts.append(Part(_dates(content, plan), 1))
    parts.append(Part(_buying(content, plan, text), 2))
    parts.append(Part(content.say("cost_own_extra"), 5))
    return parts


def _rivals(shown: Sequence[Offer]) -> tuple[Offer, ...]:
    """The cheapest and the dearest of the offers."""
    priced = sorted((o for o in shown if o.has_tokens), key=lambda o: o.written_usd)
    return tuple(priced) if len(priced) <= 2 else (priced[0], priced[-1])


def _device(content: Content, plan: Plan) -> str:
    name = plan.device.name
    if plan.count > 1:
        name = content.say("cost_own_device", count=plan.count, device=name)
    if plan.servers > 1:
        name = content.say("cost_own_servers", count=f"{plan.servers:,}", device=name)
    return name


def _range(content: Content, low: float, high: float) -> str:
    ends = usd(content, low), usd(content, high)
    return ends[0] if ends[0] == ends[1] else content.say("cost_range", low=ends[0], high=ends[1])


def _lead(content: Content, plan: Plan) -> str:
    return content.say(
        "cost_own_short",
        device=_device(content, plan),
        rent=_range(content, *plan.rent),
        bill=_range(content, *plan.monthly),
        model=plan.model.name,
    )


def _manages(content: Content, plan: Plan, load: Load) -> str:
    said = content.say(
        "cost_own_manages",
        share=f"{100 * plan.utilisation:.0f}",
        tokens=large(plan.manages(load)),
    )
    usual = content.prices.serving.utilisation if content.prices and content.prices.serving else 0
    return f"{said} {content.say('cost_own_change')}" if plan.utilisation == usual else said


def _against(content: Content, plan: Plan, offer: Offer, load: Load) -> str:
    """Where the rent equals the bill of an API, and whether one server gets that far."""
    bill = offer.bill(load)
    even = plan.break_even(load, bill or 0.0)
    if even is None:
        return ""
    low, high = even
    most = plan.manages(load)
    key = "cost_own_never"
    if low <= most:
        key = "cost_own_wins" if high <= most else "cost_own_maybe"
    said = content.say(key, model=offer.model.name, low=large(low), high=large(high))
    if load.once or bill is None or load.total <= 0 or key != "cost_own_wins":
        return said
    rents = plan.monthly
    state = "cheaper" if rents[1] < bill else "dearer" if rents[0] > bill else "even"
    now = content.say(
        "cost_own_wins_now",
        volume=large(load.total),
        state=content.say(f"cost_own_{state}"),
    )
    return f"{said} {now}"


def _dates(content: Content, plan: Plan) -> str:
    if plan.as_of is None:
        return ""
    limit = content.prices.old_after_days if content.prices else 30
    key = (
        "cost_own_dates_old" if is_old(plan.as_of, content.guide.as_of, limit) else "cost_own_dates"
    )
    low, high = (usd(content, each / plan.count) for each in plan.rent)
    return content.say(key, low=low, high=high, date=day(content, plan.as_of))


def _buying(content: Content, plan: Plan, text: str) -> str:
    cost = plan.device.launch_price_usd
    if not BUYS.search(text) or not cost:
        return ""
    rent = sum(plan.rent) / 2 / plan.count * plan.hours
    months = large(cost / rent)
    name = plan.device.name
    return content.say("cost_own_buy", device=name, price=usd(content, cost), months=months)


def _power(content: Content, plan: Plan, text: str) -> str:
    """What the named cards draw, or the server's where none was named."""
    if not POWER.search(text):
        return ""
    named = named_device(content, text)
    device = named or plan.device
    count = count_of(text, named) if named else plan.count * plan.servers
    watts = (device.power_w or 0.0) * count
    if not watts:
        return ""
    name = device.name
    if count > 1:
        name = content.say("cost_own_device", count=count, device=name)
    kwh = large(watts / 1000 * HOURS_A_MONTH)
    return content.say("cost_own_power", device=name, watts=f"{watts:,.0f}", kwh=kwh)


def own_verdict(
    content: Content,
    named: Sequence[Model],
    billed: Sequence[tuple[Offer, float]],
    load: Load,
    found: Sequence[Amount],
    text: str,
) -> str:
    """Whether renting pays at the person's own volume; empty where that can't be said."""
    model = self_hosted(content, named)
    plan = plan_for(content, model, load, found, text) if model else None
    if plan is None or load.once or not billed:
        return ""
    low, high = plan.monthly
    states = {"rent" if bill > high else "api" if bill < low else "even" for _, bill in billed}
    state = states.pop() if len(states) == 1 else "mixed"
    bills = [bill for _, bill in billed]
    return content.say(
        f"cost_verdict_{state}",
        rent=_range(content, low, high),
        api=_range(content, min(bills), max(bills)),
    )
