"""Messages that change the last question on hardware: "and with 8?", "in 4 bit", "on two of
them"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.content.figures import Hardware
from bot.content.snapshot import Content
from bot.knowledge.hardware.ask import Ask, cards_counted, core_of, memory_alone, read
from bot.knowledge.hardware.machine import sizes
from bot.knowledge.numbers import fold
from bot.understanding.reading import Sum
from bot.understanding.sums import find_sums


def says_more(content: Content, text: str, sums: Sequence[Sum]) -> bool:
    """Whether a text tells of memory, precision, context, people, or of how many cards."""
    if content.hardware is None:
        return False
    ask = read(content.hardware, text, sums)
    told = (ask.memory_gb, ask.precision, ask.context, ask.place, memory_alone(ask.text))
    return any(told) or ask.batch > 1 or cards_counted(ask.text) is not None


def devices_kept(
    content: Content, devices: Sequence[str], text: str, sums: Sequence[Sum]
) -> tuple[str, ...]:
    """Those of the devices talked of that the text still means: not where it tells of a place, or
    of a memory that they aren't sold with."""
    if content.hardware is None:
        return ()
    ask = read(content.hardware, text, sums)
    memory = ask.memory_gb or memory_alone(ask.text)
    if ask.place:
        return ()
    known = [content.device_by_id[each] for each in devices if each in content.device_by_id]
    return tuple(d.id for d in known if memory is None or sizes(d, memory) == (memory,))


def heard(
    content: Content, rules: Hardware, text: str, sums: Sequence[Sum], earlier: Sequence[str]
) -> Ask:
    """What the text says, and where it says nothing what the messages before it did, the newest
    first."""
    asked = read(rules, text, sums)
    if not earlier:
        return asked
    asked = asked.with_memory(memory_alone(asked.text))
    for number, said in reversed(list(enumerate(earlier))):
        before = read(rules, said, find_sums(fold(said)))
        if number:  # a bare number means memory only where it goes on from something
            before = before.with_memory(memory_alone(before.text))
        names_device = any(re.search(core_of(d), asked.text) for d in content.devices)
        asked = asked.after(before, new_machine=names_device)
    return asked
