"""CLINC150: accuracy in scope, with typos, and out of scope found, beside naive fuzzy matching.

Run: python -m benchmarks.clinc150 --data DIR, where DIR holds clinc150/data_full.json.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import numpy as np

from benchmarks.common import HEAD, Built, Pair, build, few, judge, naive, row, with_speller
from benchmarks.texts import clinc150, mistyped

REJECTED = 0.05
TYPOS_SHOTS = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    sets = clinc150(parser.parse_args().data)
    print(HEAD)
    typos(few(sets["train"], TYPOS_SHOTS), sets["test"])
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


def typos(train: list[Pair], test: list[Pair], seed: int = 7) -> None:
    """The same test with one random edit in every second word, and with the speller in front."""
    dice = random.Random(seed)
    wrong = [(mistyped(text, dice), label) for text, label in test]
    built, theirs = build(train), naive(train, wrong)
    for name, each in (("without the speller", built), ("spelled", with_speller(built, train))):
        print(
            row(
                f"CLINC150, {TYPOS_SHOTS} an intent, typos, {name}",
                judge(each, wrong),
                theirs,
                built.seconds,
            )
        )


def outside(built: Built, val: list[Pair], strange: list[Pair]) -> float:
    """The share of out-of-scope queries below the threshold that rejects 5 % in scope."""
    least = np.quantile([built.scores(text).max() for text, _ in val], REJECTED)
    return float(np.mean([built.scores(text).max() < least for text, _ in strange]))


if __name__ == "__main__":
    main()
