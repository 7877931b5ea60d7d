"""How long a command's options take to offer names, over all that the content has.

Run: python -m benchmarks.completing. Times are of this thread's own processor clock.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator
from typing import get_args

from bot.content.cache import Cache
from bot.content.loader import Pack, default_root, load_content
from bot.settings import load
from bot.transports.discord.command_list import Offer
from bot.transports.discord.completing import Completer

TYPED = (
    "",
    "o",
    "gpt",
    "lama",
    "apache lic",
    "advntages of open",
    "what is fine tuning",
    "x" * 100,
)
ROUNDS = 20
MOST_MS = 50.0


def times(completer: Completer, which: Offer) -> Iterator[float]:
    """Milliseconds, one for each text that is typed and each round."""
    for _ in range(ROUNDS):
        for typed in TYPED:
            began = time.thread_time()
            completer.offer(which, typed)
            yield (time.thread_time() - began) * 1_000


def main() -> None:
    completer = Completer(load_content(Pack(default_root()), Cache(load().cache_dir)))
    worst = 0.0
    for which in get_args(Offer):
        taken = sorted(times(completer, which))
        worst = max(worst, taken[-1])
        print(f"{which:<10} p50 {statistics.median(taken):5.1f} ms   worst {taken[-1]:5.1f} ms")
    sys.exit(worst > MOST_MS)


if __name__ == "__main__":
    main()
