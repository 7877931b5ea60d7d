"""Replies on what a model needs, where no device was named: one model, a family, or none."""

from __future__ import annotations

from collections.abc import Sequence

from bot.content.figures import Hardware, Precision
from bot.content.schema import Model
from bot.content.snapshot import Content
from bot.knowledge.budget import Part, compose
from bot.knowledge.hardware.ask import Ask
from bot.knowledge.hardware.hints import machines_for
from bot.knowledge.hardware.memory import estimate, kind_of
from bot.knowledge.hardware.pick import Subject, generic, open_members
from bot.knowledge.hardware.verdict import context_of, ladder, precision_of
from bot.knowledge.hardware.words import any_of, capped, count, gb, notes, took
from bot.reply import Reply, Table

SIZES = (3.0, 8.0, 14.0, 32.0, 70.0)
MAX_MEMBERS = 6


def needs_reply(content: Content, subject: Subject, ask: Ask, rules: Hardware) -> Reply:
    """The memory of one model at each usual precision, and machines that have it."""
    model = subject.model
    steps = ladder(model, ask, rules)
    context = context_of(model, ask, rules)
    smallest = estimate(model, steps[-1], context, ask.batch, rules)
    key = "hardware_lead_needs" if kind_of(model) == "text" else "hardware_lead_needs_plain"
    said = content.say(
        key,
        total=gb(smallest.total_gb),
        precision=steps[-1].name,
        model=model.name,
        context=count(context),
    )
    parts = [
        Part(said),
        Part(took(content, subject), 1),
        Part(capped(content, context, subject, ask), 1),
    ]
    after = [_fits_on(content, model, step, context, ask, rules) for step in reversed(steps[-2:])]
    closing = [*(Part(text, 1) for text in after), Part(notes(content, smallest), 2)]
    return Reply(
        "hardware",
        compose(parts, 500),
        title=content.say("hardware_title_needs", model=model.name),
        table=_table(content, model, steps, context, ask, rules),
        after_table=compose(closing, 650),
    )


def _table(
    content: Content,
    model: Model,
    steps: Sequence[Precision],
    context: int,
    ask: Ask,
    rules: Hardware,
) -> Table:
    rows = []
    for step in steps:
        memory = estimate(model, step, context, ask.batch, rules)
        figures = (memory.weights_gb, memory.kv_gb, memory.overhead_gb, memory.total_gb)
        rows.append((step.name, *map(gb, figures)))
    heads = ("form", "weights", "cache", "overhead", "total")
    return Table(tuple(content.say(f"hardware_head_{head}") for head in heads), tuple(rows))


def _fits_on(
    content: Content, model: Model, step: Precision, context: int, ask: Ask, rules: Hardware
) -> str:
    total = estimate(model, step, context, ask.batch, rules).total_gb
    machines = machines_for(content, rules, total)
    if not machines:
        return ""
    names = any_of(content, [machine.name for machine in machines])
    return content.say("hardware_fits_on", precision=step.name, machines=names)


def family_reply(content: Content, family: Model, ask: Ask, rules: Hardware) -> Reply:
    """The current members of a family, from small to large, with what each needs."""
    members = open_members(content, family)
    current = [each for each in members if each.status == "current"] or list(members)
    return models_reply(content, family.name, current, ask, rules)


def models_reply(
    content: Content, name: str, models: Sequence[Model], ask: Ask, rules: Hardware
) -> Reply:
    """Models side by side, from small to large; of many the largest and the smallest ones."""
    ordered = sorted(models, key=lambda m: m.parameters.total_b or 0.0)
    kept = ordered if len(ordered) <= MAX_MEMBERS else [*ordered[: MAX_MEMBERS - 1], ordered[-1]]
    step = ask.precision or precision_of(rules, rules.ladder[-1])
    rows = tuple(_member_row(content, model, step, ask, rules) for model in kept)
    totals = [_total(model, step, ask, rules) for model in kept]
    one = len(kept) == 1
    said = content.say(
        "hardware_lead_family_one" if one else "hardware_lead_family",
        model=name,
        low=gb(min(totals)),
        high=gb(max(totals)),
        precision=step.name,
    )
    text = kind_of(kept[0]) == "text"
    closing = content.say(
        "hardware_family_ask" if text else "hardware_family_ask_plain",
        context=count(ask.context or rules.default_context),
    )
    heads = ("model", "size", "needs", "good")
    return Reply(
        "hardware",
        said,
        title=content.say("hardware_title_needs", model=name),
        table=Table(tuple(content.say(f"hardware_head_{head}") for head in heads), rows),
        after_table=closing if text else f"{content.say('hardware_note_working')} {closing}",
    )


def _total(model: Model, step: Precision, ask: Ask, rules: Hardware) -> float:
    """Gigabytes at a precision, or as released where that is smaller."""
    smallest = min(ladder(model, Ask(ask.text), rules), key=lambda each: each.bits_per_weight)
    used = step if ask.precision else smallest
    return estimate(model, used, context_of(model, ask, rules), ask.batch, rules).total_gb


def _member_row(
    content: Content, model: Model, step: Precision, ask: Ask, rules: Hardware
) -> tuple[str, ...]:
    size = content.say("hardware_cell_size", size=f"{model.parameters.total_b:g}")
    return model.name, size, gb(_total(model, step, ask, rules)), ", ".join(model.good_for[:2])


def general_reply(content: Content, ask: Ask, rules: Hardware) -> Reply:
    """Nothing was named: the rule of thumb, a table by size, and what to tell."""
    steps = [precision_of(rules, each) for each in reversed(rules.ladder)]
    context = ask.context or rules.default_context
    rows = []
    for size in ask.sizes_b[:3] or SIZES:
        model = generic(content, size)
        totals = (gb(estimate(model, s, context, ask.batch, rules).total_gb) for s in steps)
        rows.append((content.say("hardware_cell_size", size=f"{size:g}"), *totals))
    said = [
        Part(content.say("hardware_lead_general")),
        Part(content.say("hardware_general_context", context=count(context))),
    ]
    header = (content.say("hardware_head_size"), *(step.name for step in steps))
    return Reply(
        "hardware",
        compose(said, 600),
        title=content.say("hardware_title_general"),
        table=Table(header, tuple(rows)),
        after_table=content.say("hardware_general_ask"),
    )
