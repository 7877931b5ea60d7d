"""CLINC150: accuracy in scope, with typos, and out of scope found, beside naive fuzzy matching.

Run: python -m benchmarks.clinc150 --data DIR, where DIR holds clinc150/data_full.json.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.common import (
    HEAD,
    Built,
    Pair,
    build,
    encoder_of,
    few,
    judge,
    naive,
    row,
    with_meaning,
    with_speller,
)
from benchmarks.texts import clinc150, mistyped
from bot.understanding.encoding import Encoder

REJECTED = (0.03, 0.05)
TYPOS_SHOTS = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, help="the cache folder that holds the encoder")
    given = parser.parse_args()
    sets, encoder = clinc150(given.data), encoder_of(given.encoder)
    print(HEAD)
    typos(few(sets["train"], TYPOS_SHOTS), sets["test"], encoder)
    for name, train in (
        ("10 an intent", few(sets["train"], 10)),
        ("20 an intent", few(sets["train"], 20)),
        ("full", sets["train"]),
    ):
        theirs = naive(train, sets["test"])
        for reading, built in readings(train, encoder):
            ours = judge(built, sets["test"])
            print(row(f"CLINC150, {name}, {reading}", ours, theirs, built.seconds), flush=True)
            if name == "full":
                outside(built, sets)


def readings(train: list[Pair], encoder: Encoder | None) -> Iterator[tuple[str, Built]]:
    """By the words, and with meaning where there is an encoder."""
    built = build(train)
    yield "words", built
    if encoder:
        yield "words and meaning", with_meaning(built, train, encoder)


def typos(
    train: list[Pair], test: list[Pair], encoder: Encoder | None = None, seed: int = 7
) -> None:
    """The same test with one random edit in every second word, and with the speller in front."""
    dice = random.Random(seed)
    wrong = [(mistyped(text, dice), label) for text, label in test]
    theirs = naive(train, wrong)
    for reading, built in readings(train, encoder):
        for name, each in (("as typed", built), ("spelled", with_speller(built, train))):
            title = f"CLINC150, {TYPOS_SHOTS} an intent, typos, {name}, {reading}"
            print(row(title, judge(each, wrong), theirs, built.seconds), flush=True)


def outside(built: Built, sets: dict[str, list[Pair]]) -> None:
    """Out-of-scope queries below the threshold that rejects a share of the validation set."""
    known = np.array([built.scores(text).max() for text, _ in sets["val"]])
    strange = np.array([built.scores(text).max() for text, _ in sets["oos_test"]])
    best = [(built.scores(text), label) for text, label in sets["test"]]
    for rejected in REJECTED:
        least = np.quantile(known, rejected)
        found = float(np.mean(strange < least))
        right = [
            scores.max() >= least and built.model.classes[int(scores.argmax())] == label
            for scores, label in best
        ]
        print(
            f"  with {rejected:.0%} of the validation set rejected: out of scope found "
            f"{found:.3f}, in scope right and kept {np.mean(right):.3f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
