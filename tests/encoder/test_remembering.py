"""Sentences of the content are encoded once: a later start knows them, and only the new ones are
encoded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.content.cache import Cache
from bot.encoder import remembering
from bot.encoder.minilm import MiniLM
from bot.encoder.remembering import Remembering
from bot.understanding.encoding import Embeddings

OLD = ["is llama really free to use", "our budget is tiny", "who made mistral"]
NEW = "the records may never leave the house"


class Watched:
    """The real encoder, with a list of what it was asked to encode."""

    def __init__(self, encoder: MiniLM) -> None:
        self._encoder = encoder
        self.name, self.dimension = encoder.name, encoder.dimension
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> Embeddings:
        self.asked += texts
        return self._encoder.encode(texts)


@pytest.fixture
def watched(encoder: MiniLM) -> Watched:
    return Watched(encoder)


def remembered(watched: Watched, folder: Path | None, told: list[str]) -> Remembering:
    return Remembering(watched, Cache(folder), told.append)


def test_a_later_start_encodes_only_what_is_new(watched: Watched, tmp_path: Path) -> None:
    first = remembered(watched, tmp_path, []).encode([*OLD, OLD[0]])
    assert sorted(watched.asked) == sorted(OLD)
    watched.asked.clear()
    told: list[str] = []
    second = remembered(watched, tmp_path, told).encode([NEW, *OLD])
    assert watched.asked == [NEW]
    assert told == ["Encoding sentences: 0 of 1 …"]
    assert np.array_equal(second[1:], first[:3])
    assert np.array_equal(first[0], first[3])


def test_rounding_hardly_turns_a_vector(watched: Watched) -> None:
    rounded = remembered(watched, None, []).encode(OLD)
    exact = watched.encode(OLD)
    assert rounded.dtype == np.float32
    assert np.sum(rounded * exact, axis=1) == pytest.approx(1.0, abs=2e-3)


def test_a_damaged_file_costs_time_and_nothing_else(watched: Watched, tmp_path: Path) -> None:
    before = remembered(watched, tmp_path, []).encode(OLD)
    (kept,) = tmp_path.glob("vectors-*")
    kept.write_bytes(kept.read_bytes()[:-7])
    watched.asked.clear()
    assert np.array_equal(remembered(watched, tmp_path, []).encode(OLD), before)
    assert len(watched.asked) == len(OLD)


def test_a_file_of_another_form_is_made_anew(watched: Watched, tmp_path: Path) -> None:
    remembered(watched, tmp_path, []).encode(OLD)
    (kept,) = tmp_path.glob("vectors-*")
    Cache(tmp_path).write_bytes(kept.name, b"no arrays")
    told: list[str] = []
    assert len(remembered(watched, tmp_path, told).encode(OLD)) == len(OLD)
    assert told[0] == "The vectors in the cache can't be read: they are made anew."


def test_the_oldest_sentences_go_first(
    watched: Watched, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembering, "MOST", 3)
    remembered(watched, tmp_path, []).encode(OLD)
    assert len(remembered(watched, tmp_path, []).encode([NEW])) == 1
    watched.asked.clear()
    remembered(watched, tmp_path, []).encode([NEW, *OLD])
    assert watched.asked == [OLD[0]]
