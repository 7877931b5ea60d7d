"""For each group of messages the intents that they come nearest to, or that they want a new one.
Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.curation.clusters import clusters, likeness
from bot.curation.queue import Missed
from bot.understanding.reading import Mention, Reading
from bot.understanding.understander import OUTSIDE, Understander

NEAREST = 3
# With so little of the mean confidence on the nearest intent, none of them fits.
FOREIGN = 0.25
# No more than are looked at in one sitting; the rest comes up next time.
MOST = 1_000


@dataclass(frozen=True)
class Utterance:
    """A message of the queue, and how it would stand among the utterances."""

    missed: Missed
    text: str


@dataclass(frozen=True)
class Cluster:
    """Messages that ask for much the same. `nearest` are intents with the mean confidence that
    the members give them, or a whole 1 where a member's writer chose the intent; `is_new` says
    that none of them is near."""

    utterances: tuple[Utterance, ...]
    nearest: tuple[tuple[str, float], ...]
    is_new: bool

    @property
    def weight(self) -> int:
        """How many messages are behind it."""
        return sum(len(each.missed.places) for each in self.utterances)


def propose(understander: Understander, queue: Sequence[Missed]) -> list[Cluster]:
    """The clusters of the first thousand messages, those with the most behind them first."""
    some = queue[:MOST]
    readings = [understander.understand(each.text) for each in some]
    held = [place for place, reading in enumerate(readings) if reading.seen]
    if not held:
        return []
    alike = likeness(understander.ranker, [readings[place].seen for place in held])
    intents = set(understander.ranker.artefacts.heads["intent"].classes)
    found = [
        _cluster([(some[held[n]], readings[held[n]]) for n in group], intents)
        for group in clusters(alike)
    ]
    return sorted(found, key=lambda cluster: -cluster.weight)


def _cluster(members: Sequence[tuple[Missed, Reading]], intents: set[str]) -> Cluster:
    shares: defaultdict[str, float] = defaultdict(float)
    for one, reading in members:
        chosen = one.chosen if one.chosen in intents else None
        for candidate in reading.candidates:
            shares[candidate.intent] += candidate.confidence
        if chosen:
            shares[chosen] += 1 - min(1.0, shares[chosen])
    ranked = sorted(((name, share / len(members)) for name, share in shares.items()),
                    key=lambda each: (-each[1], each[0]))  # fmt: skip
    inside = [each for each in ranked if each[0] != OUTSIDE]
    is_new = not inside or inside[0][1] < FOREIGN
    utterances = tuple(Utterance(one, slotted(one.text, read.mentions)) for one, read in members)
    return Cluster(utterances, tuple(inside[:NEAREST]), is_new)


def slotted(text: str, mentions: Sequence[Mention]) -> str:
    """The text as an utterance: what it names of the catalogue gives way to slots, and braces that
    would be read as one are dropped."""
    found = re.sub(r"[{}]", "", text)
    for mention in sorted(mentions, key=lambda each: -len(each.text)):
        words = r"[\W_]*".join(re.escape(word) for word in mention.text.split())
        pattern = re.compile(rf"(?<![\w{{]){words}(?![\w}}])", re.IGNORECASE)
        found = pattern.sub(f"{{{mention.kind}}}", found, count=1)
    return " ".join(found.split())
