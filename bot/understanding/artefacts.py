"""The built classifiers of a content pack, and how they are kept as one file of arrays."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from bot.understanding.linear import LinearModel
from bot.understanding.vectorizer import Vectorizer

FORMAT = 4


@dataclass(frozen=True)
class Artefacts:
    """`heads` by name: "intent", "statement" and "asked/<factor>"."""

    vectorizer: Vectorizer
    frequency: Counter[str]
    heads: dict[str, LinearModel] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        arrays: dict[str, np.ndarray] = {
            "features": _pack(list(self.vectorizer.index)),
            "idf": self.vectorizer.idf,
            "words": _pack(list(self.frequency)),
            "counts": np.array(list(self.frequency.values()), np.int32),
            "heads": _pack(list(self.heads)),
        }
        for number, head in enumerate(self.heads.values()):
            arrays[f"classes{number}"] = _pack(list(head.classes))
            arrays[f"weights{number}"] = head.weights
            arrays[f"bias{number}"] = head.bias
        buffer = io.BytesIO()
        np.savez(buffer, allow_pickle=False, **arrays)
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, raw: bytes) -> Artefacts | None:
        """None where the bytes are of another format."""
        try:
            with np.load(io.BytesIO(raw), allow_pickle=False) as arrays:
                features = _unpack(arrays["features"])
                index = {feature: number for number, feature in enumerate(features)}
                counts = dict(zip(_unpack(arrays["words"]), arrays["counts"].tolist(), strict=True))
                heads = {
                    name: LinearModel(
                        tuple(_unpack(arrays[f"classes{number}"])),
                        arrays[f"weights{number}"],
                        arrays[f"bias{number}"],
                    )
                    for number, name in enumerate(_unpack(arrays["heads"]))
                }
                return cls(Vectorizer(index, arrays["idf"]), Counter(counts), heads)
        except (OSError, ValueError, KeyError, zipfile.BadZipFile):
            return None


def _pack(texts: list[str]) -> np.ndarray:
    return np.frombuffer("\n".join(texts).encode(), dtype=np.uint8)


def _unpack(array: np.ndarray) -> list[str]:
    return array.tobytes().decode().split("\n")
