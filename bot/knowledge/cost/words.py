"""Money and amounts in words, out of the content's phrases."""

from __future__ import annotations

from collections.abc import Sequence

from bot.content.snapshot import Content
from bot.knowledge.ageing import is_old_here
from bot.knowledge.cost.load import Assumption, Load
from bot.knowledge.cost.price import Offer
from bot.knowledge.cost.question import Said
from bot.knowledge.wording import day, listing

CENT = 0.01


def usd(content: Content, value: float) -> str:
    """A bill: "$1,340", "$12.50", "less than 1 cent", "$2.1 billion"; never below nothing."""
    amount = max(value, 0.0)
    if 0 < amount < CENT:
        return content.say("cost_under_cent")
    if amount >= 100:
        return content.say("cost_usd", amount=large(amount))
    return content.say("cost_usd", amount=f"{amount:.2f}".removesuffix(".00"))


def price(content: Content, value: float) -> str:
    """A list price with all its figures: "$2", "$0.035", "$2.50"."""
    whole, _, part = f"{value:,.4f}".rstrip("0").partition(".")
    return content.say("cost_usd", amount=f"{whole}.{part:0<2}" if part else whole)


def large(value: float) -> str:
    """Three figures are enough for what is only estimated: "1,340", "12.5 million"."""
    for size, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if value >= size:
            return f"{value / size:,.1f}".removesuffix(".0") + f" {name}"
    if value >= 10_000:
        return f"{round(value, -2):,.0f}"
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def exact(value: float) -> str:
    """A number that the person gave: all of its figures up to a million."""
    if value >= 1e6:
        return large(value)
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def per_month(content: Content, load: Load, amount: str) -> str:
    return content.say("cost_once" if load.once else "cost_a_month", amount=amount)


def assumed(content: Content, taken: Sequence[Assumption]) -> str:
    """The assumptions as one sentence, said to be changeable; empty where there are none."""
    if not taken:
        return ""
    return content.say("cost_assumed", list=listing(content, _texts(content, taken)))


CHANGES = ("utilisation", "months", "kwh")


def assumed_own(content: Content, taken: Sequence[Assumption], said: Said) -> str:
    """The same for a server, with the words that change it."""
    keys = {each.key for each in taken}
    ways = [content.say(f"cost_change_{name}") for name in CHANGES if f"cost_took_{name}" in keys]
    if said.terms.rent_usd is None and not said.only_buys:
        ways.append(content.say("cost_change_rent"))
    listed = content.say("cost_assumed_own", list=listing(content, _texts(content, taken)))
    return f"{listed} {content.say('cost_change', ways=_either(content, ways))}" if ways else listed


def _either(content: Content, items: Sequence[str]) -> str:
    """Gives "a", "a or b", "a, b or c"."""
    if len(items) < 2:
        return "".join(items)
    return content.say("cost_either", first=", ".join(items[:-1]), last=items[-1])


def _texts(content: Content, taken: Sequence[Assumption]) -> list[str]:
    return [_assumption(content, each) for each in taken]


def _assumption(content: Content, taken: Assumption) -> str:
    slots = {name: value if isinstance(value, str) else exact(value) for name, value in taken.slots}
    return content.say(taken.key, **slots)


def price_line(content: Content, offer: Offer) -> str:
    """What a model costs, at which host, on what day, and any remark on it."""
    listed = offer.model.price
    slots = {
        "model": offer.model.name,
        "read": price(content, offer.read_usd),
        "written": price(content, offer.written_usd),
        "image": price(content, listed.per_image_usd or 0.0),
    }
    if not offer.has_tokens:
        key = "cost_price_image"
    elif listed.output_per_mtok_usd is None:
        key = "cost_price_read"
    else:
        key = "cost_price_tokens"
    return f"{content.say(key, **slots)} {dated(content, [offer])}".strip()


def remark(content: Content, offer: Offer) -> str:
    note = offer.model.price.note
    return content.say("cost_remark", note=note) if note else ""


def dated(content: Content, shown: Sequence[Offer]) -> str:
    """Where the prices come from and of which day; old ones are said to be old."""
    hosts: dict[str, dict[str, None]] = {}
    for offer in shown:
        listed = offer.model.price
        if listed.as_of:
            host = listed.provider or content.say("cost_some_host")
            hosts.setdefault(listed.as_of, {})[host] = None
    parts = []
    for as_of, names in hosts.items():
        key = "cost_dates_old" if is_old_here(content, as_of) else "cost_dates"
        parts.append(
            content.say(key, date=day(content, as_of), hosts=listing(content, list(names)))
        )
    return " ".join(parts[:3])
