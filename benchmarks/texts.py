"""Texts to measure with: the pack's own, CLINC150's in any number, mistyped ones, and the worst."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.common import Pair
from bot.content.snapshot import Content, Training
from bot.understanding.context import NOTHING, Context
from bot.understanding.prepare import SLOT

Said = tuple[str, Context]
LETTERS = "abcdefghijklmnopqrstuvwxyz"
BEFORE = (
    "", "please ", "hey, ", "hi there, ", "could you help: ", "i would like to know, ", "quickly, ",
    "one more thing: ", "tell me, ", "so, ", "my friend {name} asks, ", "for {name}: ",
)  # fmt: skip
AFTER = (
    "", " please", " right now", " for me", " today", " if you can", " thanks", " for {name}",
    " with {name}", " in {name}",
)  # fmt: skip
SYLLABLES = ("ka", "lo", "mi", "ren", "tas", "vo", "bel", "dru", "sha", "no", "pe", "zil", "qua")
# Each at least as long as any message is read: 2,000 characters.
WORST = {
    "100 kB of one letter": "a" * 100_000,
    "50,000 words": "word " * 50_000,
    "long unknown words": "zqxwvkjh" * 4_000,
    "unknown words": " ".join(
        "".join(random.Random(number).sample(LETTERS, 4 + number % 9)) for number in range(600)
    ),
    "digits": "1234567890" * 5_000,
    "digits before a letter": "1" * 1_999 + "a",
    "thousands before a letter": "1" + ",000" * 490 + "a",
    "sums": "$1,000,000.00 for 10k users, 70b at 24 gb " * 500,
    "control characters": "\x00\x07\x1b[31m" * 5_000 + "open",
    "lone surrogates": "\ud800 \udfff" * 5_000,
    "zero-width marks": "o\u200bp\u200de\u2060n\ufeff " * 2_000,
    "combining marks": "e\u0301\u0302\u0303\u0304" * 4_000,
    "look-alike letters": "\u043e\u0440\u0435\u043f m\u043ed\u0435ls " * 2_000,
    "one letter for eighteen": "\ufdfa" * 5_000,
    "wide digits before a letter": "\uff11" * 1_999 + "a",
    "stacked marks": ("a" + "\u0300" * 50) * 40,
    "turned direction": "\u202e\u2066open " * 1_000,
    "emoji": "\U0001f469\u200d\U0001f4bb\U0001f525 " * 5_000,
    "flags": "\U0001f1e9\U0001f1ea" * 2_000,
    "other scripts": "\u958b\u653e\u6a21\u578b \u043c\u043e\u0434\u0435\u043b\u044c " * 2_000,
    "blanks and tabs": " \t\n" * 30_000 + "open",
    "question marks": "?" * 50_000,
    "commas": "a," * 25_000,
    "many small questions": "is it open? why? and also what is it? " * 500,
    "many small statements": "we are a small clinic, money is tight; but data must stay in. " * 500,
    "many names": "gpt-4 llama 3.3 70b mistral-large qwen rtx 3090 mit apache " * 500,
    "names mistyped": "gtp-4 lama3 mistrall qwenn antropic gemmini deepseak " * 500,
    "mentions of Discord": "<@123456789> <:smile:1234> <#42> " * 1_000,
    "open markup": "<:" * 20_000 + "<@!" * 1_000,
    "apostrophes": "a's' " * 1_000,
    "suppositions": "what if if we " * 500,
    "fillers before a question": "so and but ok um hey well also then wait " * 500 + "what is rag",
    "numbers with blanks": "1 000 000 000 " * 2_000,
    "nested brackets": "(" * 20_000 + ")" * 20_000,
}  # fmt: skip


def mistyped(text: str, dice: random.Random, share: float = 0.5) -> str:
    """The text with one random edit in this share of its words; single letters are left alone."""
    words = text.split()
    for place in dice.sample(range(len(words)), round(share * len(words))):
        if len(words[place]) > 1:
            words[place] = edited(words[place], dice)
    return " ".join(words)


def edited(word: str, dice: random.Random) -> str:
    """The word with a letter dropped, added, changed, or swapped with the next."""
    at = dice.randrange(len(word))
    letter = dice.choice(LETTERS)
    swap = min(at, len(word) - 2)
    return dice.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[:swap] + word[swap + 1] + word[swap] + word[swap + 2 :],
        )
    )


def own_messages(content: Content, training: Training, count: int, seed: int = 7) -> list[Said]:
    """So many of the pack's own texts, answers with their question pending; half have a typo."""
    dice = random.Random(seed)
    names = {
        "model": [model.name for model in content.models],
        "license": [each.name for each in content.licenses],
        "device": [device.name for device in content.devices],
        "vendor": sorted({model.vendor for model in content.models}),
        "term": [aspect.title for aspect in content.comparison.aspects],
    }
    said = list(_own(training))
    messages = []
    for number, (text, context) in enumerate(dice.sample(said, min(count, len(said)))):
        filled = SLOT.sub(lambda match: dice.choice(names[match[1]] or [match[1]]), text)
        share = 1 / max(1, len(filled.split())) if number % 2 else 0.0
        messages.append((mistyped(filled, dice, share), context))
    return messages


def _own(training: Training) -> Iterator[Said]:
    yield from ((text, NOTHING) for text, _ in training.intent_pairs())
    for answers in training.answers:
        for value in answers.values.values():
            yield from ((text, _asked(answers.factor)) for text in (*value.alone, *value.asked))
    for persona in training.personas:
        yield persona.opening, NOTHING
        for factor, answer in persona.answers.items():
            yield from ((text, _asked(factor)) for text in answer.values())


def _asked(factor: str) -> Context:
    return Context(asking=factor, in_dialogue=True, kind="question")


def clinc150(data: Path) -> dict[str, list[Pair]]:
    """The splits of CLINC150's full data: (text, intent) pairs."""
    raw = json.loads((data / "clinc150" / "data_full.json").read_text(encoding="utf-8"))
    return {split: [(text, label) for text, label in pairs] for split, pairs in raw.items()}


def grown(pairs: Sequence[Pair], count: int, seed: int = 7) -> list[Pair]:
    """`count` different utterances: the pairs themselves, then as many variations as it takes."""
    dice = random.Random(seed)
    found = dict(dice.sample(list(pairs), min(count, len(pairs))))
    while len(found) < count:
        text, label = dice.choice(pairs)
        varied = dice.choice(BEFORE) + text + dice.choice(AFTER)
        while "{name}" in varied:
            varied = varied.replace("{name}", "".join(dice.sample(SYLLABLES, 3)), 1)
        found.setdefault(varied, label)
    return list(found.items())
