"""Builds the classifiers from a pack's utterances, or takes them from the cache."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bot.content.cache import Cache
from bot.content.loader import Pack, load_training
from bot.content.schema import Descriptions, Sequel, Value
from bot.content.snapshot import Content, Training
from bot.understanding import trainer
from bot.understanding.artefacts import FORMAT, Artefacts
from bot.understanding.dictionary import common_words
from bot.understanding.encoding import Encoder, sentence
from bot.understanding.linear import LinearModel, SoftmaxModel
from bot.understanding.names import AliasIndex
from bot.understanding.normalize import clean, plain, tokens
from bot.understanding.prepare import MASKS, SLOT, Preparer, classifier_words
from bot.understanding.sequel import ALONE, SEQUEL, mark_of
from bot.understanding.vectorizer import MIN_COUNT, Vectorizer

HERE = Path(__file__).resolve().parent
BUILDING_CODE = (
    "alike",
    "build",
    "dictionary",
    "encoding",
    "names",
    "normalize",
    "prepare",
    "sequel",
    "trainer",
    "vectorizer",
)
KNOWN_FROM = 2
# From this many examples on, rare features are left out, for a quicker start.
LARGE = 15_000
AT_ONCE = 2
NOTHING_SHARE = 6
RECOMMEND, BRIEF = "recommend", 6
DESCRIBED, NOBODY, UNDESCRIBED = "described", "none", 1500
STEERING_KINDS = frozenset({"control", "smalltalk", RECOMMEND})
OUTSIDE = "outside"
LEANING = frozenset({"control", "smalltalk", "ask", OUTSIDE})
OTHERS, STEERING, ASKS, OPENINGS = 300, 600, 150, 600
Example = tuple[tuple[str, ...], str]
Progress = Callable[[str], None]


def artefact_key(pack: Pack, encoder: Encoder | None) -> str:
    """Names the artefacts by all that they are made of: content, building code and encoder."""
    total = hashlib.sha256(
        f"{FORMAT} {pack.taught_digest} {encoder.name if encoder else ''}".encode()
    )
    for name in BUILDING_CODE:
        total.update((HERE / f"{name}.py").read_bytes())
    return f"classifiers-{total.hexdigest()[:32]}.npz"


def is_learned(pack: Pack, cache: Cache, encoder: Encoder | None) -> bool:
    """Whether the cache holds what would else have to be learned first."""
    return cache.holds(artefact_key(pack, encoder))


def load_or_build(
    pack: Pack,
    content: Content,
    cache: Cache,
    progress: Progress,
    encoder: Encoder | None = None,
) -> Artefacts:
    name = artefact_key(pack, encoder)
    kept = cache.read_bytes(name)
    artefacts = Artefacts.from_bytes(kept) if kept else None
    if artefacts is not None:
        return artefacts
    built = build(content, load_training(pack), progress, encoder)
    raw = built.to_bytes()
    cache.write_bytes(name, raw)
    return Artefacts.from_bytes(raw) or built  # as they are after every later start


def count_words(content: Content, training: Training) -> Counter[str]:
    """How often each word stands in the utterances; the words that are never "typos"."""
    texts = [utterance for utterance, _ in training.intent_pairs()]
    for answers in training.answers:
        for value in answers.values.values():
            texts += [*value.alone, *value.asked]
    texts += training.unknown
    texts += [text for each in training.sequels for said in each.then.values() for text in said]
    for persona in training.personas:
        texts += [persona.opening, *(text for a in persona.answers.values() for text in a.values())]
    texts += [f"{section.title} {section.short} {section.normal}" for section in content.sections]
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(tokens(plain(SLOT.sub(" ", clean(text)[0]))))
    known = {word: count for word, count in counts.items() if count >= KNOWN_FROM}
    return Counter(known)


def build(
    content: Content,
    training: Training,
    progress: Progress,
    encoder: Encoder | None = None,
) -> Artefacts:
    """Trains every head, in seconds or with an encoder minutes; `progress` is told of it."""
    began = time.perf_counter()
    progress("Reading the utterances …")
    frequency = count_words(content, training)
    sets = example_sets(content, training, preparer_for(content, frequency))
    documents = list(dict.fromkeys(words for examples in sets.values() for words, _ in examples))
    vectorizer = Vectorizer.fit(documents, MIN_COUNT if len(documents) >= LARGE else 1)
    frequency.update(dict.fromkeys(MASKS.values(), KNOWN_FROM))
    heads = learn_words(vectorizer, documents, sets, progress)
    semantic = learn_meanings(content, sets, encoder, progress) if encoder else {}
    progress(f"Learned in {time.perf_counter() - began:.1f} s; kept for the next start.")
    name = encoder.name if encoder else ""
    common = common_words(content.guide.language)
    return Artefacts(vectorizer, frequency, heads, semantic, name, common)


def preparer_for(content: Content, frequency: Counter[str]) -> Preparer:
    """What prepares the utterances: as in use, but for the speller, since they teach it.

    `frequency` is as `count_words` gives it.
    """
    known = common_words(content.guide.language) | set(frequency)
    return Preparer(content.vocabulary, AliasIndex(content, known), None)


def learn_words(
    vectorizer: Vectorizer,
    documents: Sequence[tuple[str, ...]],
    sets: dict[str, list[Example]],
    progress: Progress,
) -> dict[str, LinearModel]:
    """The heads over the features of `documents`, which are the different texts of all `sets`; two
    at a time, since learning lets go of the interpreter."""
    features = trainer.matrix(vectorizer, documents)
    row = {words: number for number, words in enumerate(documents)}

    def learn(name: str) -> LinearModel:
        examples = sets[name]
        progress(f"Learning to tell apart: {name} ({len(examples)} examples) …")
        rows = [row[words] for words, _ in examples]
        return trainer.fit(features[rows], [label for _, label in examples])

    longest_first = sorted(sets, key=lambda name: -len(sets[name]))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        learned = dict(zip(longest_first, pool.map(learn, longest_first), strict=True))
    return {name: learned[name] for name in sets}


def learn_meanings(
    content: Content, sets: dict[str, list[Example]], encoder: Encoder, progress: Progress
) -> dict[str, SoftmaxModel]:
    """The heads over embeddings; each different text is encoded once."""
    names = content.vocabulary.slot_names
    texts = sorted({sentence(words, names) for examples in sets.values() for words, _ in examples})
    progress(f"Learning meanings from {len(texts)} sentences …")
    vectors = encoder.encode(texts)
    place = {text: number for number, text in enumerate(texts)}
    return {
        name: trainer.fit_meaning(
            name,
            vectors[[place[sentence(words, names)] for words, _ in examples]],
            [label for _, label in examples],
        )
        for name, examples in sets.items()
    }


def example_sets(
    content: Content, training: Training, preparer: Preparer
) -> dict[str, list[Example]]:
    """The labelled, prepared texts of each head."""
    intents = [
        (features_of(preparer, utterance), intent) for utterance, intent in training.intent_pairs()
    ]
    openings = [(features_of(preparer, p.opening), RECOMMEND) for p in training.personas]
    alone: dict[str, list[Example]] = {}
    asked: dict[str, list[Example]] = {}
    for answers in training.answers:
        factor = answers.factor
        for value, texts in answers.values.items():
            label = f"{factor}={value}"
            said = [(features_of(preparer, text), label) for text in texts.alone]
            alone.setdefault(factor, []).extend(said)
            only = [(features_of(preparer, text), label) for text in texts.asked]
            asked.setdefault(factor, []).extend([*said, *only])
    for factor, example in _interviews(preparer, training):
        asked.setdefault(factor, []).append(example)
    for factor, example in _told_in_openings(preparer, training):
        alone.setdefault(factor, []).append(example)
        asked.setdefault(factor, []).append(example)
    unknown = [(features_of(preparer, text), "unknown") for text in training.unknown]
    nothing = _nothing([*intents, *openings], content.guide.factors_topic)
    sets = {
        "intent": [*intents, *_some(openings, OPENINGS)],
        "statement": [
            *(each for group in alone.values() for each in group),
            *nothing,
            *((words, "none") for words, _ in unknown),
        ],
    }
    if training.descriptions:
        sets[DESCRIBED] = _descriptions(preparer, training.descriptions, intents, openings)
    if training.sequels:
        sets[SEQUEL] = _sequels(preparer, training.sequels, intents, openings)
    steering = [e for e in intents if e[1].partition("/")[0] in STEERING_KINDS]
    steered = {words for words, _ in steering}
    asks = [e for e in nothing if e[0] not in steered]
    for factor, examples in asked.items():
        others = [e for name, group in alone.items() if name != factor for e in group]
        other = [
            (words, "other")
            for words, _ in (*_some(others, OTHERS), *_some(steering, STEERING), *_some(asks, ASKS))
        ]
        labels = _labels(preparer, factor, tuple(content.values.get(factor, {}).values()))
        sets[f"asked/{factor}"] = [*examples, *labels, *unknown, *other]
    return {name: examples for name, examples in sets.items() if _differ(examples)}


def _descriptions(
    preparer: Preparer,
    told: Descriptions,
    intents: Sequence[Example],
    openings: Sequence[Example],
) -> list[Example]:
    """Messages that mean a model by what is known of it, and such as mean none."""
    meant = [
        (features_of(preparer, text), each.model)
        for each in told.described
        for text in each.utterances
    ]
    others = [words for words, _ in (*_some(intents, UNDESCRIBED), *_some(openings, OTHERS))]
    nameless = [words for words in others if MASKS["model"] not in words]
    nobody = [features_of(preparer, text) for text in told.nobody]
    return [*meant, *((words, NOBODY) for words in (*nobody, *nameless))]


def _sequels(
    preparer: Preparer,
    sequels: Sequence[Sequel],
    intents: Sequence[Example],
    openings: Sequence[Example],
) -> list[Example]:
    """Messages with the kind of the reply before them, and such as stand by themselves: questions
    on a subject, messages of other worlds, and what begins a dialogue."""
    said = [
        ((*features_of(preparer, text), mark_of(each.after)), then)
        for each in sequels
        for then, texts in each.then.items()
        for text in texts
    ]
    outside = [e for e in intents if e[1] == OUTSIDE]
    subjects = [e for e in intents if e[1].partition("/")[0] not in LEANING and len(e[0]) >= BRIEF]
    others = (*_some(outside, STEERING), *_some(subjects, STEERING), *_some(openings, OTHERS))
    marks = [mark_of(each.after) for each in sequels]
    alone = [((*e[0], marks[n % len(marks)]), ALONE) for n, e in enumerate(others)]
    return [*said, *alone]


def _differ(examples: Sequence[Example]) -> bool:
    """Whether there are two classes to tell apart, as statements are none in a pack without a
    choice."""
    return len({label for _, label in examples}) > 1


def _interviews(preparer: Preparer, training: Training) -> Iterator[tuple[str, Example]]:
    """(factor, example) of every answer in the interviews."""
    for persona in training.personas:
        for factor, answer in persona.answers.items():
            for value, text in answer.items():
                label = value if value == "unknown" else f"{factor}={value}"
                yield factor, (features_of(preparer, text), label)


def _told_in_openings(preparer: Preparer, training: Training) -> Iterator[tuple[str, Example]]:
    """(factor, example) of every piece of an opening that tells something."""
    for persona in training.personas:
        for piece in persona.says:
            words = features_of(preparer, piece["text"])
            for factor, value in piece.items():
                if factor != "text":
                    yield factor, (words, f"{factor}={value}")


def _nothing(intents: Sequence[Example], factors_topic: str | None) -> list[Example]:
    """Examples of messages that tell nothing of the person: a part of the other utterances.

    Those of the factors and the longer wishes to be advised are left out, since they often do tell
    something; of the rest every few are enough, since a statement is as likely as not where one is
    looked for.
    """
    told = [
        words
        for words, intent in intents
        if intent != RECOMMEND and intent.partition("/")[0] != factors_topic
    ]
    wishes = [words for words, intent in intents if intent == RECOMMEND and len(words) <= BRIEF]
    return [(words, "none") for words in (*told[::NOTHING_SHARE], *wishes)]


def _some(examples: Sequence[Example], most: int) -> Sequence[Example]:
    """About `most` of the examples, evenly taken."""
    return examples[:: max(1, len(examples) // most)]


def _labels(preparer: Preparer, factor: str, values: Sequence[Value]) -> list[Example]:
    """The words on the buttons are answers too."""
    return [(features_of(preparer, v.label), f"{factor}={v.id}") for v in values if v.button]


def features_of(preparer: Preparer, utterance: str) -> tuple[str, ...]:
    """The words of a training utterance as the classifiers see them."""
    return classifier_words(preparer.from_utterance(utterance))
