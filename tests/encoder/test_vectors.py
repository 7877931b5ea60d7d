"""What the encoder says of sentences."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.encoder import bert, weights
from bot.encoder.minilm import MANY, MiniLM

SENTENCES = (
    "The weather is lovely today.",
    "It's so sunny outside!",
    "He drove to the stadium.",
)
PUBLISHED = (0.6660, 0.1046, 0.1411)  # of 1-2, 1-3 and 2-3, as sentence-transformers prints them
MANY_TEXTS = [
    f"{opening} {thing}{ending}"
    for opening in ("what about", "tell me about", "do i need", "who pays for the")
    for thing in ("weights", "licence", "graphics card in our office", "hotline", "air-gapped rack")
    for ending in ("", "?", " please", " if the budget is small and the data may not leave")
]


def similarities(encoder: MiniLM) -> list[float]:
    """By the last layer alone, as the model was published; it stands first."""
    vectors = encoder.encode(SENTENCES)[:, : bert.WIDTH]
    first, second, third = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return [float(first @ second), float(first @ third), float(second @ third)]


def test_the_float_network_gives_the_published_similarities(published: Path) -> None:
    model = bert.write(weights.read_tensors(published / "model.safetensors"))
    exact = MiniLM("float", model, (published / "tokenizer.json").read_bytes())
    assert similarities(exact) == pytest.approx(PUBLISHED, abs=1e-4)


def test_the_8_bit_network_stays_close_to_them(encoder: MiniLM) -> None:
    assert similarities(encoder) == pytest.approx(PUBLISHED, abs=0.03)


def test_a_paraphrase_is_nearer_than_another_subject(encoder: MiniLM) -> None:
    asked, same, other = encoder.encode(
        [
            "our records must never leave the building",
            "customer data has to stay on our own servers",
            "which model draws the prettiest pictures",
        ]
    )
    assert asked @ same > asked @ other + 0.2


def test_a_few_texts_together_are_exactly_as_each_alone(encoder: MiniLM) -> None:
    together = encoder.encode(SENTENCES)
    alone = np.concatenate([encoder.encode([text]) for text in SENTENCES])
    assert np.array_equal(together, alone)


def test_many_texts_keep_their_order_and_nearly_their_vectors(encoder: MiniLM) -> None:
    assert len(MANY_TEXTS) > MANY
    together = encoder.encode(MANY_TEXTS)
    alone = np.concatenate([encoder.encode([text]) for text in MANY_TEXTS])
    cosines = np.sum(together * alone, axis=1)
    assert cosines.min() > 0.9
    assert cosines.mean() > 0.98


def test_a_long_text_is_cut_at_64_tokens(encoder: MiniLM) -> None:
    start = "word " * (bert.MAX_TOKENS - 2)
    assert np.array_equal(*encoder.encode([start, start + "and much else " * 5000]))


def test_no_texts_are_no_vectors(encoder: MiniLM) -> None:
    assert encoder.encode([]).shape == (0, encoder.dimension)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters()), min_size=1, max_size=4))
def test_any_text_at_all_has_a_vector_of_length_1(encoder: MiniLM, texts: list[str]) -> None:
    vectors = encoder.encode([*texts, "\ud800"])
    assert vectors.shape == (len(texts) + 1, encoder.dimension)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)
