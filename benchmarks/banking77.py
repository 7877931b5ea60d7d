"""BANKING77: accuracy beside naive fuzzy matching.

Run: python -m benchmarks.banking77 --data DIR, where DIR holds banking77/train.csv and test.csv.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

from benchmarks.common import HEAD, Pair, build, few, judge, naive, row


def read(path: Path) -> list[Pair]:
    with path.open(encoding="utf-8", newline="") as file:
        return [(line["text"], line["category"]) for line in csv.DictReader(file)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    folder = parser.parse_args().data / "banking77"
    train, test = read(folder / "train.csv"), read(folder / "test.csv")
    print(HEAD)
    for name, pairs in (("10 an intent", few(train, 10)), ("full", train)):
        built = build(pairs)
        print(row(f"BANKING77, {name}", judge(built, test), naive(pairs, test), built.seconds))


if __name__ == "__main__":
    main()
