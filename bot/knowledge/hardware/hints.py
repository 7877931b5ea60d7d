"""What would help where a model does not fit, and on what it would."""

from __future__ import annotations

from dataclasses import replace

from bot.content.figures import Hardware
from bot.content.schema import Model
from bot.content.snapshot import Content
from bot.knowledge.hardware.ask import Ask
from bot.knowledge.hardware.machine import DISCRETE, Machine, of_device, usable
from bot.knowledge.hardware.memory import kind_of
from bot.knowledge.hardware.pick import open_members
from bot.knowledge.hardware.verdict import Verdict, best_below, judge, verdict_at
from bot.knowledge.hardware.words import any_of, count, gb

MOST_CARDS = (1, 2, 4, 8)
MANY_TOKENS = 4096


def help_lines(content: Content, verdict: Verdict, ask: Ask, rules: Hardware) -> list[str]:
    """At most four ways out, each as a bullet; empty where the model fits well."""
    if verdict.state == "fits":
        return []
    lines = [
        _smaller_weights(content, verdict, ask, rules),
        _shorter_context(content, verdict, ask, rules) or _fewer(content, verdict, ask, rules),
        _smaller_member(content, verdict, ask, rules),
        _more_cards(content, verdict, ask, rules) or _other_machine(content, verdict, rules),
    ]
    found = [line for line in lines if line]
    picture = kind_of(verdict.model) in {"image", "video"}
    key = "hardware_help_offload_picture" if picture else "hardware_help_offload"
    if len(found) < 4 and verdict.state == "no" and verdict.machine.class_ in DISCRETE:
        found.append(content.say(key))
    return found[:4]


def _smaller_weights(content: Content, verdict: Verdict, ask: Ask, rules: Hardware) -> str:
    found = best_below(verdict, ask, rules)
    if found is None:
        return ""
    loss = found.precision.id == rules.last_resort
    key = "hardware_help_precision_loss" if loss else "hardware_help_precision"
    return content.say(key, precision=found.precision.name, total=gb(found.memory.total_gb))


def _shorter_context(content: Content, verdict: Verdict, ask: Ask, rules: Hardware) -> str:
    """The longest of some round contexts with which the model fits as it is."""
    if kind_of(verdict.model) != "text" or verdict.context <= MANY_TOKENS:
        return ""
    tokens = verdict.context // 2
    while tokens >= MANY_TOKENS:
        shorter = _with_context(ask, tokens)
        found = verdict_at(verdict.model, verdict.machine, verdict.precision, shorter, rules)
        if found.state == "fits":
            total = gb(found.memory.total_gb)
            return content.say("hardware_help_context", context=count(tokens), total=total)
        tokens //= 2
    return ""


def _with_context(ask: Ask, tokens: int) -> Ask:
    return replace(ask, context=tokens)


def _fewer(content: Content, verdict: Verdict, ask: Ask, rules: Hardware) -> str:
    """How many could be served at once, by halving the number that was asked for."""
    batch = ask.batch // 2
    while batch >= 1:
        fewer = replace(ask, batch=batch, context=verdict.context)
        found = verdict_at(verdict.model, verdict.machine, verdict.precision, fewer, rules)
        if found.state == "fits":
            total = gb(found.memory.total_gb)
            return content.say("hardware_help_fewer", batch=count(batch), total=total)
        batch //= 2
    return ""


def _smaller_member(content: Content, verdict: Verdict, ask: Ask, rules: Hardware) -> str:
    """The largest smaller model of the same family that fits."""
    family = content.model_by_id.get(verdict.model.family or "")
    if family is None:
        return ""
    size = verdict.model.parameters.total_b or 0.0
    smaller = [m for m in open_members(content, family) if (m.parameters.total_b or 0.0) < size]
    ordered = sorted(
        smaller, key=lambda m: (m.status == "current", m.parameters.total_b or 0.0), reverse=True
    )
    for model in ordered:
        found = judge(model, verdict.machine, ask, rules)
        if found.state == "fits":
            return content.say(
                "hardware_help_member",
                model=model.name,
                precision=found.precision.name,
                total=gb(found.memory.total_gb),
            )
    return ""


def _more_cards(content: Content, verdict: Verdict, ask: Ask, rules: Hardware) -> str:
    """The same cards in a number that is enough, up to four."""
    machine = verdict.machine
    if machine.class_ not in DISCRETE or machine.device is None:
        return ""
    for cards in (2, 3, 4):
        if cards <= machine.count:
            continue
        memory = machine.memory_gb / machine.count
        larger = of_device(content, rules, machine.device, cards, memory)
        if verdict_at(verdict.model, larger, verdict.precision, ask, rules).state == "fits":
            return content.say("hardware_help_count", machine=larger.name)
    return ""


def _other_machine(content: Content, verdict: Verdict, rules: Hardware) -> str:
    machines = machines_for(content, rules, verdict.memory.total_gb)
    if not machines:
        return ""
    return content.say(
        "hardware_help_device",
        total=gb(verdict.memory.total_gb),
        precision=verdict.precision.name,
        machines=any_of(content, [each.name for each in machines]),
    )


def machines_for(content: Content, rules: Hardware, total_gb: float) -> tuple[Machine, ...]:
    """The smallest machine of each kind on the shopping list that has the room: cards for a PC
    up to four, servers up to eight of a kind, Macs one."""
    found = [_smallest(content, rules, ids, total_gb) for ids in rules.shopping]
    return tuple(machine for machine in found if machine)


def _smallest(
    content: Content, rules: Hardware, ids: tuple[str, ...], total_gb: float
) -> Machine | None:
    devices = [content.device_by_id[each] for each in ids if each in content.device_by_id]
    for number in MOST_CARDS:
        for device in devices:
            most = 8 if device.class_ == "data-centre-gpu" else 4
            if number > (most if device.class_ in DISCRETE else 1):
                continue
            for memory in sorted(device.memory_gb):
                if usable(memory, device.class_, number, rules)[0] >= total_gb:
                    return of_device(content, rules, device, number, memory)
    return None


def family_others(
    content: Content, family: Model, verdict: Verdict, ask: Ask, rules: Hardware
) -> str:
    """How the larger current members of the family fare on the same machine, at most two."""
    size = verdict.model.parameters.total_b or 0.0
    members = [
        each
        for each in open_members(content, family)
        if each.status == "current" and (each.parameters.total_b or 0.0) > size
    ]
    items = []
    for model in sorted(members, key=lambda m: m.parameters.total_b or 0.0)[:2]:
        found = judge(model, verdict.machine, ask, rules)
        items.append(
            content.say(
                "hardware_others_item",
                model=model.name,
                short=content.say(f"hardware_short_{found.state}"),
                total=gb(found.memory.total_gb),
                precision=found.precision.name,
            )
        )
    return content.say("hardware_others", members="; ".join(items)) if items else ""
