"""No utterance of ours is a near-duplicate of one in the evaluation's development set."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from rapidfuzz import fuzz, process

from bot.content.loader import Pack, load_training
from bot.understanding.normalize import plain, tokens

EVALUATION = Path(__file__).parents[3] / "shared" / "eval"
SHORTEST = 4
ALIKE = 92


def words(text: str) -> str:
    return " ".join(tokens(plain(text)))


def theirs() -> Iterator[str]:
    for path in sorted(EVALUATION.glob("*.jsonl")):
        if path.stem == "abuse":
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield from (row[key] for key in ("text", "opening") if key in row)
            yield from row.get("turns", [])
            yield from row.get("answers", {}).values()
            yield from (step["user"] for step in row.get("script", []) if "user" in step)


def ours(pack: Pack) -> Iterator[str]:
    training = load_training(pack)
    yield from (utterance for utterance, _ in training.intent_pairs())
    yield from training.unknown
    for answers in training.answers:
        for value in answers.values.values():
            yield from (*value.alone, *value.asked)
    for persona in training.personas:
        yield persona.opening
        yield from (text for answer in persona.answers.values() for text in answer.values())


@pytest.mark.skipif(not EVALUATION.is_dir(), reason="the evaluation's data is not beside the repo")
def test_nothing_is_copied_from_the_evaluation(pack: Pack) -> None:
    known = {words(text) for text in ours(pack)}
    asked = {words(text) for text in theirs() if len(words(text).split()) >= SHORTEST}
    assert asked & known == set()
    mine, asked_first = sorted(known), sorted(asked)
    alike = process.cdist(asked_first, mine, scorer=fuzz.ratio, score_cutoff=ALIKE, dtype=np.uint8)
    near = [(asked_first[row], mine[column]) for row, column in np.argwhere(alike)]
    assert near == []
