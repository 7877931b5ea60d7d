"""Replies on models that can't be run, and on those whose size is not known."""

from __future__ import annotations

from collections.abc import Sequence

from bot.content.figures import Hardware
from bot.content.schema import Model
from bot.content.snapshot import Content
from bot.knowledge.budget import Part, compose
from bot.knowledge.hardware.ask import Ask
from bot.knowledge.hardware.machine import Machine
from bot.knowledge.hardware.memory import estimate
from bot.knowledge.hardware.pick import choose_member, modest, stand_ins
from bot.knowledge.hardware.verdict import context_of, judge, ladder
from bot.knowledge.hardware.words import gb, sum_line, verdict_words
from bot.reply import Reply


def closed_reply(
    content: Content, model: Model, machines: Sequence[Machine], ask: Ask, rules: Hardware
) -> Reply:
    """Says that it can't be run, names the nearest open model, and reckons with that one."""
    gone = model.status in {"retired", "renamed"}
    key = "hardware_closed_gone" if gone else "hardware_closed"
    said = content.say(key, model=model.name, vendor=model.vendor)
    parts = [Part(said)]
    open_models = stand_ins(content, model)
    if open_models:
        parts += _instead(content, model, open_models, machines, ask, rules)
    else:
        parts.append(Part(content.say("hardware_closed_none")))
    title = content.say("hardware_title_closed", model=model.name)
    return Reply("hardware", compose(parts, 1400), title=title)


def _instead(
    content: Content,
    model: Model,
    open_models: Sequence[Model],
    machines: Sequence[Machine],
    ask: Ask,
    rules: Hardware,
) -> list[Part]:
    machine = machines[-1] if machines else None
    chosen = choose_member(open_models, machine, ask, rules) if machine else modest(open_models)
    chosen = chosen or open_models[-1]
    key = "hardware_closed_own" if chosen.vendor == model.vendor else "hardware_closed_kind"
    parts = [Part(content.say(key, model=chosen.name))]
    if machine is None:
        step = ladder(chosen, ask, rules)[-1]
        memory = estimate(chosen, step, context_of(chosen, ask, rules), ask.batch, rules)
        total = gb(memory.total_gb)
        parts.append(Part(content.say("hardware_closed_needs", total=total, precision=step.name)))
        return parts
    verdict = judge(chosen, machine, ask, rules)
    parts.append(
        Part(
            content.say(
                "hardware_closed_on",
                machine=machine.name,
                verdict=verdict_words(content, verdict),
                total=gb(verdict.memory.total_gb),
                usable=gb(machine.usable_gb),
            )
        )
    )
    parts.append(Part(sum_line(content, verdict, ask), 1))
    return parts


def no_size_reply(content: Content, model: Model) -> Reply:
    title = content.say("hardware_title_needs", model=model.name)
    return Reply("hardware", content.say("hardware_no_size", model=model.name), title=title)
