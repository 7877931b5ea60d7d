"""What a model would run on: one device, several cards, or an amount of memory."""

from __future__ import annotations

from dataclasses import dataclass

from bot.content.figures import Hardware, Place, Usable
from bot.content.schema import Device
from bot.content.snapshot import Content

DISCRETE = frozenset({"consumer-gpu", "workstation-gpu", "data-centre-gpu"})
FLEXIBLE = frozenset({"apple-silicon", "unified-memory-pc", "cpu"})
ANY_CARD = "consumer-gpu"


@dataclass(frozen=True)
class Machine:
    """Memory in GB: all of it, what a model may use, and what may be filled at the very limit.
    `bandwidth` is in GB/s, from one card alone to all of them together; `guess` is the key of a
    phrase on what was assumed where no device was named."""

    name: str
    class_: str
    count: int
    memory_gb: float
    usable_gb: float
    limit_gb: float
    bandwidth: tuple[float, float] | None = None
    sources: tuple[str, ...] = ()
    guess: str = ""
    device: Device | None = None


def usable(memory_gb: float, class_: str, count: int, rules: Hardware) -> tuple[float, float]:
    """(usable, limit) gigabytes of `count` devices with `memory_gb` each."""
    rule = rules.usable.get(class_, Usable(share=0.9))
    share = rule.share
    if rule.above_gb is not None and memory_gb > rule.above_gb:
        share = rule.share_above or share
    if count > 1:
        share = min(share, rules.several_share)
    free = max(memory_gb - rule.reserve_gb, memory_gb * 0.1)
    return free * share * count, max(memory_gb * rule.stretch, free * share) * count


def of_device(
    content: Content, rules: Hardware, device: Device, count: int, memory_gb: float
) -> Machine:
    class_ = "phone" if device.id.startswith("phone") else device.class_
    free, limit = usable(memory_gb, class_, count, rules)
    several = len(device.memory_gb) > 1 or memory_gb not in device.memory_gb
    key = "hardware_device_sized" if several else "hardware_device"
    name = content.say(key, name=device.name, gb=f"{memory_gb:g}")
    if count > 1:
        name = content.say("hardware_several", count=count, name=name)
    speed = device.bandwidth_gb_s
    bandwidth = (
        (speed, speed * count**rules.several_speed) if speed else rules.bandwidths.get(class_)
    )
    total = memory_gb * count
    return Machine(
        name, class_, count, total, free, limit, bandwidth, device.sources, device=device
    )


def sizes(device: Device, named_gb: float | None) -> tuple[float, ...]:
    """The memory sizes to reckon with: the one named, the only one, or the ends of the range."""
    sold = tuple(sorted(device.memory_gb))
    if named_gb is not None and named_gb > 0:
        if named_gb in sold or device.class_ in FLEXIBLE:
            return (named_gb,)
        near = [gb for gb in sold if abs(gb - named_gb) <= 0.15 * gb]
        if near:
            return (near[0],)
    return sold if len(sold) <= 1 else (sold[0], sold[-1])


def of_memory(content: Content, rules: Hardware, memory_gb: float, class_: str) -> Machine:
    """A machine of which only the memory and its kind are known."""
    free, limit = usable(memory_gb, class_, 1, rules)
    key = {
        "apple-silicon": "hardware_memory_mac",
        "cpu": "hardware_memory_ram",
        "phone": "hardware_memory_phone",
    }.get(class_, "hardware_memory_card")
    name = content.say(key, gb=f"{memory_gb:g}")
    bandwidth = rules.bandwidths.get(class_)
    return Machine(
        name, class_, 1, memory_gb, free, limit, bandwidth, guess="hardware_guess_memory"
    )


def of_place(
    content: Content, rules: Hardware, place: Place, memory_gb: float | None
) -> tuple[Machine, ...]:
    """A kind of device with the memory that was named, or with the ends of what is usual."""
    low, high = place.memory_gb
    amounts = (memory_gb,) if memory_gb else (low, high) if low < high else (low,)
    machines = []
    for amount in amounts:
        free, limit = usable(amount, place.class_, 1, rules)
        name = content.say("hardware_device_sized", name=place.name, gb=f"{amount:g}")
        machines.append(
            Machine(
                name,
                place.class_,
                1,
                amount,
                free,
                limit,
                place.bandwidth_gb_s,
                guess="hardware_guess_place",
            )
        )
    return tuple(machines)
