"""What a message needs of the encoder is asked for at once, and each text one time only."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest

from bot.content.cache import Cache
from bot.content.loader import Pack, load_content, load_training
from bot.understanding.build import build
from bot.understanding.encoding import Embeddings
from bot.understanding.understander import Understander

TEA = Path(__file__).resolve().parent.parent / "packs" / "tea"
SAID = (
    "I like it mild, but my doctor says no caffeine. I take milk, and my mother takes none; "
    "what should we drink? And also, which tea keeps longest?"
)


class Listed:
    """Vectors by the hash of a text; keeps what it was asked for."""

    name, dimension = "listed", 16

    def __init__(self) -> None:
        self.calls: list[tuple[str, ...]] = []

    def encode(self, texts: Sequence[str]) -> Embeddings:
        self.calls.append(tuple(texts))
        drawn = [np.random.default_rng(crc32(text.encode())).normal(size=16) for text in texts]
        return np.array([each / np.linalg.norm(each) for each in drawn], np.float32)


@pytest.fixture(scope="module")
def tea() -> tuple[Understander, Listed]:
    pack, encoder = Pack(TEA), Listed()
    content = load_content(pack, Cache(None))
    curves = content.calibration.curves
    curves = curves | {f"{head}_semantic": curve for head, curve in curves.items()}
    calibration = content.calibration.model_copy(update={"curves": curves})
    content = content.model_copy(update={"calibration": calibration})
    artefacts = build(content, load_training(pack), lambda _: None, encoder)
    return Understander(content, artefacts, encoder), encoder


@pytest.mark.parametrize(
    ("said", "most"),
    [(SAID, 1), ("what is green tea?", 2), ("green tea, and milk in it", 1)],
)
def test_a_message_goes_to_the_encoder_at_once(
    tea: tuple[Understander, Listed], said: str, most: int
) -> None:
    understander, encoder = tea
    encoder.calls.clear()
    reading = understander.understand(said)
    assert 1 <= len(encoder.calls) <= most
    texts = [text for call in encoder.calls for text in call]
    assert len(texts) == len(set(texts))
    encoder.calls.clear()
    assert understander.understand(said) == reading
    assert encoder.calls == []
