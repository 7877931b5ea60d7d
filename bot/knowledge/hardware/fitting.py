"""Replies on what fits on a machine, where no model was named."""

from __future__ import annotations

from collections.abc import Sequence

from bot.content.figures import Hardware
from bot.content.schema import Model
from bot.content.snapshot import Content
from bot.knowledge.budget import Part, compose
from bot.knowledge.hardware.ask import Ask
from bot.knowledge.hardware.machine import Machine
from bot.knowledge.hardware.memory import estimate
from bot.knowledge.hardware.pick import best_fits, generic, wanted_kind
from bot.knowledge.hardware.verdict import judge, precision_of
from bot.knowledge.hardware.words import count, gb, rounded
from bot.reply import Reply, Table

MOST = 6
LARGEST_B = 5000.0


def fitting_reply(
    content: Content, machines: Sequence[Machine], ask: Ask, rules: Hardware
) -> Reply:
    """The largest models that fit on one machine as a table, on several as a list."""
    if len(machines) == 1:
        return _one(content, machines[0], ask, rules)
    parts = [Part(content.say("hardware_best_sizes"))] if _same_device(machines) else []
    parts += [Part(_line(content, machine, ask, rules)) for machine in machines[:4]]
    parts.append(Part(_context(content, ask, rules), 2))
    parts.append(Part(content.say("hardware_best_ask"), 3))
    return Reply("hardware", compose(parts, 1400), title=content.say("hardware_title_many"))


def _same_device(machines: Sequence[Machine]) -> bool:
    return len({machine.device.id for machine in machines if machine.device}) == 1


def largest(content: Content, machine: Machine, ask: Ask, rules: Hardware) -> float:
    """Billions of parameters that fit at the smallest usual precision, by halving."""
    step = ask.precision or precision_of(rules, rules.ladder[-1])
    context = ask.context or rules.default_context
    low, high = 0.0, LARGEST_B
    for _ in range(40):
        middle = (low + high) / 2
        need = estimate(generic(content, max(middle, 0.01)), step, context, ask.batch, rules)
        low, high = (middle, high) if need.total_gb <= machine.usable_gb else (low, middle)
    return low


def _line(content: Content, machine: Machine, ask: Ask, rules: Hardware) -> str:
    models = best_fits(content, machine, ask, rules, 3)
    if not models:
        return content.say("hardware_best_line_none", machine=machine.name)
    return content.say(
        "hardware_best_line",
        machine=machine.name,
        size=rounded(largest(content, machine, ask, rules)),
        precision=(ask.precision or precision_of(rules, rules.ladder[-1])).name,
        models=", ".join(model.name for model in models),
    )


def _context(content: Content, ask: Ask, rules: Hardware) -> str:
    if wanted_kind(ask.text) != "text":
        return content.say("hardware_note_working")
    return content.say("hardware_best_context", context=count(ask.context or rules.default_context))


def _one(content: Content, machine: Machine, ask: Ask, rules: Hardware) -> Reply:
    models = best_fits(content, machine, ask, rules, MOST)
    title = content.say("hardware_title_fits", machine=machine.name)
    said = content.say(
        "hardware_lead_best" if models else "hardware_lead_best_none",
        size=rounded(largest(content, machine, ask, rules)),
        precision=(ask.precision or precision_of(rules, rules.ladder[-1])).name,
        machine=machine.name,
        usable=gb(machine.usable_gb),
    )
    if not models:
        return Reply("hardware", said, title=title, after_table=content.say("hardware_best_ask"))
    rows = tuple(_row(content, model, machine, ask, rules) for model in models)
    heads = ("model", "size", "weights", "needs", "good")
    closing = [
        Part(_context(content, ask, rules), 1),
        Part(_pictures(content, machine, ask, rules), 2),
        Part(content.say("hardware_best_ask"), 3),
    ]
    return Reply(
        "hardware",
        said,
        title=title,
        table=Table(tuple(content.say(f"hardware_head_{head}") for head in heads), rows),
        after_table=" ".join(part.text for part in closing if part.text),
    )


def _row(
    content: Content, model: Model, machine: Machine, ask: Ask, rules: Hardware
) -> tuple[str, ...]:
    verdict = judge(model, machine, ask, rules)
    size = content.say("hardware_cell_size", size=f"{model.parameters.total_b:g}")
    needs = gb(verdict.memory.total_gb)
    return model.name, size, verdict.precision.name, needs, ", ".join(model.good_for[:2])


def _pictures(content: Content, machine: Machine, ask: Ask, rules: Hardware) -> str:
    if wanted_kind(ask.text) != "text":
        return ""
    wish = Ask("picture", precision=ask.precision)
    found = best_fits(content, machine, wish, rules, 1)
    return content.say("hardware_best_pictures", model=found[0].name) if found else ""
