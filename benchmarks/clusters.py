"""How well the groups of `ajar review` keep apart what asks for different things.

Run: python -m benchmarks.clusters. The classifier learns four folds of the pack's utterances; of
the fifth, those of forty intents (and 150 that are outside) are grouped as a review would group
them. A group is as pure as the share of its most frequent intent; groups of two or more count.
"""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
from sklearn.metrics import roc_auc_score

from bot.app import pack_of
from bot.content.cache import Cache
from bot.content.loader import load_content, load_training
from bot.curation.clusters import clusters, likeness
from bot.evaluation.folds import fold_of
from bot.settings import load
from bot.understanding import trainer
from bot.understanding.artefacts import Artefacts
from bot.understanding.build import Example, count_words, example_sets, preparer_for
from bot.understanding.ranker import Ranker
from bot.understanding.vectorizer import Vectorizer

INTENTS, MOST, OUTSIDE = 40, 600, 150


def main() -> None:
    settings = load()
    pack = pack_of(settings)
    content, training = load_content(pack, Cache(settings.cache_dir)), load_training(pack)
    preparer = preparer_for(content, count_words(content, training))
    examples = example_sets(content, training, preparer)["intent"]
    known = [each for each in examples if fold_of(each[0])]
    vectorizer = Vectorizer.fit(words for words, _ in known)
    features = trainer.matrix(vectorizer, [words for words, _ in known])
    model = trainer.fit(features, [label for _, label in known])
    ranker = Ranker(Artefacts(vectorizer, Counter(), {"intent": model}), content.calibration)
    some = picked([each for each in examples if not fold_of(each[0])])
    report(likeness(ranker, [words for words, _ in some]), [label for _, label in some])


def picked(held: list[Example]) -> list[Example]:
    """Held-out utterances of some intents, in no order."""
    chance = random.Random(1)
    intents = sorted({label for _, label in held if label != "outside"})
    wanted = set(chance.sample(intents, min(INTENTS, len(intents))))
    inside = [each for each in held if each[1] in wanted][:MOST]
    some = inside + [each for each in held if each[1] == "outside"][:OUTSIDE]
    chance.shuffle(some)
    return some


def report(alike: np.ndarray, labels: list[str]) -> None:
    names = np.array(labels)
    same = (names[:, None] == names[None, :]) & (names != "outside")[:, None]
    pairs = np.triu_indices(len(names), 1)
    area = roc_auc_score(same[pairs], alike[pairs])
    print(f"{len(names)} utterances; likeness tells pairs of one intent with an area of {area:.2f}")
    print("threshold, in a group, of these with their group's intent, largest group")
    for threshold in (0.4, 0.5, 0.6):
        groups = [group for group in clusters(alike, threshold) if len(group) > 1]
        held = sum(map(len, groups))
        right = sum(Counter(names[group]).most_common(1)[0][1] for group in groups)
        share, largest = held / len(names), max(map(len, groups), default=0)
        print(f"  {threshold:.1f}  {share:.2f}  {right / max(1, held):.2f}  {largest}")


if __name__ == "__main__":
    main()
