"""One sitting of a review: what a person decides of each group, command by command. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from bot.curation.drafts import Accepted, Known
from bot.curation.proposals import Cluster
from bot.curation.queue import Missed, Place
from bot.understanding.understander import OUTSIDE

Decision = Literal["accepted", "drafted", "rejected"]
HELP = (
    "1, 2, 3 put them under that intent; m INTENT under another; o under outside, for what Ajar "
    "needn't know; n ID drafts a new one. e 2 WORDS writes the second anew, d 2 leaves it out. "
    "s skips them for now, r rejects them for good, q ends."
)
ID = r"[a-z0-9][a-z0-9+._-]*(/[a-z0-9][a-z0-9+._-]*)*"


@dataclass(frozen=True)
class Told:
    """What is answered to a command, and whether the group, or the sitting, is done with."""

    text: str = ""
    is_done: bool = False
    is_end: bool = False


@dataclass
class Table:
    """A group as it lies before the person: its utterances by number, as they may be changed."""

    cluster: Cluster
    texts: dict[int, str] = field(init=False)

    def __post_init__(self) -> None:
        self.texts = {n: each.text for n, each in enumerate(self.cluster.utterances, 1)}

    def of(self, number: int) -> Missed:
        return self.cluster.utterances[number - 1].missed

    def lines(self) -> Iterator[str]:
        for number, text in self.texts.items():
            times = len(self.of(number).places)
            yield f"  {number:>2}  {text}" + (f"   (x{times})" if times > 1 else "")


@dataclass
class Sitting:
    """Everything that was decided; `marks` are the events that need no other look."""

    known: Known
    intents: frozenset[str]
    drafts: dict[str, list[str]] = field(default_factory=dict)
    accepted: list[Accepted] = field(default_factory=list)
    marks: dict[Place, Decision] = field(default_factory=dict)

    def answer(self, table: Table, command: str) -> Told:
        """Does what was typed; an unknown command changes nothing and is explained."""
        verb, _, rest = command.strip().partition(" ")
        rest = rest.strip()
        if verb == "q":
            return Told(is_end=True)
        if verb == "s":
            return Told(is_done=True)
        if verb == "r":
            self._mark(table, list(table.texts), "rejected")
            return Told(is_done=True)
        if verb.isascii() and verb.isdigit() and not rest:
            return self._nearest(table, int(verb))
        if verb == "o" and not rest:
            return self._under(table, OUTSIDE)
        if verb == "m" and rest:
            return self._under(table, rest)
        if verb == "n" and rest:
            return self._drafted(table, rest)
        if verb == "d" and rest:
            return self._left_out(table, rest)
        if verb == "e" and rest:
            return self._edited(table, rest)
        return Told(HELP)

    def _nearest(self, table: Table, number: int) -> Told:
        if not 1 <= number <= len(table.cluster.nearest):
            return Told(f"There is no proposal {number}.")
        return self._under(table, table.cluster.nearest[number - 1][0])

    def _under(self, table: Table, intent: str) -> Told:
        """Takes each utterance that clashes with none; the others stay on the table."""
        if intent not in self.intents:
            return Told(f"There is no intent {intent}; n {intent} drafts a new one.")
        refused = []
        for number, text in list(table.texts.items()):
            new = Accepted(intent, text)
            why = self.known.clash(new)
            if why is not None:
                refused.append(f"  {number:>2}  {why}")
                continue
            self.known.add(new)
            self.accepted.append(new)
            self._mark(table, [number], "accepted")
            del table.texts[number]
        if not refused:
            return Told(is_done=True)
        return Told("Not taken:\n" + "\n".join(refused))

    def _drafted(self, table: Table, intent: str) -> Told:
        if intent in self.intents:
            return Told(f"The intent {intent} is there: m {intent} puts them under it.")
        if not re.fullmatch(ID, intent):
            return Told("Write an id of small letters, digits and hyphens, such as open/hosting.")
        self.drafts.setdefault(intent, []).extend(table.texts.values())
        self._mark(table, list(table.texts), "drafted")
        return Told(is_done=True)

    def _left_out(self, table: Table, rest: str) -> Told:
        numbers = [int(each) for each in rest.split() if each.isascii() and each.isdigit()]
        for number in numbers:
            table.texts.pop(number, None)
        return Told(is_done=not table.texts)

    def _edited(self, table: Table, rest: str) -> Told:
        number, _, words = rest.partition(" ")
        if not (number.isascii() and number.isdigit() and int(number) in table.texts and words):
            return Told("Write the number of the message and its new words: e 2 how much is it")
        table.texts[int(number)] = " ".join(words.split())
        return Told()

    def _mark(self, table: Table, numbers: list[int], decision: Decision) -> None:
        for number in numbers:
            self.marks |= dict.fromkeys(table.of(number).places, decision)
