"""How long answers from the content take, how long it takes to load, and how much memory it holds.

Run: python -m benchmarks.answering. Needs the classifiers of this content in AJAR_CACHE_DIR for the
memory of the whole bot (`python -m bot ask hello` builds them). Times are of the processor, in
milliseconds, without understanding and rendering; loads are measured in processes of their own.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from bot.content.cache import Cache
from bot.content.loader import Pack, default_root, load_content
from bot.content.snapshot import Content
from bot.knowledge.catalogue import catalogue
from bot.knowledge.compare import compare_licenses, compare_models, compare_sides, compare_vendors
from bot.knowledge.find import Query, find_models
from bot.knowledge.find.request import MEDIA, OPENNESS, ORDERS, PERMITS
from bot.knowledge.glossary import term_reply, words_reply
from bot.knowledge.licenses.card import license_card, licenses_of_models
from bot.knowledge.models.card import model_card
from bot.knowledge.models.vendor import vendor_card
from bot.knowledge.sections import section_reply
from bot.knowledge.unknown import define, nearest_models, unknown_model

SAMPLE = 2_000
Call = Callable[[], object]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--load", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--memory", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.load:
        print(json.dumps(load_ms(arguments.load)))
    elif arguments.memory:
        print(json.dumps(memory_mb()))
    else:
        report()


def report() -> None:
    content = load_content(Pack(default_root()), Cache(None))
    catalogue(content)
    print("| answer | calls | p50 ms | p99 ms |\n| --- | --- | --- | --- |")
    for name, calls in workloads(content):
        p50, p99 = timed(calls)
        print(f"| {name} | {len(calls):,} | {p50:.2f} | {p99:.2f} |")
    with tempfile.TemporaryDirectory() as folder:
        cold, warm = (child("--load", folder) for _ in range(2))
    print(f"\ncontent load: {cold:.0f} ms from the files, {warm:.0f} ms from the cache")
    print(f"resident memory after 200 questions, by the words alone: {child('--memory'):.0f} MB")


def timed(calls: list[Call]) -> tuple[float, float]:
    times = []
    for call in calls:
        began = time.process_time()
        call()
        times.append(1000 * (time.process_time() - began))
    return float(np.percentile(times, 50)), float(np.percentile(times, 99))


def workloads(content: Content) -> Iterable[tuple[str, list[Call]]]:
    """(name, calls) of each sort of answer; samples are drawn by a fixed seed."""
    yield "lookup: sections and words", lookups(content)
    yield "cards: models, licences, vendors", cards(content)
    yield "comparisons: models, licences, vendors, sides", comparisons(content)
    yield "searches", searches(content)
    yield "unknown names", strangers(content)


def lookups(content: Content) -> list[Call]:
    calls: list[Call] = []
    for section in content.sections:
        calls += [
            *(lambda s=section.id, f=form: section_reply(content, s, f) for form in FORMS),
            lambda s=section.id: words_reply(content, s),
            lambda t=section.title: define(content, f"what does {t} mean"),
        ]
    terms = content.glossary.terms if content.glossary else ()
    return [*calls, *(lambda t=term.id: term_reply(content, t) for term in terms)]


FORMS = ("short", "normal", "more")


def cards(content: Content) -> list[Call]:
    calls: list[Call] = []
    for model in content.models:
        calls += [
            lambda m=model.id: model_card(content, m),
            lambda m=model.id: licenses_of_models(content, [m]),
        ]
    calls += [lambda each=each.id: license_card(content, each) for each in content.licenses]
    return [*calls, *(lambda v=v: vendor_card(content, v) for v in catalogue(content).vendors)]


def comparisons(content: Content) -> list[Call]:
    chance = random.Random(7)
    models, licenses = list(content.model_by_id), list(content.license_by_id)
    vendors, aspects = list(catalogue(content).vendors), list(content.aspects)
    calls: list[Call] = []
    for _ in range(SAMPLE // 4):
        some = chance.sample(models, chance.randint(2, 4))
        wanted = chance.sample(aspects, chance.randint(0, 2))
        terms, makers = chance.sample(licenses, 2), chance.sample(vendors, 2)
        calls += [
            lambda some=some, wanted=wanted: compare_models(content, some, wanted),
            lambda pair=terms: compare_licenses(content, pair),
            lambda pair=makers: compare_vendors(content, pair),
        ]
    pairs = itertools.combinations(content.aspects, 2)
    return [*calls, *(lambda pair=pair: compare_sides(content, pair) for pair in pairs)]


def searches(content: Content) -> list[Call]:
    chance = random.Random(7)
    purposes = list(catalogue(content).purposes)
    calls: list[Call] = []
    for _ in range(SAMPLE):
        query = Query(
            medium=chance.choice((None, *MEDIA)),
            openness=chance.choice((None, *OPENNESS)),
            max_b=chance.choice((None, 4.0, 10.0, 35.0)),
            permits=tuple(chance.sample(PERMITS, chance.randint(0, 1))),
            memory_gb=chance.choice((None, None, 8.0, 24.0)),
            purposes=tuple(chance.sample(purposes, chance.randint(0, 2))),
            order=chance.choice((None, *ORDERS)),
        )
        calls.append(lambda query=query: find_models(content, query, chance.randint(0, 2)))
    return calls


def strangers(content: Content) -> list[Call]:
    names = [f"{model.name[::-1]} 9" for model in content.models]
    return [
        lambda name=name: unknown_model(content, name, nearest_models(content, name))
        for name in names
    ]


def child(*arguments: str) -> float:
    """What this module prints in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.answering", *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(json.loads(done.stdout))


def silent(_: str) -> None:
    """The building's progress is not what is measured."""


def load_ms(folder: Path) -> float:
    began = time.process_time()
    load_content(Pack(default_root()), Cache(folder))
    return 1000 * (time.process_time() - began)


def memory_mb() -> float:
    """Resident memory of a planner that has answered, in MB of 10^6 bytes."""
    from bot.conversation.plan import Planner
    from bot.conversation.state import State
    from bot.settings import Settings
    from bot.understanding.build import load_or_build
    from bot.understanding.understander import Understander

    pack, cache = Pack(default_root()), Cache(Settings().cache_dir)
    content = load_content(pack, cache)
    planner = Planner(content, Understander(content, load_or_build(pack, content, cache, silent)))
    for section in content.sections:
        planner.text(f"what about {section.title}", State())
    for model in content.models[::3]:
        planner.text(f"tell me about {model.name}", State())
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


if __name__ == "__main__":
    main()
