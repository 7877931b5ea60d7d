"""Sentences on the cards of a server: their names, their prices, and the power that they draw."""

from __future__ import annotations

import re

from bot.content.snapshot import Content
from bot.knowledge.ageing import is_old_here
from bot.knowledge.cost.own import Plan, named_device
from bot.knowledge.cost.question import Said
from bot.knowledge.cost.ways import Bought, Range
from bot.knowledge.cost.words import large, usd
from bot.knowledge.wording import day

POWER = re.compile(r"\b(?:electric\w*|power|energy)\b")
HOURS_A_MONTH = 720


def device_of(content: Content, plan: Plan) -> str:
    """Gives "2 × NVIDIA L40S", or "3 servers with 2 × NVIDIA L40S each"."""
    name = plan.device.name
    if plan.count > 1:
        name = content.say("cost_own_device", count=plan.count, device=name)
    if plan.servers > 1:
        name = content.say("cost_own_servers", count=f"{plan.servers:,}", device=name)
    return name


def span(content: Content, ends: Range) -> str:
    """Gives "$890 to $1,570", or one amount where both ends read the same."""
    low, high = (usd(content, end) for end in ends)
    return low if low == high else content.say("cost_range", low=low, high=high)


def volumes(content: Content, ends: Range) -> str:
    """Gives "1.2 billion to 2.4 billion", or one volume where both ends read the same."""
    low, high = (large(end) for end in ends)
    return low if low == high else content.say("cost_range", low=low, high=high)


def bought_line(content: Content, plan: Plan, way: Bought, too: bool = False) -> str:
    """What a bought server costs a month, and after how long that is less than the rent; `too`
    where the same server was just named as a rented one."""
    key = "cost_own_bought_too" if too else "cost_own_bought"
    said = content.say(
        f"{key}_launch" if way.origin == "launch" else key,
        device=device_of(content, plan),
        price=span(content, (way.price[0] * plan.servers, way.price[1] * plan.servers)),
        bill=span(content, plan.monthly(way)),
        model=plan.model.name,
    )
    saved = way.paid_back(plan.rented, plan.hours) if plan.rented else None
    if saved is None:
        return said
    first, last = (max(1, round(each)) for each in saved)
    months = str(first) if first == last else content.say("cost_range", low=first, high=last)
    return f"{said} {content.say('cost_own_paid_back', months=months)}"


def price_dates(content: Content, plan: Plan, said: Said) -> str:
    """Of when the rents and the prices of the cards are; old ones are said to be old."""
    parts = []
    rented, bought = plan.rented, plan.bought
    if rented and rented.as_of and not said.only_buys:
        key = "cost_own_dates_old" if is_old_here(content, rented.as_of) else "cost_own_dates"
        each = span(content, (rented.hourly[0] / plan.count, rented.hourly[1] / plan.count))
        parts.append(content.say(key, rent=each, date=day(content, rented.as_of)))
    if bought and bought.as_of and bought.origin == "listed" and said.buys:
        key = "cost_own_cards_old" if is_old_here(content, bought.as_of) else "cost_own_cards"
        parts.append(content.say(key, date=day(content, bought.as_of)))
    return " ".join(parts)


def power_line(content: Content, plan: Plan, said: Said) -> str:
    """What the named cards draw, or the server's where none was named."""
    if not POWER.search(said.text):
        return ""
    named, count = named_device(content, said.texts)
    device = named or plan.device
    many = count if named else plan.count * plan.servers
    watts = (device.power_w or 0.0) * many
    if not watts:
        return ""
    name = device.name
    if many > 1:
        name = content.say("cost_own_device", count=many, device=name)
    kwh = large(watts / 1000 * HOURS_A_MONTH)
    return content.say("cost_own_power", device=name, watts=f"{watts:,.0f}", kwh=kwh)
