"""A GPU of one's own, rented or bought: which one, what it costs a month, what it manages, and
from where on it beats an API.

tokens a second = concurrency x bandwidth x efficiency / GB read for a step; of a mixture of
experts a step reads those that the concurrent requests touch: 1 - (1 - active / total) ^
concurrency of all, if they fall evenly.
dollars a million = dollars an hour / (tokens a second x 3600) x 1,000,000.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.content.figures import Hardware, Prices, Serving
from bot.content.schema import Device, Model
from bot.content.snapshot import Content
from bot.knowledge.cost.load import Load
from bot.knowledge.cost.question import Said
from bot.knowledge.cost.terms import Terms
from bot.knowledge.cost.ways import Bought, Range, Rented, Way, bought, rented
from bot.knowledge.hardware.ask import core_of, count_of
from bot.knowledge.hardware.machine import DISCRETE, of_device
from bot.knowledge.hardware.memory import estimate, native
from bot.knowledge.hardware.verdict import precision_of

COUNTS = (1, 2, 3, 4, 8, 16)
SERVER = "data-centre-gpu"
MOST_PC, MOST_SERVER = 4, 16
HOUR = 3600
# A plan without a price for the way that was asked for comes after all that have one.
NO_PRICE = 1e15


@dataclass(frozen=True)
class Plan:
    """A server for a model. `tokens_s` are written tokens a second at full load; `servers` are as
    many as the work needs, at least one; one of the two ways to it is known at least."""

    model: Model
    device: Device
    count: int
    rented: Rented | None
    bought: Bought | None
    tokens_s: float
    utilisation: float
    hours: float
    prompt_share: float
    servers: int = 1

    def monthly(self, way: Way) -> Range:
        """US dollars a month for all servers."""
        low, high = way.monthly(self.hours)
        return low * self.servers, high * self.servers

    def way(self, buys: bool) -> Way:
        """The way that was asked for, or the other where there is no price for it."""
        ways = (self.bought, self.rented) if buys else (self.rented, self.bought)
        found = ways[0] or ways[1]
        assert found is not None
        return found

    def effort(self, load: Load) -> float:
        """The work in written tokens; a read one takes a part of the time."""
        return load.total_out + load.total_in * self.prompt_share

    @property
    def capacity(self) -> float:
        """Written tokens that one server manages in a month at its utilisation."""
        return self.tokens_s * HOUR * self.hours * self.utilisation

    def manages(self, load: Load) -> float:
        """Tokens a month, read and written as in the load, that one server manages."""
        effort = self.effort(load)
        return self.capacity * load.total / effort if effort else 0.0

    def break_even(self, way: Way, load: Load, bill: float) -> Range | None:
        """Tokens a month at which an API that charges `bill` for the load costs as much as one
        server, from the lowest to the highest price of the server."""
        if bill <= 0 or load.total <= 0:
            return None
        each = bill / load.total
        low, high = way.monthly(self.hours)
        return low / each, high / each


def named_device(content: Content, texts: Sequence[str]) -> tuple[Device | None, int]:
    """The graphics card that was named last, the longest name of a text first, and how many."""
    for text in reversed(texts):
        hits = [
            device
            for device in content.devices
            if device.class_ in DISCRETE and re.search(rf"(?<![a-z0-9]){core_of(device)}s?\b", text)
        ]
        if hits:
            device = max(hits, key=lambda device: len(core_of(device)))
            return device, count_of(text, device) or 1
    return None, 1


def plan_for(content: Content, model: Model, load: Load | None, said: Said) -> Plan | None:
    """The cheapest server on which the model fits, on the named card where there is one; None
    where no figures are there or nothing is large enough."""
    prices, rules = content.prices, content.hardware
    if prices is None or rules is None or prices.serving is None or not model.parameters.total_b:
        return None
    wanted, least = named_device(content, said.texts)
    if wanted and not (
        rented(prices, wanted, 1, said.terms) or bought(prices, wanted, 1, said.terms)
    ):
        wanted, least = None, 1
    ids = (wanted.id,) if wanted else prices.serving.devices
    devices = [content.device_by_id[each] for each in ids if each in content.device_by_id]
    plans = [
        _filled(plan, load)
        for device in devices
        if (
            plan := _Planning(content, prices, rules, prices.serving, said.terms).on(
                model, device, least
            )
        )
    ]
    return min(plans, key=lambda plan: _price(plan, said.only_buys), default=None)


def _price(plan: Plan, buys: bool) -> float:
    has_price = plan.bought if buys else plan.rented
    return sum(plan.monthly(plan.way(buys))) + (0.0 if has_price else NO_PRICE)


def _filled(plan: Plan, load: Load | None) -> Plan:
    """The plan with servers enough for the work."""
    if load is None or load.once:
        return plan
    return replace(plan, servers=max(1, math.ceil(plan.effort(load) / plan.capacity)))


@dataclass(frozen=True)
class _Planning:
    """The tables that a plan is made from, and what was set for it."""

    content: Content
    prices: Prices
    rules: Hardware
    serving: Serving
    terms: Terms

    def on(self, model: Model, device: Device, least: int) -> Plan | None:
        """As few cards of a kind as the model fits on, but no fewer than `least`."""
        serving, rules = self.serving, self.rules
        precision = native(model, rules) or precision_of(rules, serving.precision)
        if not device.bandwidth_gb_s:
            return None
        need = estimate(model, precision, serving.context, int(serving.concurrency), rules)
        most = MOST_SERVER if device.class_ == SERVER else MOST_PC
        for count in sorted({*COUNTS, least}):
            machine = of_device(self.content, rules, device, count, max(device.memory_gb))
            if count > max(most, least):
                break
            if count >= least and machine.usable_gb >= need.total_gb:
                together = count if device.class_ == SERVER else count**rules.several_speed
                bandwidth = device.bandwidth_gb_s * together
                return self._plan(model, device, count, precision.bits_per_weight, bandwidth)
        return None

    def _plan(
        self, model: Model, device: Device, count: int, bits: float, bandwidth: float
    ) -> Plan | None:
        rent = rented(self.prices, device, count, self.terms)
        price = bought(self.prices, device, count, self.terms)
        if rent is None and price is None:
            return None
        return Plan(
            model,
            device,
            count,
            rent,
            price,
            _tokens_s(model, bits, bandwidth, self.serving),
            self.terms.utilisation or self.serving.utilisation,
            self.serving.hours_a_month,
            self.serving.prompt_share,
        )


def _tokens_s(model: Model, bits: float, bandwidth: float, serving: Serving) -> float:
    """Written tokens a second at full load; `bandwidth` is that of all cards together."""
    total = model.parameters.total_b or 1.0
    active = min(model.parameters.active_b or total, total)
    touched = 1.0 if active == total else 1 - (1 - active / total) ** serving.concurrency
    read = max(total * touched * bits / 8, 0.01)
    return serving.concurrency * bandwidth * serving.efficiency / read
