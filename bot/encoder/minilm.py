"""Runs the built encoder with ONNX Runtime; it needs only onnxruntime and tokenizers."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from bot.encoder.bert import DIMENSION, MAX_TOKENS
from bot.understanding.encoding import Embeddings, EncoderError

BATCH = 8
FEW = 4
MANY = 64
THREADS = 2
ONLY_ERRORS = 3
# This one joins an addition and a normalisation into a slower step than the two by themselves.
UNHELPFUL = ["SkipLayerNormFusion"]


class MiniLM:
    """The encoder as a value that may be shared between threads; texts are cut at 64 tokens."""

    def __init__(self, name: str, model: bytes, tokenizer: bytes) -> None:
        """Raises EncoderError where a library is missing or the bytes are no such model."""
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ImportError as error:
            raise EncoderError(
                f"The sentence encoder needs {error.name}: install ajar-bot[semantic]."
            ) from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = ONLY_ERRORS
        try:
            with TemporaryDirectory(prefix="ajar-") as folder:
                file = Path(folder, "model.onnx")  # of bytes, a session would keep a copy
                file.write_bytes(model)
                self._session = onnxruntime.InferenceSession(
                    file,
                    options,
                    providers=["CPUExecutionProvider"],
                    disabled_optimizers=UNHELPFUL,
                )
            self._tokenizer = Tokenizer.from_buffer(tokenizer)
        except Exception as error:  # both libraries raise bare Exceptions of their own
            raise EncoderError(f"The sentence encoder's files can't be used: {error}") from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._name = name

    @property
    def name(self) -> str:
        return self._name

    @property
    def dimension(self) -> int:
        return DIMENSION

    def encode(self, texts: Sequence[str]) -> Embeddings:
        """Vectors of length 1, shape (texts, 1536), on two threads where there are several texts.

        Batches hold texts of one token count, so that none is padded. Rounding to 8 bits depends
        on the largest number in a batch: a vector differs slightly between a batch and alone
        (cosine above 0.9, 0.99 in the mean).
        """
        found = np.zeros((len(texts), DIMENSION), np.float32)
        whole = [text.encode("utf-8", "ignore").decode() for text in texts]  # no lone surrogates
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch(whole)]
        size = BATCH if len(texts) > MANY else 1

        def run(places: list[int]) -> None:
            found[places] = self._run([tokens[place] for place in places])

        batches = _batches(tokens, size)
        if len(texts) <= FEW:
            for places in batches:
                run(places)
        else:
            with ThreadPoolExecutor(THREADS) as pool:
                list(pool.map(run, batches))
        return found

    def _run(self, tokens: list[list[int]]) -> Embeddings:
        ids = np.array(tokens, np.int64)
        (vectors,) = self._session.run(None, {"ids": ids, "mask": np.ones_like(ids)})
        return np.asarray(vectors, np.float32)


def _batches(tokens: Sequence[Sequence[int]], size: int) -> list[list[int]]:
    """Places of equally long token lists, at most `size` together."""
    places = sorted(range(len(tokens)), key=lambda place: len(tokens[place]))
    batches: list[list[int]] = []
    for _, group in groupby(places, key=lambda place: len(tokens[place])):
        alike = list(group)
        batches += [alike[at : at + size] for at in range(0, len(alike), size)]
    return batches
