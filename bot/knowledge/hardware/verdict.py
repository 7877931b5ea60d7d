"""Whether a model fits on a machine, and at which precision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.content.figures import Hardware, Precision
from bot.content.schema import Model
from bot.knowledge.hardware.ask import Ask
from bot.knowledge.hardware.machine import Machine
from bot.knowledge.hardware.memory import Memory, estimate, kind_of, native

State = Literal["fits", "tight", "no"]
SHORT_CONTEXT = 2048


@dataclass(frozen=True)
class Verdict:
    """`fits` with room to spare; `tight` fills the memory to the brim, with little overhead."""

    state: State
    precision: Precision
    memory: Memory
    context: int
    model: Model
    machine: Machine


def precision_of(rules: Hardware, precision_id: str) -> Precision:
    return rules.precision_by_id.get(precision_id) or rules.precisions[0]


def ladder(model: Model, ask: Ask, rules: Hardware) -> tuple[Precision, ...]:
    """The precisions to try, largest first: the one asked for, or the usual ones.

    A model released in few bits starts with those; more would only waste memory.
    """
    if ask.precision:
        return (ask.precision,)
    steps = tuple(precision_of(rules, each) for each in rules.ladder)
    released = native(model, rules)
    if released is None:
        return steps
    smaller = (s for s in steps if s.bits_per_weight < 0.9 * released.bits_per_weight)
    return (released, *smaller)


def context_of(model: Model, ask: Ask, rules: Hardware) -> int:
    """The context that was asked for or the usual one, but no more than the model takes."""
    usual = rules.shared_context if ask.batch > 1 else rules.default_context
    wanted = ask.context or usual
    return min(wanted, model.context_tokens) if model.context_tokens else wanted


def verdict_at(
    model: Model, machine: Machine, precision: Precision, ask: Ask, rules: Hardware
) -> Verdict:
    context = context_of(model, ask, rules)
    memory = estimate(model, precision, context, ask.batch, rules)
    return Verdict(
        _state(memory, machine, model, rules), precision, memory, context, model, machine
    )


def _state(memory: Memory, machine: Machine, model: Model, rules: Hardware) -> State:
    if memory.total_gb <= machine.usable_gb:
        return "fits"
    room = rules.working_gb.get(kind_of(model), 0.0)
    least = memory.weights_gb + memory.kv_gb + room + rules.overhead_floor_gb * machine.count
    return "tight" if least <= machine.limit_gb else "no"


def judge(model: Model, machine: Machine, ask: Ask, rules: Hardware) -> Verdict:
    """The verdict at the largest precision that fits; else a tight one; else at the smallest."""
    tried = [verdict_at(model, machine, step, ask, rules) for step in ladder(model, ask, rules)]
    for state in ("fits", "tight"):
        for verdict in tried:
            if verdict.state == state:
                return verdict
    return tried[-1]


def best_below(verdict: Verdict, ask: Ask, rules: Hardware) -> Verdict | None:
    """A smaller precision at which the model fits after all, where there is one."""
    steps = (*rules.ladder, rules.last_resort)
    smaller = [
        step
        for step in sorted({*steps}, key=lambda i: -precision_of(rules, i).bits_per_weight)
        if precision_of(rules, step).bits_per_weight < verdict.precision.bits_per_weight
    ]
    for step in smaller:
        found = verdict_at(verdict.model, verdict.machine, precision_of(rules, step), ask, rules)
        if found.state == "fits":
            return found
    return None
