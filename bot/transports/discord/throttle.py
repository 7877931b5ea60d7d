"""How much one person and one channel may ask: a token bucket each, on an injected clock."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Literal

REMEMBERED: Final = 10_000
Verdict = Literal["go", "note", "silent"]


@dataclass(frozen=True)
class Rate:
    """`burst` turns at once, and from then on one in `seconds`."""

    burst: int
    seconds: float


PERSON: Final = Rate(burst=8, seconds=3.0)
CHANNEL: Final = Rate(burst=24, seconds=0.5)


@dataclass(frozen=True)
class _Bucket:
    level: float
    at: float
    is_noted: bool = False


class Throttle:
    """Says whether a turn may go on; a person who is too fast is to be told once."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        person: Rate = PERSON,
        channel: Rate = CHANNEL,
    ) -> None:
        self._clock = clock
        self._rates: dict[str, Rate] = {"person": person, "channel": channel}
        self._buckets: OrderedDict[tuple[str, int], _Bucket] = OrderedDict()

    def verdict(self, person: int, channel: int) -> Verdict:
        """ "go" takes one from both buckets; "note" comes once until there is one again."""
        keys = (("person", person), ("channel", channel))
        filled = {key: self._filled(key) for key in keys}
        empty = [key for key in keys if filled[key].level < 1]
        for key in keys:
            taken = filled[key] if empty else replace(filled[key], level=filled[key].level - 1)
            self._keep(key, replace(taken, is_noted=key in empty))
        if not empty:
            return "go"
        return "silent" if all(filled[key].is_noted for key in empty) else "note"

    def is_silent(self, person: int) -> bool:
        """Whether this person is too fast and was told so: nothing else is to be done for them."""
        key = ("person", person)
        return key in self._buckets and self._filled(key).level < 1 and self._buckets[key].is_noted

    def _filled(self, key: tuple[str, int]) -> _Bucket:
        rate, now = self._rates[key[0]], self._clock()
        bucket = self._buckets.get(key, _Bucket(rate.burst, now))
        level = bucket.level + (now - bucket.at) / rate.seconds
        return replace(bucket, level=min(rate.burst, level), at=now)

    def _keep(self, key: tuple[str, int], bucket: _Bucket) -> None:
        self._buckets[key] = bucket
        self._buckets.move_to_end(key)
        if len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)
