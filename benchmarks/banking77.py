"""BANKING77: accuracy beside naive fuzzy matching.

Run: python -m benchmarks.banking77 --data DIR, where DIR holds banking77/train.csv and test.csv.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

from benchmarks.common import HEAD, Pair, build, encoder_of, few, judge, naive, row, with_meaning


def read(path: Path) -> list[Pair]:
    with path.open(encoding="utf-8", newline="") as file:
        return [(line["text"], line["category"]) for line in csv.DictReader(file)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, help="the cache folder that holds the encoder")
    given = parser.parse_args()
    folder, encoder = given.data / "banking77", encoder_of(given.encoder)
    train, test = read(folder / "train.csv"), read(folder / "test.csv")
    print(HEAD)
    for name, pairs in (("10 an intent", few(train, 10)), ("full", train)):
        built, theirs = build(pairs), naive(pairs, test)
        print(row(f"BANKING77, {name}, words", judge(built, test), theirs, built.seconds))
        if encoder:
            built = with_meaning(built, pairs, encoder)
            title = f"BANKING77, {name}, words and meaning"
            print(row(title, judge(built, test), theirs, built.seconds))


if __name__ == "__main__":
    main()
