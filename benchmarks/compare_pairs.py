"""Compares every two of the models, and holds each reply against every renderer's limits.

Run: python -m benchmarks.compare_pairs [--part 2/6]. All pairs take some minutes on one core; a
part is every so-and-so-many-th pair. Prints the pairs, the failures with what was wrong, and how
much processor time a comparison takes without its rendering.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.fitting import Fitting
from bot.content.cache import Cache
from bot.content.loader import Pack, default_root, load_content
from bot.content.snapshot import Content
from bot.knowledge.compare import compare_models
from bot.reply import Reply

EVERY = 2_000
SHOWN = 20
Pair = tuple[str, str]


@dataclass(frozen=True)
class Outcome:
    pairs: int
    failures: tuple[str, ...]
    p50_ms: float
    p99_ms: float


def pairs_of(content: Content, part: int = 1, parts: int = 1) -> list[Pair]:
    """Every pair of two different models, each once; of several parts the one numbered `part`."""
    everyone = itertools.combinations(content.model_by_id, 2)
    return list(itertools.islice(everyone, part - 1, None, parts))


def judge(content: Content, pairs: Sequence[Pair]) -> Outcome:
    fitting, times, failures = Fitting(content), [], []
    for number, pair in enumerate(pairs, 1):
        began = time.process_time()
        reply = compare_models(content, pair)
        times.append(1000 * (time.process_time() - began))
        found = [*fitting.problems(reply), *oddities(content, reply, pair)]
        failures += [f"{' / '.join(pair)}: {problem}" for problem in found]
        if number % EVERY == 0:
            print(f"  {number:,} of {len(pairs):,}", file=sys.stderr)
    p50, p99 = (float(np.percentile(times, q)) for q in (50, 99))
    return Outcome(len(pairs), tuple(failures), p50, p99)


def oddities(content: Content, reply: Reply, pair: Pair) -> Iterator[str]:
    """What a comparison of two must hold to: both are there, and the table shows differences."""
    if reply.kind != "compare" or reply.entities != pair:
        yield f"kind {reply.kind}, entities {reply.entities}"
    if any(content.model_by_id[each].name not in (reply.title or "") for each in pair):
        yield "a name is missing from the title"
    for row in reply.table.rows if reply.table else ():
        if row[1] == row[2]:
            yield f"alike, and yet in the table: {row[0]}"
        if not all(cell.strip() for cell in row):
            yield f"an empty cell: {row[0]}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", default="1/1", help="such as 2/6: the second of six")
    part, parts = map(int, parser.parse_args().part.split("/"))
    content = load_content(Pack(default_root()), Cache(None))
    outcome = judge(content, pairs_of(content, part, parts))
    print(f"pairs: {outcome.pairs:,}; failures: {len(outcome.failures)}")
    print(f"one comparison: p50 {outcome.p50_ms:.2f} ms, p99 {outcome.p99_ms:.2f} ms")
    print("\n".join(outcome.failures[:SHOWN]))
    sys.exit(bool(outcome.failures))


if __name__ == "__main__":
    main()
