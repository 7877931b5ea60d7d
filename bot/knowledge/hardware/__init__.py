"""Which model fits on which hardware, and how fast it runs: the entry to this part.

`estimate` and `speed_range` are the formulas; `fits_reply` answers a message with them.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.content.figures import Hardware
from bot.content.schema import Model
from bot.content.snapshot import Content
from bot.knowledge.earlier import kept
from bot.knowledge.hardware.ask import Ask
from bot.knowledge.hardware.closed import closed_reply, no_size_reply
from bot.knowledge.hardware.fitting import fitting_reply
from bot.knowledge.hardware.following import heard
from bot.knowledge.hardware.machine import Machine, of_device, of_memory, of_place, sizes
from bot.knowledge.hardware.memory import Memory, estimate, kind_of, speed_range
from bot.knowledge.hardware.needs import (
    family_reply,
    general_reply,
    models_reply,
    needs_reply,
)
from bot.knowledge.hardware.pair import pair_reply, pairs_reply, resolved
from bot.knowledge.hardware.pick import Subject, modest, open_members, subjects
from bot.knowledge.hardware.training import training_reply
from bot.knowledge.hardware.words import sources
from bot.reply import Reply
from bot.understanding.reading import Sum

__all__ = ["Memory", "estimate", "fits_reply", "kind_of", "speed_range"]

MAX_DEVICES = 4
MAX_MODELS = 4


def fits_reply(
    content: Content,
    model_ids: Sequence[str],
    device_ids: Sequence[str],
    sums: Sequence[Sum],
    text: str,
    earlier: Sequence[str] = (),
) -> Reply:
    """The reply to a question on hardware, whatever it names: models, devices, both or neither.

    `sums` are the quantities of the message and `text` is its cleaned text; `earlier` are the
    messages that it goes on from, oldest first.
    """
    rules = content.hardware
    topic = content.guide.hardware_topic
    about = {
        "topics": (topic,) if topic else (),
        "entities": (*dict.fromkeys(model_ids), *dict.fromkeys(device_ids)),
        "worked": kept(earlier, text),
    }
    if rules is None:
        return Reply("hardware", content.say("hardware_no_table")).with_(**about)
    ask = heard(content, rules, text, sums, earlier)
    machines = _machines(content, rules, device_ids, ask)
    reply = _reply(content, rules, model_ids, machines, ask)
    return reply.with_(sources=sources(content, rules, machines), **about)


def _machines(
    content: Content, rules: Hardware, device_ids: Sequence[str], ask: Ask
) -> tuple[Machine, ...]:
    """What the message would run models on: devices that it names, a kind of them, or memory."""
    devices = [content.device_by_id[d] for d in device_ids if d in content.device_by_id]
    found = [
        of_device(content, rules, device, ask.count_of(device), memory)
        for device in devices[:MAX_DEVICES]
        for memory in sizes(device, ask.memory_gb)
    ]
    if found:
        return tuple(found)
    if ask.place:
        return of_place(content, rules, ask.place, ask.memory_gb)
    if ask.memory_gb is None:
        return ()
    class_ = "cpu" if ask.says_ram else "consumer-gpu"
    return (of_memory(content, rules, ask.memory_gb, class_),)


def _reply(
    content: Content,
    rules: Hardware,
    model_ids: Sequence[str],
    machines: Sequence[Machine],
    ask: Ask,
) -> Reply:
    named = subjects(content, model_ids, ask)[:MAX_MODELS]
    if ask.trains and rules.training and (named or machines):
        trained = named[0].model if named and named[0].model.parameters.total_b else None
        if trained or machines:
            return training_reply(content, trained, machines, rules.training, rules)
    if not named:
        return (
            fitting_reply(content, machines, ask, rules)
            if machines
            else general_reply(content, ask, rules)
        )
    able = [subject for subject in named if _can_run(content, subject)]
    if not able:
        return _unable(content, named[0], machines, ask, rules)
    return (
        _on_machines(content, able, machines, ask, rules)
        if machines
        else _needs(content, able, ask, rules)
    )


def _can_run(content: Content, subject: Subject) -> bool:
    model = subject.model
    if model.kind == "family" and model.side == "open":
        return bool(open_members(content, model)) or bool(model.parameters.total_b)
    return model.side == "open" and bool(model.parameters.total_b)


def _unable(
    content: Content, subject: Subject, machines: Sequence[Machine], ask: Ask, rules: Hardware
) -> Reply:
    if subject.model.side == "open":
        return no_size_reply(content, subject.model)
    return closed_reply(content, subject.model, machines, ask, rules)


def _needs(content: Content, able: Sequence[Subject], ask: Ask, rules: Hardware) -> Reply:
    first = able[0]
    if len(able) > 1:
        models = [_one_of(content, subject) for subject in able]
        name = ", ".join(subject.model.name for subject in able)
        return models_reply(content, name, models, ask, rules)
    if first.model.kind == "family" and open_members(content, first.model):
        return family_reply(content, first.model, ask, rules)
    return needs_reply(content, first, ask, rules)


def _one_of(content: Content, subject: Subject) -> Model:
    """A family's member for one good card, where it stands beside other models."""
    model = subject.model
    members = open_members(content, model) if model.kind == "family" else ()
    current = [each for each in members if each.status == "current"] or list(members)
    return modest(current) if current else model


def _on_machines(
    content: Content,
    able: Sequence[Subject],
    machines: Sequence[Machine],
    ask: Ask,
    rules: Hardware,
) -> Reply:
    pairs = [
        (subject, taken, machine)
        for subject in able
        for machine in machines
        if (taken := resolved(content, subject, machine, ask, rules))
    ]
    if not pairs:
        return no_size_reply(content, able[0].model)
    if len(pairs) == 1:
        subject, taken, machine = pairs[0]
        return pair_reply(content, taken, machine, ask, rules, subject.model)
    return pairs_reply(content, [(taken, machine) for _, taken, machine in pairs], ask, rules)
