"""Which of a bot's shards a process serves, where several processes share the work; pure.

Discord spreads the servers of a bot over its shards by `(server >> 22) % shards`, and brings direct
messages to shard 0.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

FORM = re.compile(r"([1-9]\d{0,2})/([1-9]\d{0,2})")
MOST_SHARDS = 10_000


@dataclass(frozen=True)
class Share:
    """The shards `ids` of `count` in all."""

    ids: tuple[int, ...]
    count: int


def parse(text: str) -> tuple[int, int]:
    """From "2/4" that this is the second process of four. Raises ValueError where it is no such."""
    found = FORM.fullmatch(text.strip())
    if found is None or int(found[1]) > int(found[2]):
        raise ValueError("this is no process of several")
    return int(found[1]), int(found[2])


def share(process: tuple[int, int], shards: int | None = None) -> Share:
    """What a process gets of `shards`, or of one for each process; over all processes each shard
    is there once. Raises ValueError where there are too few for all."""
    number, of = process
    count = shards or of
    if count < of:
        raise ValueError(f"{count} shards are too few for {of} processes")
    return Share(tuple(range(number - 1, count, of)), count)
