"""How long a message takes to be understood, beside naive fuzzy matching in the same run.

Run: python -m benchmarks.latency --data DIR, where DIR holds clinc150/data_full.json. Each part
runs in a process of its own, on one thread; `--only PART` runs one of them. The classifiers are
built into the cache folder of the settings; the parts with the encoder need it installed there.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import measured

OWN, MEANING = "own", "own+meaning"
SIZES = (1_000, 10_000, 100_000)
ONE_THREAD = {
    f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "RAYON")
}
GOALS = {OWN: {"p50": 0.6, "p99": 2.0}, MEANING: {"p50": 4.0, "p99": 10.0}}
MOST_GROWTH = 2.0
LOAD_MS, BUILD_S, WORST_MS = 300.0, 20.0, 50.0
NAMES = {OWN: "words", MEANING: "words and meaning"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--only", choices=[OWN, MEANING, "growth"])
    parser.add_argument("--part", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        print(json.dumps(part(options.part, options.data)))
        return
    wanted = [options.only] if options.only else [OWN, MEANING, "growth"]
    own = {name: run_own(name, options.data) for name in (OWN, MEANING) if name in wanted}
    sizes = SIZES if "growth" in wanted else ()
    growth = {size: run(f"growth:{size}", options.data) for size in sizes}
    print("\n".join(lines(own, growth)))


def part(name: str, data: Path) -> measured.Figures:
    """The figures of one part; to be called in a process of its own."""
    kind, _, detail = name.partition(":")
    if kind == "build":
        return measured.build(with_meaning=detail == MEANING)
    if kind == "growth":
        return measured.growth(data, int(detail))
    return measured.own(with_meaning=detail == MEANING)


def run_own(name: str, data: Path) -> measured.Figures:
    return run(f"build:{name}", data) | run(f"read:{name}", data)


def run(name: str, data: Path) -> measured.Figures:
    """The same in a child process on one thread."""
    print(f"Measuring {name} …", file=sys.stderr)
    command = [sys.executable, "-m", "benchmarks.latency", "--data", str(data), "--part", name]
    done = subprocess.run(
        command, env={**os.environ, **ONE_THREAD}, stdout=subprocess.PIPE, text=True, check=True
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


def lines(own: dict[str, Any], growth: dict[int, Any]) -> Iterator[str]:
    """The tables, in Markdown."""
    yield "| utterances | Ajar p50 / p99 ms | naive p50 / p99 ms | times as fast | goal |"
    yield "| --- | --- | --- | --- | --- |"
    for name, each in own.items():
        goal = GOALS[name]
        kept = all(each[which] <= most for which, most in goal.items())
        goals = f"{goal['p50']:g} / {goal['p99']:g}: {verdict(kept)}"
        yield row(f"its own, {NAMES[name]} ({each['utterances']:,})", each, goals)
    for size, each in growth.items():
        yield row(f"CLINC150, words ({size:,})", each, "")
    if growth:
        yield from _growth(growth)
    for name, each in own.items():
        yield ""
        yield f"{NAMES[name]}: imports {each['imports_ms']:.0f} ms, " + ", ".join(
            (
                f"load {each['load_ms']:.0f} ms ({aim(each['load_ms'], LOAD_MS, 'ms')})",
                f"build {each['build_s']:.1f} s ({aim(each['build_s'], BUILD_S, 's')})",
                f"memory {each['memory_mb']:.0f} MB",
            )
        )
    if own:
        yield from _worst(own)


def _growth(growth: dict[int, Any]) -> Iterator[str]:
    first, last = growth[SIZES[0]], growth[SIZES[-1]]
    for which in ("p50", "p99"):
        ours, theirs = last[which] / first[which], last[f"naive_{which}"] / first[f"naive_{which}"]
        yield ""
        yield (
            f"{which} at {SIZES[-1]:,} against {SIZES[0]:,}: {ours:.2f} times "
            f"({aim(ours, MOST_GROWTH, 'times')}), naive {theirs:.1f} times"
        )


def _worst(own: dict[str, Any]) -> Iterator[str]:
    yield ""
    yield f"| worst input | {' ms | '.join(NAMES[name] for name in own)} ms |"
    yield f"| --- | {' | '.join('---' for _ in own)} |"
    for kind in next(iter(own.values()))["worst"]:
        cells = (f"{each['worst'][kind]:.1f}" for each in own.values())
        yield f"| {kind} | {' | '.join(cells)} |"
    for name, each in own.items():
        slowest = max(each["worst"].values())
        yield ""
        yield f"slowest by {NAMES[name]}: {slowest:.1f} ms ({aim(slowest, WORST_MS, 'ms')})"


def row(name: str, each: measured.Figures, goal: str) -> str:
    ratios = " / ".join(f"{each[f'naive_{which}'] / each[which]:.0f}" for which in ("p50", "p99"))
    return (
        f"| {name} | {each['p50']:.2f} / {each['p99']:.2f} | "
        f"{each['naive_p50']:.1f} / {each['naive_p99']:.1f} | {ratios} | {goal} |"
    )


def aim(value: float, most: float, unit: str) -> str:
    return f"goal {most:g} {unit}: {verdict(value <= most)}"


def verdict(kept: bool) -> str:
    return "kept" if kept else "missed"


if __name__ == "__main__":
    main()
