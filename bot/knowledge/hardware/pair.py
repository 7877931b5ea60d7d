"""Replies on models held against machines: one pair in full, several as a list."""

from __future__ import annotations

from collections.abc import Sequence

from bot.content.figures import Hardware
from bot.content.schema import Model
from bot.content.snapshot import Content
from bot.knowledge.budget import Part, compose
from bot.knowledge.hardware.ask import Ask
from bot.knowledge.hardware.hints import family_others, help_lines
from bot.knowledge.hardware.machine import Machine
from bot.knowledge.hardware.memory import kind_of
from bot.knowledge.hardware.pick import Subject, choose_member, open_members
from bot.knowledge.hardware.verdict import Verdict, judge
from bot.knowledge.hardware.words import (
    capped,
    gb,
    lead,
    named,
    notes,
    speed_line,
    sum_line,
    took,
    verdict_words,
)
from bot.reply import Reply

MAX_PAIRS = 4
ROOM = 1400


def resolved(
    content: Content, subject: Subject, machine: Machine, ask: Ask, rules: Hardware
) -> Subject | None:
    """A family becomes its member that suits the machine; None where nothing can be reckoned."""
    family = subject.model
    if family.parameters.total_b and family.kind != "family":
        return subject
    member = choose_member(open_members(content, family), machine, ask, rules)
    if member is None:
        return None
    fits = judge(member, machine, ask, rules).state == "fits"
    note = "hardware_took_largest" if fits else "hardware_took_smallest"
    return Subject(member, note, family.name)


def pair_reply(
    content: Content, subject: Subject, machine: Machine, ask: Ask, rules: Hardware, asked: Model
) -> Reply:
    """One model on one machine: the answer, the sum, the speed, and what would help."""
    verdict = judge(subject.model, machine, ask, rules)
    parts = [
        Part(lead(content, verdict)),
        Part(took(content, subject), 3),
        Part(sum_line(content, verdict, ask), 0),
        Part(speed_line(content, verdict, rules), 2),
        Part(capped(content, verdict.context, subject, ask), 3),
        Part(notes(content, verdict.memory), 5),
    ]
    if asked.kind == "family":
        parts.append(Part(family_others(content, asked, verdict, ask, rules), 6))
    ways = help_lines(content, verdict, ask, rules)
    if ways:
        parts.append(Part(content.say("hardware_help"), 1))
        parts += [Part(line, 4 if place else 1) for place, line in enumerate(ways)]
    if machine.guess:
        parts.append(Part(content.say(machine.guess, place=machine.name), 7))
    name = named(subject.model)
    title = content.say("hardware_title_pair", model=name, machine=machine.name)
    return Reply("hardware", compose(parts, ROOM), title=title)


def pairs_reply(
    content: Content,
    pairs: Sequence[tuple[Subject, Machine]],
    ask: Ask,
    rules: Hardware,
) -> Reply:
    """Several pairs, each with its verdict on a line, and the sum for the first."""
    kept = pairs[:MAX_PAIRS]
    verdicts = [judge(subject.model, machine, ask, rules) for subject, machine in kept]
    parts = [Part(content.say(_lead_key(verdicts)))]
    parts += [Part(_line(content, verdict)) for verdict in verdicts]
    parts.append(Part(_took(content, [subject for subject, _ in kept]), 3))
    first = next((v for v in verdicts if v.state == "fits"), verdicts[0])
    parts.append(Part(sum_line(content, first, ask, among=True), 2))
    parts.append(Part(speed_line(content, first, rules), 4))
    if all(v.state == "no" for v in verdicts):
        ways = help_lines(content, verdicts[-1], ask, rules)
        parts += [Part(content.say("hardware_help"), 5)] if ways else []
        parts += [Part(line, 5) for line in ways]
    if len(pairs) > len(kept):
        parts.append(Part(content.say("hardware_cut_pairs", n=len(kept)), 6))
    if any(kind_of(v.model) != "text" for v in verdicts):
        parts.append(Part(content.say("hardware_note_working"), 6))
    title = content.say("hardware_title_many")
    return Reply("hardware", compose(parts, ROOM), title=title)


def _lead_key(verdicts: Sequence[Verdict]) -> str:
    states = {verdict.state for verdict in verdicts}
    if states == {"fits"}:
        return "hardware_lead_many_all"
    return "hardware_lead_many_none" if states == {"no"} else "hardware_lead_many_some"


def _took(content: Content, subjects: Sequence[Subject]) -> str:
    """Which models were taken, in one sentence where they are members of one family."""
    texts = list(dict.fromkeys(filter(None, (took(content, each) for each in subjects))))
    if len(texts) > 1 and len({each.asked for each in subjects}) == 1:
        return content.say("hardware_took_each", asked=subjects[0].asked)
    return " ".join(texts)


def _line(content: Content, verdict: Verdict) -> str:
    return content.say(
        "hardware_many_line",
        model=named(verdict.model),
        machine=verdict.machine.name,
        verdict=verdict_words(content, verdict),
        total=gb(verdict.memory.total_gb),
        usable=gb(verdict.machine.usable_gb),
    )
