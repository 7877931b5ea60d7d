"""Writes the network of all-MiniLM-L6-v2 as an ONNX graph: BERT (Devlin et al. 2018, arXiv
1810.04805) with 6 layers and 12 heads; for each of the last four layers the mean over the tokens,
scaled to one length, side by side.

The published model gives the last layer alone. The ones before it hold more of the wording, such as
a "not", and classifiers over all four do better: table 7 of the same paper found this too.

Inputs "ids" and "mask", int64 of shape (texts, tokens); output "embedding", float32 of shape
(texts, 1536) and length 1.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.encoder.weights import Tensors

LAYERS = 6
HEADS = 12
WIDTH = 384
HEAD_WIDTH = WIDTH // HEADS
POOLED = 4
DIMENSION = POOLED * WIDTH
MAX_TOKENS = 64
EPSILON = 1e-12
OPSET = 17
IR_VERSION = 8
MASKED_OUT = -10_000.0


def write(tensors: Tensors) -> bytes:
    """The float32 model as the bytes of an ONNX file; texts may have up to 64 tokens."""
    return _Writer(tensors).model()


class _Writer:
    """Collects nodes and constants; each method appends nodes and returns their output's name."""

    def __init__(self, tensors: Tensors) -> None:
        from onnx import TensorProto, helper, numpy_helper

        self.helper = helper
        self.types = TensorProto
        self.to_proto = numpy_helper.from_array
        self.tensors = tensors
        self.nodes: list[Any] = []
        self.constants: dict[str, Any] = {}

    def model(self) -> bytes:
        hidden = self.embedded()
        bias = self.mask_bias()
        layers = []
        for layer in range(LAYERS):
            hidden = self.layer(hidden, bias, f"encoder.layer.{layer}.")
            layers.append(hidden)
        means = [self.pooled(layer) for layer in reversed(layers[-POOLED:])]
        self.add("Concat", *means, axis=-1, name="embedding")
        helper, proto = self.helper, self.types
        inputs = [
            helper.make_tensor_value_info(name, proto.INT64, ["texts", "tokens"])
            for name in ("ids", "mask")
        ]
        output = helper.make_tensor_value_info("embedding", proto.FLOAT, ["texts", DIMENSION])
        graph = helper.make_graph(
            self.nodes, "all-MiniLM-L6-v2", inputs, [output], list(self.constants.values())
        )
        opset = helper.make_opsetid("", OPSET)
        model = helper.make_model(graph, opset_imports=[opset], ir_version=IR_VERSION)
        return bytes(model.SerializeToString())

    def add(self, kind: str, *inputs: str, name: str = "", **attributes: Any) -> str:
        output = name or f"{kind}:{len(self.nodes)}"
        self.nodes.append(
            self.helper.make_node(kind, list(inputs), [output], name=f"node_{output}", **attributes)
        )
        return output

    def constant(self, name: str, value: NDArray[Any]) -> str:
        if name not in self.constants:
            self.constants[name] = self.to_proto(value, name)
        return name

    def number(self, value: float) -> str:
        return self.constant(f"number_{value:g}", np.array(value, np.float32))

    def shape(self, *sizes: int) -> str:
        return self.constant("shape_" + "_".join(map(str, sizes)), np.array(sizes, np.int64))

    def dense(self, value: str, name: str, weight: NDArray[Any], bias: NDArray[Any]) -> str:
        """`weight` is (out, in), as the file has it."""
        product = self.add("MatMul", value, self.constant(f"{name}.weight", weight.T))
        return self.add("Add", product, self.constant(f"{name}.bias", bias))

    def stored_dense(self, value: str, name: str) -> str:
        return self.dense(value, name, self.tensors[f"{name}.weight"], self.tensors[f"{name}.bias"])

    def norm(self, value: str, name: str) -> str:
        scale = self.constant(f"{name}.weight", self.tensors[f"{name}.weight"])
        bias = self.constant(f"{name}.bias", self.tensors[f"{name}.bias"])
        return self.add("LayerNormalization", value, scale, bias, axis=-1, epsilon=EPSILON)

    def embedded(self) -> str:
        """Word, place and (always the first) segment; the last two are one table."""
        words = self.constant("words", self.tensors["embeddings.word_embeddings.weight"])
        segment = self.tensors["embeddings.token_type_embeddings.weight"][0]
        table = self.tensors["embeddings.position_embeddings.weight"][:MAX_TOKENS] + segment
        count = self.add("Slice", self.add("Shape", "ids"), self.shape(1), self.shape(2))
        places = self.add("Slice", self.constant("places", table), self.shape(0), count)
        summed = self.add("Add", self.add("Gather", words, "ids"), places)
        return self.norm(summed, "embeddings.LayerNorm")

    def mask_bias(self) -> str:
        """0 for real tokens, far below 0 for padding; shape (texts, 1, 1, tokens)."""
        mask = self.add("Cast", "mask", to=self.types.FLOAT, name="real")
        padding = self.add("Sub", self.number(1.0), mask)
        scaled = self.add("Mul", padding, self.number(MASKED_OUT))
        return self.add("Unsqueeze", scaled, self.shape(1, 2))

    def layer(self, hidden: str, bias: str, prefix: str) -> str:
        attended = self.attention(hidden, bias, f"{prefix}attention.self.")
        projected = self.stored_dense(attended, f"{prefix}attention.output.dense")
        middle = self.add("Add", projected, hidden)
        middle = self.norm(middle, f"{prefix}attention.output.LayerNorm")
        wide = self.gelu(self.stored_dense(middle, f"{prefix}intermediate.dense"))
        narrow = self.stored_dense(wide, f"{prefix}output.dense")
        return self.norm(self.add("Add", narrow, middle), f"{prefix}output.LayerNorm")

    def attention(self, hidden: str, bias: str, prefix: str) -> str:
        """softmax(QKᵀ / √32 + bias) V of all heads; one product makes Q, K and V."""
        scales = {"query": 1 / math.sqrt(HEAD_WIDTH), "key": 1.0, "value": 1.0}
        weights = [self.tensors[f"{prefix}{part}.weight"] * by for part, by in scales.items()]
        biases = [self.tensors[f"{prefix}{part}.bias"] * by for part, by in scales.items()]
        joint = self.dense(
            hidden,
            f"{prefix}joint",
            np.concatenate(weights).astype(np.float32),
            np.concatenate(biases).astype(np.float32),
        )
        names = [f"{prefix}{part}" for part in scales]
        self.nodes.append(self.helper.make_node("Split", [joint], names, axis=-1))
        orders = ((0, 2, 1, 3), (0, 2, 3, 1), (0, 2, 1, 3))
        query, key, value = map(self.heads, names, orders)
        scores = self.add("Add", self.add("MatMul", query, key), bias)
        mixed = self.add("MatMul", self.add("Softmax", scores, axis=-1), value)
        joined = self.add("Transpose", mixed, perm=(0, 2, 1, 3))
        return self.add("Reshape", joined, self.shape(0, 0, WIDTH))

    def heads(self, value: str, order: tuple[int, ...]) -> str:
        """(texts, tokens, 384) cut into heads, its axes put in `order`."""
        cut = self.add("Reshape", value, self.shape(0, 0, HEADS, HEAD_WIDTH))
        return self.add("Transpose", cut, perm=order)

    def gelu(self, value: str) -> str:
        """x · (1 + erf(x / √2)) / 2."""
        error = self.add("Erf", self.add("Div", value, self.number(math.sqrt(2))))
        scaled = self.add("Mul", value, self.add("Add", error, self.number(1.0)))
        return self.add("Mul", scaled, self.number(0.5))

    def pooled(self, hidden: str) -> str:
        """The mean over the real tokens, as long as makes the whole embedding one of length 1."""
        weights = self.add("Unsqueeze", "real", self.shape(2))
        masked = self.add("Mul", hidden, weights)
        total = self.add("ReduceSum", masked, self.shape(1), keepdims=0)
        direction = self.add("LpNormalization", total, axis=-1, p=2)
        return self.add("Mul", direction, self.number(1 / math.sqrt(POOLED)))
