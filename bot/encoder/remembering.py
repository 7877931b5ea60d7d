"""Vectors that outlast the program: what this encoder has encoded once is taken from the cache, so
that after a change of the content only the new sentences are encoded."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.content.cache import Cache
from bot.understanding.encoding import Embeddings, Encoder

FORMAT = 1
STEPS = 127
AT_ONCE = 8_192
# About twice as many as a large pack has sentences; what is older goes first.
MOST = 300_000
Keys = NDArray[np.uint64]


@dataclass(frozen=True)
class Rounded:
    """Vectors of shape (texts, dimension), each as 8-bit numbers and a scale; `keys` are theirs."""

    keys: Keys
    numbers: NDArray[np.int8]
    scales: Embeddings

    @classmethod
    def none(cls, dimension: int) -> Rounded:
        return cls.of(np.zeros(0, np.uint64), np.zeros((0, dimension), np.float32))

    @classmethod
    def of(cls, keys: Keys, vectors: Embeddings) -> Rounded:
        scales = np.abs(vectors).max(axis=1, initial=np.finfo(np.float32).tiny) / STEPS
        return cls(keys, np.rint(vectors / scales[:, None]).astype(np.int8), scales)

    def vectors(self, places: NDArray[np.intp]) -> Embeddings:
        """The vectors at these places, of length 1 but for the rounding."""
        widened = self.numbers[places].astype(np.float32)
        widened *= self.scales[places, None]
        return widened

    def joined(self, other: Rounded) -> Rounded:
        return Rounded(
            np.concatenate([self.keys, other.keys]),
            np.vstack([self.numbers, other.numbers]),
            np.concatenate([self.scales, other.scales]),
        )

    def newest(self, most: int) -> Rounded:
        return Rounded(self.keys[-most:], self.numbers[-most:], self.scales[-most:])


class Remembering:
    """An encoder before another; `progress` is told how many sentences are still to be encoded."""

    def __init__(self, encoder: Encoder, cache: Cache, progress: Callable[[str], None]) -> None:
        self._encoder = encoder
        self._cache = cache
        self._progress = progress
        made_of = f"{FORMAT} {encoder.name}"
        self._file = f"vectors-{hashlib.sha256(made_of.encode()).hexdigest()[:32]}.npz"

    @property
    def name(self) -> str:
        return self._encoder.name

    @property
    def dimension(self) -> int:
        return self._encoder.dimension

    def encode(self, texts: Sequence[str]) -> Embeddings:
        """As the encoder's, but for the rounding to 8 bits, which known and new ones share."""
        keys = np.array([_key_of(text) for text in texts], np.uint64)
        kept = self._read()
        known = set(kept.keys.tolist())
        new = {
            key: text for key, text in zip(keys.tolist(), texts, strict=True) if key not in known
        }
        if new:
            kept = kept.joined(self._encoded(new))
            self._write(kept.newest(MOST))
        place = {key: number for number, key in enumerate(kept.keys.tolist())}
        return kept.vectors(np.array([place[key] for key in keys.tolist()], np.intp))

    def _encoded(self, new: dict[int, str]) -> Rounded:
        found = Rounded.none(self.dimension)
        keys, texts = np.array(list(new), np.uint64), list(new.values())
        for at in range(0, len(texts), AT_ONCE):
            self._progress(f"Encoding sentences: {at} of {len(texts)} …")
            part = slice(at, at + AT_ONCE)
            found = found.joined(Rounded.of(keys[part], self._encoder.encode(texts[part])))
        return found

    def _read(self) -> Rounded:
        kept = self._cache.read_bytes(self._file)
        try:
            if kept is not None:
                with np.load(io.BytesIO(kept), allow_pickle=False) as arrays:
                    return Rounded(arrays["keys"], arrays["numbers"], arrays["scales"])
        except (OSError, ValueError, KeyError, zipfile.BadZipFile):
            self._progress("The vectors in the cache can't be read: they are made anew.")
        return Rounded.none(self.dimension)

    def _write(self, kept: Rounded) -> None:
        buffer = io.BytesIO()
        np.savez(buffer, keys=kept.keys, numbers=kept.numbers, scales=kept.scales)
        self._cache.write_bytes(self._file, buffer.getvalue())


def _key_of(text: str) -> int:
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(digest.digest())
