"""CLINC150: accuracy in scope, and how much out of scope is found, beside naive fuzzy matching.

Run: python -m benchmarks.clinc150 --data DIR, where DIR holds clinc150/data_full.json.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from benchmarks.common import HEAD, Built, Pair, build, few, judge, naive, row

REJECTED = 0.05


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    folder = parser.parse_args().data / "clinc150"
    data = json.loads((folder / "data_full.json").read_text(encoding="utf-8"))
    sets = {name: [(text, label) for text, label in data[name]] for name in data}
    print(HEAD)
    for name, train in (
        ("10 an intent", few(sets["train"], 10)),
        ("20 an intent", few(sets["train"], 20)),
        ("full", sets["train"]),
    ):
        built = build(train)
        ours, theirs = judge(built, sets["test"]), naive(train, sets["test"])
        print(row(f"CLINC150, {name}", ours, theirs, built.seconds))
    print(
        f"out of scope found with {REJECTED:.0%} of the validation set rejected (full): "
        f"{outside(built, sets['val'], sets['oos_test']):.3f}"
    )


def outside(built: Built, val: list[Pair], strange: list[Pair]) -> float:
    """The share of out-of-scope queries below the threshold that rejects 5 % in scope."""
    least = np.quantile([built.scores(text).max() for text, _ in val], REJECTED)
    return float(np.mean([built.scores(text).max() < least for text, _ in strange]))


if __name__ == "__main__":
    main()
