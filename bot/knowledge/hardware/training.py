"""Replies on fine-tuning: gigabytes by way of training, held against a machine if one is named."""

from __future__ import annotations

from collections.abc import Sequence

from bot.content.figures import Hardware, Training
from bot.content.schema import Model
from bot.content.snapshot import Content
from bot.knowledge.hardware.hints import machines_for
from bot.knowledge.hardware.machine import Machine
from bot.knowledge.hardware.words import any_of, gb, rounded
from bot.reply import Reply, Table

WAYS = ("full", "lora", "qlora")


def needs(training: Training, size_b: float) -> dict[str, float]:
    """Gigabytes by way, before activations."""
    rates = (training.full_gb_per_b, training.lora_gb_per_b, training.qlora_gb_per_b)
    return {way: rate * size_b for way, rate in zip(WAYS, rates, strict=True)}


def training_reply(
    content: Content,
    model: Model | None,
    machines: Sequence[Machine],
    training: Training,
    rules: Hardware,
) -> Reply:
    """The three ways of training a model; of a machine alone, the largest model it can train."""
    machine = machines[0] if machines else None
    if model is None:
        return _by_machine(content, machines[0], training)
    totals = needs(training, model.parameters.total_b or 0.0)
    title = content.say("hardware_title_training", model=model.name)
    lead = content.say(
        "hardware_training_lead",
        qlora=gb(totals["qlora"]),
        full=gb(totals["full"]),
        model=model.name,
    )
    if machine:
        lead = f"{_answer(content, totals, machine)} {lead}"
    return Reply(
        "hardware",
        lead,
        title=title,
        table=_table(content, totals, machine, rules),
        after_table=content.say("hardware_training_text"),
    )


def _answer(content: Content, totals: dict[str, float], machine: Machine) -> str:
    """The fullest way that fits."""
    usable = gb(machine.usable_gb)
    for way in WAYS:
        if totals[way] <= machine.usable_gb:
            name = content.say(f"hardware_training_{way}")
            said = name[:1].upper() + name[1:]
            return content.say(
                "hardware_training_fits", way=said, machine=machine.name, usable=usable
            )
    return content.say("hardware_training_none", machine=machine.name, usable=usable)


def _table(
    content: Content, totals: dict[str, float], machine: Machine | None, rules: Hardware
) -> Table:
    rows = []
    for way in WAYS:
        name, total = content.say(f"hardware_training_{way}"), totals[way]
        if machine is None:
            found = machines_for(content, rules, total)[:2]
            last = any_of(content, [each.name for each in found])
        else:
            state = "fits" if total <= machine.usable_gb else "no"
            last = content.say(f"hardware_short_{state}")
        rows.append((name, gb(total), last))
    heads = ("way", "needs", "verdict")
    return Table(tuple(content.say(f"hardware_head_{head}") for head in heads), tuple(rows))


def _by_machine(content: Content, machine: Machine, training: Training) -> Reply:
    size = rounded(machine.usable_gb / training.qlora_gb_per_b)
    said = content.say(
        "hardware_training_size",
        size=size,
        usable=gb(machine.usable_gb),
        machine=machine.name,
    )
    title = content.say("hardware_title_training", model=machine.name)
    return Reply("hardware", said, title=title, after_table=content.say("hardware_training_text"))
