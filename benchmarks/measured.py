"""What `benchmarks.latency` measures; heavy modules are imported inside, to be timed as well."""

from __future__ import annotations

import gc
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from benchmarks.texts import Said
    from bot.content.snapshot import Content, Training
    from bot.understanding.artefacts import Artefacts
    from bot.understanding.decide import Decider
    from bot.understanding.understander import Understander

Figures = dict[str, Any]
MESSAGES = 2_000
ROUNDS = 3
NAIVE_MESSAGES = 50
GROWTH_MESSAGES = 1_000
TRAINED_ON = 15_000


def build(*, with_meaning: bool) -> Figures:
    """Builds the pack's classifiers and keeps them in the cache, for `own`."""
    from bot import app, settings
    from bot.content.cache import Cache
    from bot.content.loader import load_content, load_training
    from bot.understanding.build import artefact_key, build

    chosen = settings.load(semantic="on" if with_meaning else "off")
    pack, cache = app.pack_of(chosen), Cache(chosen.cache_dir)
    content, encoder = load_content(pack, cache), app.open_encoder(chosen, _silent)
    began = time.perf_counter()
    artefacts = build(content, load_training(pack), _silent, encoder)
    seconds = time.perf_counter() - began
    cache.write_bytes(artefact_key(pack, encoder), artefacts.to_bytes())
    return {"build_s": seconds}


def own(*, with_meaning: bool) -> Figures:
    """The pack's own messages, read by what is in the cache."""
    began = time.perf_counter()
    from bot import app, settings
    from bot.understanding.understander import Understander

    chosen = settings.load(semantic="on" if with_meaning else "off")
    imported = time.perf_counter()
    content, understander = app.understanding(chosen, _silent)
    loaded = time.perf_counter()
    from benchmarks.texts import own_messages
    from bot.content.loader import load_training

    understander.understand("what is the catch with open models?")
    memory = resident_mb()
    training = load_training(app.pack_of(chosen))
    artefacts, encoder = understander.ranker.artefacts, understander.ranker.encoder

    def anew() -> Understander:
        return Understander(content, artefacts, encoder)

    utterances = [text for text, _ in training.intent_pairs()]
    messages = own_messages(content, training, MESSAGES)
    return {
        "imports_ms": 1000 * (imported - began),
        "load_ms": 1000 * (loaded - imported),
        "memory_mb": memory,
        "utterances": len(utterances),
        **_timed(anew, content, messages, utterances),
        "worst": _worst(anew, content),
    }


def growth(data: Path, count: int) -> Figures:
    """CLINC150's questions in the place of the pack's own; everything else stays as it is."""
    import random

    from benchmarks.texts import clinc150, grown, mistyped
    from bot import app, settings
    from bot.content.cache import Cache
    from bot.content.loader import load_content, load_training
    from bot.content.schema import Intent
    from bot.understanding.context import NOTHING
    from bot.understanding.understander import Understander

    splits = clinc150(data)
    pairs = grown([*splits["train"], *splits["val"]], count)
    by_intent: dict[str, list[str]] = {}
    for text, label in pairs:
        by_intent.setdefault(label, []).append(text)
    chosen = settings.load()
    pack = app.pack_of(chosen)
    content = load_content(pack, Cache(chosen.cache_dir))
    intents = tuple(Intent(id=label, utterances=tuple(texts)) for label, texts in by_intent.items())
    training = load_training(pack).model_copy(update={"intents": intents})
    artefacts = _quickly_built(content, training)
    dice = random.Random(7)
    test = dice.sample(splits["test"], GROWTH_MESSAGES)
    messages: list[Said] = [
        (mistyped(text, dice, number % 2 / len(text.split())), NOTHING)
        for number, (text, _) in enumerate(test)
    ]
    utterances = [text for text, _ in pairs]
    return _timed(lambda: Understander(content, artefacts), content, messages, utterances)


def _quickly_built(content: Content, training: Training) -> Artefacts:
    """As the product builds, but with weights learned from a part of many examples.

    What a message takes hangs on the number of features, classes and words, which are those of all.
    """
    from bot.understanding import trainer
    from bot.understanding.artefacts import Artefacts
    from bot.understanding.build import count_words, example_sets, preparer_for
    from bot.understanding.dictionary import common_words
    from bot.understanding.vectorizer import Vectorizer

    frequency = count_words(content, training)
    sets = example_sets(content, training, preparer_for(content, frequency))
    vectorizer = Vectorizer.fit(words for examples in sets.values() for words, _ in examples)
    heads = {}
    for name, examples in sets.items():
        some = examples[:: max(1, len(examples) // TRAINED_ON)]
        features = trainer.matrix(vectorizer, [words for words, _ in some])
        heads[name] = trainer.fit(features, [label for _, label in some])
    return Artefacts(vectorizer, frequency, heads, common=common_words(content.guide.language))


def _timed(
    anew: Callable[[], Understander],
    content: Content,
    messages: Sequence[Said],
    utterances: Sequence[str],
) -> Figures:
    """Milliseconds a message, by Ajar and by the nearest of the utterances.

    The clock is the processor's for this thread: what a message takes where nothing else runs. A
    message counts with the least of three rounds, each of which begins with nothing remembered.
    """
    import numpy as np
    from rapidfuzz import process

    from bot.understanding.decide import Decider

    decider = Decider(content)
    gc.collect()
    gc.freeze()  # as the program does at its start
    some = [text for text, _ in messages[:: max(1, len(messages) // NAIVE_MESSAGES)]]
    ours, theirs = [], []
    for _ in range(ROUNDS):
        reader = anew()
        ours.append([_read(reader, decider, said) for said in messages])
        theirs.append([milliseconds(process.extractOne, text, utterances) for text in some])
    least, naive = np.min(ours, axis=0), np.min(theirs, axis=0)
    return {
        "p50": float(np.percentile(least, 50)),
        "p99": float(np.percentile(least, 99)),
        "naive_p50": float(np.percentile(naive, 50)),
        "naive_p99": float(np.percentile(naive, 99)),
    }


def _read(reader: Understander, decider: Decider, said: Said) -> float:
    """How long one message takes from its text to what is to be done about it."""
    text, context = said
    began = time.thread_time()
    decider.decide(reader.understand(text, context), context)
    return 1000 * (time.thread_time() - began)


def _worst(anew: Callable[[], Understander], content: Content) -> dict[str, float]:
    """Milliseconds by kind of bad input, each read for the first time; the least of the rounds."""
    from benchmarks.texts import WORST
    from bot.understanding.context import NOTHING
    from bot.understanding.decide import Decider

    decider = Decider(content)
    readers = [anew() for _ in range(ROUNDS)]
    return {
        kind: min(_read(reader, decider, (text, NOTHING)) for reader in readers)
        for kind, text in WORST.items()
    }


def milliseconds(work: Callable[..., object], *given: object) -> float:
    began = time.thread_time()
    work(*given)
    return 1000 * (time.thread_time() - began)


def resident_mb() -> float:
    """The most memory that this process held so far."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 2**10)


def _silent(_: str) -> None:
    """Progress is of no interest here."""
