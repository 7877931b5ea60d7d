"""Builds the encoder from its published weights: float model, 8-bit model, and their comparison.

onnx is imported here and in `bert` alone, since only building needs it.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.encoder import bert, weights
from bot.encoder.minilm import MiniLM
from bot.understanding.encoding import EncoderError

CLOSE_ENOUGH = 0.97
MARK = ("onnx.quant.pre_process", "onnxruntime.quant")
SENTENCES = (
    "The weather is lovely today.",
    "It's so sunny outside!",
    "He drove to the stadium.",
    "Which of the two is cheaper when a hundred people use it every day?",
    "our records may never leave the building",
)
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Built:
    """`closeness` is the lowest cosine between the 8-bit and the float vectors of a sentence."""

    name: str
    model: bytes
    tokenizer: bytes
    closeness: float


def build(folder: Path, progress: Progress) -> Built:
    """The 8-bit encoder from verified weights in `folder`; takes about 10 s. Raises EncoderError.

    Processors without 8-bit dot products may overflow at full range; there, weights of 7 bits are
    tried next.
    """
    progress("Writing the network …")
    tokenizer = (folder / "tokenizer.json").read_bytes()
    try:
        plain = bert.write(weights.read_tensors(folder / "model.safetensors"))
        exact = MiniLM("float", plain, tokenizer).encode(SENTENCES)
        for reduced in (False, True):
            progress("Rounding the weights to 8 bits, and comparing …")
            model = quantised(plain, reduced=reduced)
            rounded = MiniLM("rounded", model, tokenizer).encode(SENTENCES)
            closeness = float(np.min(np.sum(exact * rounded, axis=1)))
            if closeness >= CLOSE_ENOUGH:
                return Built(name_of(model, tokenizer), model, tokenizer, closeness)
    except ImportError as error:
        raise EncoderError(
            f"Building the sentence encoder needs {error.name}: install ajar-bot[semantic]."
        ) from error
    raise EncoderError(f"The 8-bit encoder strays from the float one: cosine {closeness:.3f}.")


def name_of(model: bytes, tokenizer: bytes) -> str:
    digest = hashlib.sha256(model + tokenizer).hexdigest()
    return f"all-MiniLM-L6-v2-int8-{digest[:16]}"


def quantised(model: bytes, *, reduced: bool) -> bytes:
    """The model with its tables and weights as int8, one scale a column."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    proto = onnx.load_from_string(model)
    onnx.helper.set_model_props(proto, dict([MARK]))  # its shapes need no inference first
    with tempfile.TemporaryDirectory(prefix="ajar-") as folder:
        before, after = Path(folder, "float.onnx"), Path(folder, "int8.onnx")
        before.write_bytes(proto.SerializeToString())
        quantize_dynamic(
            before,
            after,
            op_types_to_quantize=["MatMul", "Gather"],
            per_channel=True,
            reduce_range=reduced,
            weight_type=QuantType.QInt8,
        )
        return after.read_bytes()
