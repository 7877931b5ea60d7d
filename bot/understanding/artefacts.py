"""The built classifiers of a content pack, and how they are kept as one file of arrays."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from bot.understanding.linear import LinearModel, SoftmaxModel
from bot.understanding.vectorizer import Vectorizer

FORMAT = 7


@dataclass(frozen=True)
class Artefacts:
    """`heads` by name: "intent", "statement" and "asked/<factor>".

    `semantic` holds the same heads over the embeddings of the encoder named `encoder`, or nothing;
    `common` the frequent words of the content's language, which are never taken for typos.
    """

    vectorizer: Vectorizer
    frequency: Counter[str]
    heads: dict[str, LinearModel] = field(default_factory=dict)
    semantic: dict[str, SoftmaxModel] = field(default_factory=dict)
    encoder: str = ""
    common: frozenset[str] = frozenset()

    def to_bytes(self) -> bytes:
        arrays: dict[str, np.ndarray] = {
            "features": _pack(list(self.vectorizer.index)),
            "idf": self.vectorizer.idf,
            "words": _pack(list(self.frequency)),
            "counts": np.array(list(self.frequency.values()), np.int32),
            "heads": _pack(list(self.heads)),
            "encoder": _pack([self.encoder]),
            "common": _pack(sorted(self.common)),
        }
        for number, head in enumerate(self.heads.values()):
            arrays[f"classes{number}"] = _pack(list(head.classes))
            arrays[f"weights{number}"] = head.weights
            arrays[f"scales{number}"] = head.scales
            arrays[f"bias{number}"] = head.bias
        for number, name in enumerate(self.heads):
            if name in self.semantic:
                arrays[f"meaning{number}"] = self.semantic[name].weights
                arrays[f"meaningbias{number}"] = self.semantic[name].bias
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
                        arrays[f"scales{number}"],
                        arrays[f"bias{number}"],
                    )
                    for number, name in enumerate(_unpack(arrays["heads"]))
                }
                semantic = {
                    name: SoftmaxModel(
                        head.classes, arrays[f"meaning{number}"], arrays[f"meaningbias{number}"]
                    )
                    for number, (name, head) in enumerate(heads.items())
                    if f"meaning{number}" in arrays
                }
                encoder = _unpack(arrays["encoder"])[0]
                vectorizer = Vectorizer(index, arrays["idf"])
                common = frozenset(_unpack(arrays["common"]))
                return cls(vectorizer, Counter(counts), heads, semantic, encoder, common)
        except (OSError, ValueError, KeyError, zipfile.BadZipFile):
            return None


def _pack(texts: list[str]) -> np.ndarray:
    return np.frombuffer("\n".join(texts).encode(), dtype=np.uint8)


def _unpack(array: np.ndarray) -> list[str]:
    return array.tobytes().decode().split("\n")
