"""Figures and sentences for replies about hardware, all out of the content's phrases."""

from __future__ import annotations

from collections.abc import Sequence

from bot.content.figures import Hardware
from bot.content.schema import Model, SourceRef
from bot.content.snapshot import Content
from bot.knowledge.hardware.ask import Ask
from bot.knowledge.hardware.machine import Machine
from bot.knowledge.hardware.memory import Memory, kind_of, speed_range
from bot.knowledge.hardware.pick import Subject
from bot.knowledge.hardware.verdict import Verdict

LEAD = {"tight": "hardware_lead_tight", "no": "hardware_lead_no"}
FULL_BITS = 16


def gb(value: float) -> str:
    """Gigabytes with one decimal, or none from a hundred on."""
    if value >= 99.95:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 0.05 or value == 0 else f"{value:.2f}"


def rounded(value: float) -> str:
    """Two figures of a number that is only rough: "12", "0.4", "340"."""
    if value >= 100:
        return f"{round(value, -1):,.0f}"
    if value >= 10:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 0.1 else "0.1"


def count(value: float) -> str:
    return f"{value:,.0f}"


def any_of(content: Content, names: Sequence[str]) -> str:
    """ "a", "a or b", "a, b or c"."""
    if len(names) < 2:
        return "".join(names)
    return content.say("hardware_or", first=", ".join(names[:-1]), last=names[-1])


def named(model: Model) -> str:
    """A model's name at the start of a sentence; one that only has a size is no proper name."""
    return model.name[:1].upper() + model.name[1:] if model.id == "any" else model.name


def lead(content: Content, verdict: Verdict) -> str:
    key = LEAD.get(verdict.state, "hardware_lead_fits")
    if verdict.state == "fits" and verdict.precision.bits_per_weight >= FULL_BITS:
        key = "hardware_lead_full"
    return content.say(
        key,
        precision=verdict.precision.name,
        model=named(verdict.model),
        machine=verdict.machine.name,
    )


def verdict_words(content: Content, verdict: Verdict) -> str:
    return content.say(f"hardware_verdict_{verdict.state}", precision=verdict.precision.name)


def sum_line(content: Content, verdict: Verdict, ask: Ask, *, among: bool = False) -> str:
    """weights + cache + overhead = total, of what is usable; `among` others it says whose."""
    memory, machine = verdict.memory, verdict.machine
    key = "hardware_sum_many" if ask.batch > 1 else "hardware_sum"
    if kind_of(verdict.model) != "text":
        key = "hardware_sum_plain"
    label = content.say("hardware_sum_label")
    if among:
        label = content.say(
            "hardware_sum_label_for", model=verdict.model.name, machine=machine.name
        )
    return content.say(
        key,
        label=label,
        weights=gb(memory.weights_gb),
        cache=gb(memory.kv_gb),
        overhead=gb(memory.overhead_gb),
        total=gb(memory.total_gb),
        usable=gb(machine.usable_gb),
        memory=gb(machine.memory_gb),
        context=count(verdict.context),
        batch=count(ask.batch),
    )


def speed_line(content: Content, verdict: Verdict, rules: Hardware) -> str:
    """Tokens a second where the model fits and the bandwidth is known; else nothing."""
    machine = verdict.machine
    if verdict.state == "no" or machine.bandwidth is None:
        return ""
    speeds = speed_range(
        verdict.model, verdict.precision, machine.bandwidth, min(verdict.context, 2048), rules
    )
    if speeds is None:
        return ""
    low, high = map(rounded, speeds)
    key = "hardware_speed_one" if low == high else "hardware_speed"
    text = content.say(key, low=low, high=high)
    return f"{text} {content.say('hardware_speed_split')}" if machine.count > 1 else text


def notes(content: Content, memory: Memory) -> str:
    return " ".join(content.say(note) for note in memory.notes)


def took(content: Content, subject: Subject) -> str:
    """Which model was taken, where that is not the one that was named."""
    if subject.note:
        return content.say(subject.note, asked=subject.asked, model=subject.model.name)
    if subject.asked:
        return content.say("hardware_took", asked=subject.asked, model=subject.model.name)
    return ""


def capped(content: Content, verdict_context: int, subject: Subject, ask: Ask) -> str:
    if ask.context is None or ask.context <= verdict_context:
        return ""
    name = subject.model.name
    return content.say("hardware_context_capped", model=name, context=count(verdict_context))


def sources(
    content: Content, rules: Hardware, machines: Sequence[Machine]
) -> tuple[SourceRef, ...]:
    """The pages of the formulas, and one of the first machine's specifications."""
    pages = list(rules.sources)
    for machine in machines[:1]:
        title = content.say("hardware_source_device", name=machine.name)
        pages += [SourceRef(title=title, url=url) for url in machine.sources[:1] if "://" in url]
    return tuple(pages)
