"""What the benchmarks share: the bot's own classifier on foreign data, and a naive rival."""

from __future__ import annotations

import random
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process

from bot.encoder import manage
from bot.understanding import trainer
from bot.understanding.build import KNOWN_FROM
from bot.understanding.dictionary import common_words
from bot.understanding.encoding import Encoder
from bot.understanding.linear import LinearModel, SoftmaxModel
from bot.understanding.normalize import plain, tokens
from bot.understanding.speller import Speller
from bot.understanding.vectorizer import Vectorizer

Pair = tuple[str, str]
NAIVE_SAMPLE = 300
MEANING = 0.4


@dataclass(frozen=True)
class Built:
    vectorizer: Vectorizer
    model: LinearModel
    seconds: float
    speller: Speller | None = None
    encoder: Encoder | None = None
    meaning: SoftmaxModel | None = None

    def scores(self, text: str) -> np.ndarray:
        words = tokens(plain(text))
        if self.speller:
            words = [self.speller.correct(word) for word in words]
        scores = self.model.scores(*self.vectorizer.transform(words))
        if self.encoder is None or self.meaning is None:
            return scores
        (vector,) = self.encoder.encode([" ".join(words)])
        return scores + MEANING * self.meaning.log_probabilities(vector)


def build(pairs: Sequence[Pair]) -> Built:
    began = time.perf_counter()
    words = [tokens(plain(text)) for text, _ in pairs]
    vectorizer = Vectorizer.fit(words, least=1)
    model = trainer.fit(trainer.matrix(vectorizer, words), [label for _, label in pairs])
    return Built(vectorizer, model, time.perf_counter() - began)


def with_meaning(built: Built, pairs: Sequence[Pair], encoder: Encoder) -> Built:
    """With the encoder's share; `MEANING` is the weight that did best on CLINC150's validation set
    of 0.1 to 0.5 at 10 and 20 utterances an intent (the bot's own content does best with less)."""
    began = time.perf_counter()
    vectors = encoder.encode([" ".join(tokens(plain(text))) for text, _ in pairs])
    meaning = trainer.fit_softmax(vectors, [label for _, label in pairs])
    seconds = built.seconds + time.perf_counter() - began
    return replace(built, encoder=encoder, meaning=meaning, seconds=seconds)


def encoder_of(folder: Path | None) -> Encoder | None:
    """The encoder installed in a cache folder; none where no folder is named."""
    found = manage.load(folder) if folder else None
    if folder and found is None:
        raise SystemExit(f"No encoder in {folder}: run `ajar encoder install`.")
    return found


def with_speller(built: Built, pairs: Sequence[Pair], language: str = "en") -> Built:
    """With the speller in front: it knows the words seen often enough, and the everyday ones."""
    counts = Counter(word for text, _ in pairs for word in tokens(plain(text)))
    known = {word: count for word, count in counts.items() if count >= KNOWN_FROM}
    return replace(built, speller=Speller(known, common_words(language)))


def few(pairs: Sequence[Pair], shots: int, seed: int = 7) -> list[Pair]:
    """At most `shots` utterances an intent, drawn by a fixed seed."""
    by_label: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_label[pair[1]].append(pair)
    dice = random.Random(seed)
    return [p for group in by_label.values() for p in dice.sample(group, min(shots, len(group)))]


@dataclass(frozen=True)
class Outcome:
    """Times are the processor's for the one thread, so that other processes don't count."""

    accuracy: float
    p50_ms: float
    p99_ms: float


def judge(built: Built, test: Sequence[Pair]) -> Outcome:
    times, right = [], 0
    for text, label in test:
        began = time.thread_time()
        guess = built.model.classes[int(np.argmax(built.scores(text)))]
        times.append(1000 * (time.thread_time() - began))
        right += guess == label
    return Outcome(
        right / len(test), float(np.percentile(times, 50)), float(np.percentile(times, 99))
    )


def naive(train: Sequence[Pair], test: Sequence[Pair], seed: int = 7) -> Outcome:
    """The utterance nearest by token_set_ratio, on a sample, since it is slow."""
    sample = random.Random(seed).sample(list(test), min(NAIVE_SAMPLE, len(test)))
    texts, times, right = [text for text, _ in train], [], 0
    for text, label in sample:
        began = time.thread_time()
        _, _, place = process.extractOne(text, texts, scorer=fuzz.token_set_ratio)
        times.append(1000 * (time.thread_time() - began))
        right += train[place][1] == label
    return Outcome(
        right / len(sample), float(np.percentile(times, 50)), float(np.percentile(times, 99))
    )


def row(name: str, ours: Outcome, theirs: Outcome, seconds: float) -> str:
    return (
        f"| {name} | {ours.accuracy:.3f} | {theirs.accuracy:.3f} "
        f"| {ours.p50_ms:.2f} / {ours.p99_ms:.2f} | "
        f"{theirs.p50_ms:.1f} / {theirs.p99_ms:.1f} | {seconds:.1f} |"
    )


HEAD = (
    "| set | Ajar | naive | Ajar p50 / p99 ms | naive p50 / p99 ms | built in s |\n"
    "| --- | --- | --- | --- | --- | --- |"
)
