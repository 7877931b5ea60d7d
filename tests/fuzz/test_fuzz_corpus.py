"""The parsers on their corpus, on damaged pieces of it, and on random bytes."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from fuzz_targets import TARGETS
from hypothesis import given, settings
from hypothesis import strategies as st

CORPUS = Path(__file__).parent / "corpus"
SEEDS = {name: sorted((CORPUS / name).iterdir()) for name in TARGETS}
DAMAGED = 40


def test_every_parser_has_a_corpus_and_no_other_has() -> None:
    assert {path.name for path in CORPUS.iterdir()} == {*TARGETS}
    assert all(len(seeds) >= 3 for seeds in SEEDS.values())


@pytest.mark.parametrize(
    "seed",
    [s for seeds in SEEDS.values() for s in seeds],
    ids=lambda s: f"{s.parent.name}/{s.name}",
)
def test_the_corpus_is_read_or_refused_by_contract(seed: Path) -> None:
    TARGETS[seed.parent.name](seed.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_damaged_seeds_are_read_or_refused_by_contract(name: str) -> None:
    chance = random.Random(name)
    for seed in SEEDS[name]:
        whole = seed.read_bytes()
        for _ in range(DAMAGED if len(whole) < 5_000 else 4):
            damaged = bytearray(whole)
            for _ in range(chance.randint(1, 6)):
                at = chance.randrange(len(damaged) + 1)
                damaged[at : at + chance.randint(0, 4)] = chance.randbytes(chance.randint(0, 4))
            TARGETS[name](bytes(damaged))


@pytest.mark.parametrize("name", TARGETS)
@given(
    data=st.binary(max_size=300)
    | st.text(max_size=150).map(lambda t: t.encode("utf-8", "surrogatepass"))
)
@settings(deadline=None, max_examples=60)
def test_any_bytes_are_read_or_refused_by_contract(name: str, data: bytes) -> None:
    TARGETS[name](data)
