"""A rented GPU of one's own: which one, what it costs a month, what it manages, and from where
on it beats an API.

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

from bot.content.figures import Hardware, Prices, Rent, Serving
from bot.content.schema import Device, Model
from bot.content.snapshot import Content
from bot.knowledge.cost.load import Load
from bot.knowledge.hardware.ask import core_of, count_of
from bot.knowledge.hardware.machine import DISCRETE, of_device
from bot.knowledge.hardware.memory import estimate, native
from bot.knowledge.hardware.verdict import precision_of
from bot.knowledge.numbers import Amount

COUNTS = (1, 2, 3, 4, 8, 16)
SERVER = "data-centre-gpu"
MOST_PC, MOST_SERVER = 4, 16
OWN = re.compile(
    r"\b(?:rent\w*|self[- ]?host\w*|own (?:gpus?|servers?|hardware|machines?|card)|"
    r"break[- ]?even|host(?:ing)? (?:it|them|llama|\w+) ?(?:our|my)sel\w+|on[- ]?prem\w*|"
    r"run(?:ning)? (?:it|them|\w+) (?:our|my)sel\w+|gpus?|electricity|hosting|locally|in[- ]house|"
    r"rig|h100s?|h200s?|a100s?|b200s?|l40s?|4090s?|5090s?|3090s?)\b"
)
UTILISED = re.compile(r"\b(?:utili[sz]\w*|busy|load(?:ed)?|in use|occup\w*|usage|duty)\b")
HOUR = 3600


@dataclass(frozen=True)
class Plan:
    """A server for a model. Rents are US dollars an hour for all its GPUs; `tokens_s` are written
    tokens a second at full load; `servers` are as many as the work needs, at least one."""

    model: Model
    device: Device
    count: int
    rent: tuple[float, float]
    as_of: str | None
    tokens_s: float
    utilisation: float
    hours: float
    prompt_share: float
    servers: int = 1

    @property
    def monthly(self) -> tuple[float, float]:
        """US dollars a month, around the clock, for all servers."""
        low, high = (each * self.hours * self.servers for each in self.rent)
        return low, high

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

    def break_even(self, load: Load, bill: float) -> tuple[float, float] | None:
        """Tokens a month at which an API that charges `bill` for the load costs as much as one
        server, by the low and the high rent."""
        if bill <= 0 or load.total <= 0:
            return None
        each = bill / load.total
        low, high = (rent * self.hours / each for rent in self.rent)
        return low, high


def is_about_own(text: str) -> bool:
    return bool(OWN.search(text))


def utilisation_of(serving: Serving, found: Sequence[Amount], text: str) -> float:
    """The share of the time that the GPU works, as a part of 1: the one named, or the usual."""
    for amount in found:
        if amount.unit == "percent" and UTILISED.search(text) and 1 <= amount.value <= 100:
            return amount.value / 100
    return serving.utilisation


def named_device(content: Content, text: str) -> Device | None:
    """The graphics card that a text names, the longest name first."""
    hits = [
        device
        for device in content.devices
        if device.class_ in DISCRETE and re.search(rf"(?<![a-z0-9]){core_of(device)}s?\b", text)
    ]
    return max(hits, key=lambda device: len(core_of(device)), default=None)


def rents_of(prices: Prices, device_id: str) -> tuple[Rent, ...]:
    return tuple(rent for rent in prices.rents if rent.device == device_id)


def plan_for(
    content: Content, model: Model, load: Load | None, found: Sequence[Amount], text: str
) -> Plan | None:
    """The cheapest rented server on which the model fits, on the named card where there is one;
    None where no figures are there or nothing is large enough."""
    prices, rules = content.prices, content.hardware
    if prices is None or rules is None or prices.serving is None or not model.parameters.total_b:
        return None
    serving = prices.serving
    wanted = named_device(content, text)
    if wanted and not rents_of(prices, wanted.id):
        wanted = None
    ids = (wanted.id,) if wanted else serving.devices
    devices = [content.device_by_id[each] for each in ids if each in content.device_by_id]
    least = count_of(text, wanted) if wanted else 1
    plans = [
        plan
        for device in devices
        if (plan := _plan(content, prices, rules, serving, model, device, least))
    ]
    if not plans:
        return None
    used = utilisation_of(serving, found, text)
    return min((_filled(plan, load, used) for plan in plans), key=lambda plan: sum(plan.monthly))


def _filled(plan: Plan, load: Load | None, utilisation: float) -> Plan:
    """The plan with its utilisation, and servers enough for the work."""
    used = replace(plan, utilisation=utilisation)
    if load is None or load.once:
        return used
    return replace(used, servers=max(1, math.ceil(used.effort(load) / used.capacity)))


def _plan(
    content: Content,
    prices: Prices,
    rules: Hardware,
    serving: Serving,
    model: Model,
    device: Device,
    least: int,
) -> Plan | None:
    rents = rents_of(prices, device.id)
    precision = native(model, rules) or precision_of(rules, serving.precision)
    if not rents or not device.bandwidth_gb_s:
        return None
    need = estimate(model, precision, serving.context, int(serving.concurrency), rules)
    for count in COUNTS:
        machine = of_device(content, rules, device, count, max(device.memory_gb))
        if count > (MOST_SERVER if device.class_ == SERVER else MOST_PC) and count > least:
            break
        if count >= least and machine.usable_gb >= need.total_gb:
            low, high = min(r.low for r in rents) * count, max(r.high for r in rents) * count
            dates = [rent.as_of for rent in rents if rent.as_of]
            together = count if device.class_ == SERVER else count**rules.several_speed
            bandwidth = device.bandwidth_gb_s * together
            speed = _tokens_s(model, precision.bits_per_weight, bandwidth, serving)
            return Plan(
                model,
                device,
                count,
                (low, high),
                max(dates, default=None),
                speed,
                serving.utilisation,
                serving.hours_a_month,
                serving.prompt_share,
            )
    return None


def _tokens_s(model: Model, bits: float, bandwidth: float, serving: Serving) -> float:
    """Written tokens a second at full load; `bandwidth` is that of all cards together."""
    total = model.parameters.total_b or 1.0
    active = min(model.parameters.active_b or total, total)
    touched = 1.0 if active == total else 1 - (1 - active / total) ** serving.concurrency
    read = max(total * touched * bits / 8, 0.01)
    return serving.concurrency * bandwidth * serving.efficiency / read
