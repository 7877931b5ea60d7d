"""What a message about hardware says beside the names: memory, count, precision, context, size."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.content.figures import Hardware, Place, Precision
from bot.content.schema import Device
from bot.knowledge.numbers import Amount, amounts, first, fold
from bot.understanding.reading import Sum

MAX_COUNT = 64
MAX_MEMORY = 100_000.0
COUNTS = {
    "a": 1, "one": 1, "single": 1, "two": 2, "both": 2, "dual": 2, "double": 2, "pair": 2,
    "couple": 2, "three": 3, "triple": 3, "four": 4, "quad": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "ten": 10, "twelve": 12, "sixteen": 16,
}  # fmt: skip
COUNT = r"(?P<count>\d{1,3}|" + "|".join(COUNTS) + r")"
FILLER = (
    r"(?:\s*(?:nvidia|geforce|rtx|gtx|radeon|rx|amd|apple|tesla|used|second-hand|old|new|of|"
    r"instinct|quadro|the|x|×|\*))*[\s-]*"
)
CARDS = r"(?:gpus?|cards?|graphics cards?|of them)"
COUNTED_CARDS = re.compile(rf"(?<![a-z0-9.]){COUNT}\s*[x×*]?\s*{CARDS}\b")
# "on just one": of the cards that were talked of.
FEW_ALONE = re.compile(
    r"\b(?:on|just|only|with|of) (?P<count>one|two|three|four|five|six|eight|both)"
    r"(?: instead| then| too)?\s*[?.!]*$"
)
SIZE = re.compile(r"(?<![a-z0-9.])(\d{1,4}(?:\.\d{1,2})?)\s?b(?:n|illion)?(?![a-z0-9])")
MILLIONS = re.compile(r"(?<![a-z0-9.])(\d{2,4})\s?m(?:illion)? (?:param|model)")
AT_ONCE = re.compile(
    r"\b(?:at once|concurren\w*|simultaneous\w*|in parallel|same time|serve|serving|"
    r"users?|people|persons?|batch)\b"
)
TRAINING = re.compile(r"\b(?:fine[ -]?tun\w*|q?lora|train(?:ing)?|retrain\w*|sft)\b")
SYSTEM_RAM = re.compile(r"\b(?:ram|system memory|main memory|ddr[345])\b")
# A number by itself, after a question on memory: "and with 8?".
ALONE = re.compile(
    r"^(?:(?:and|but|so|ok|or|with|on|in|for|only|just|then|what|about|how|if|i|had|have|it|is|say|"
    r"make|maybe|a)\s+)*(?P<number>\d{1,4})(?: (?:instead|then|too|maybe|only))?\s*[?.!]*$"
)
CARD_WORDS = re.compile(r"\b(?:vram|video (?:memory|ram)|gpus?|graphics|cards?|cuda)\b")


@dataclass(frozen=True)
class Ask:
    """What the text says; None or empty where it says nothing of the kind.

    `sizes_b` are billions of parameters; `batch` is how many are served at once; `earlier` are the
    texts that it goes on from, the newest first.
    """

    text: str
    memory_gb: float | None = None
    sizes_b: tuple[float, ...] = ()
    precision: Precision | None = None
    context: int | None = None
    batch: int = 1
    place: Place | None = None
    trains: bool = False
    earlier: tuple[str, ...] = ()

    @property
    def says_ram(self) -> bool:
        for text in (self.text, *self.earlier):
            if CARD_WORDS.search(text):
                return False
            if SYSTEM_RAM.search(text):
                return True
        return False

    def count_of(self, device: Device) -> int:
        """How many of a device are spoken of, in the newest text that tells; else 1."""
        counts = (count_of(text, device) for text in (self.text, *self.earlier))
        return next((count for count in counts if count), 1)

    def with_memory(self, memory_gb: float | None) -> Ask:
        return self if self.memory_gb else replace(self, memory_gb=memory_gb)

    def after(self, before: Ask, *, new_machine: bool) -> Ask:
        """This with what only `before` says; a machine that is named anew has its own memory."""
        has_own = self.memory_gb or new_machine or self.place
        return replace(
            self,
            memory_gb=self.memory_gb if has_own else before.memory_gb,
            place=self.place if self.place or new_machine else before.place,
            sizes_b=self.sizes_b or before.sizes_b,
            precision=self.precision or before.precision,
            context=self.context or before.context,
            batch=self.batch if self.batch > 1 else before.batch,
            trains=self.trains or before.trains,
            earlier=(*self.earlier, before.text),
        )


def read(rules: Hardware, text: str, sums: Sequence[Sum]) -> Ask:
    folded = fold(text)
    found = amounts(text)
    return Ask(
        folded,
        memory_gb=_memory(found, sums),
        sizes_b=_sizes(folded, found),
        precision=_precision(rules, folded),
        context=_context(found),
        batch=_batch(folded, found),
        place=_place(rules, folded),
        trains=bool(TRAINING.search(folded)),
    )


def _memory(found: Sequence[Amount], sums: Sequence[Sum]) -> float | None:
    amount = first(found, "gb")
    value = amount.value if amount else next((s.value for s in sums if s.unit == "gb"), None)
    return value if value is not None and 0 < value <= MAX_MEMORY else None


def _sizes(text: str, found: Sequence[Amount]) -> tuple[float, ...]:
    sizes = [float(match[1]) for match in SIZE.finditer(text)]
    sizes += [amount.value for amount in found if amount.unit == "billion"]
    sizes += [float(match[1]) / 1000 for match in MILLIONS.finditer(text)]
    return tuple(dict.fromkeys(size for size in sizes if 0.01 <= size <= 10_000))


def _precision(rules: Hardware, text: str) -> Precision | None:
    """The precision whose longest word is in the text."""
    words = " " + re.sub(r"[^a-z0-9.]+", " ", text) + " "
    hits = [
        (len(word), each)
        for each in rules.precisions
        for word in each.words
        if f" {word} " in words
    ]
    return max(hits, key=lambda hit: hit[0])[1] if hits else None


def _context(found: Sequence[Amount]) -> int | None:
    amount = first(found, "context") or first(found, "tokens", "tokens_in")
    if amount is None or amount.period or not 1 <= amount.value <= 1e8:
        return None
    return int(amount.value)


def _batch(text: str, found: Sequence[Amount]) -> int:
    amount = first(found, "users")
    if amount is None or not AT_ONCE.search(text) or not 1 <= amount.value <= 1e5:
        return 1
    return int(amount.value)


def _place(rules: Hardware, text: str) -> Place | None:
    """The kind of device with the longest word in the text."""
    words = " " + re.sub(r"[^a-z0-9]+", " ", text) + " "
    hits = [(len(w), place) for place in rules.places for w in place.words if f" {w} " in words]
    return max(hits, key=lambda hit: hit[0])[1] if hits else None


def memory_alone(text: str) -> float | None:
    """The gigabytes that a bare number means where memory is talked of: "and with 8?"."""
    found = ALONE.match(text)
    return float(found["number"]) if found and int(found["number"]) else None


def count_of(text: str, device: Device) -> int | None:
    """How many of a device the text speaks of: "2x3090", "two 3090s", "a pair of", "3090 x2"."""
    core = core_of(device)
    patterns = (
        rf"(?<![a-z0-9.]){COUNT}\s*[x×*]?{FILLER}{core}",
        rf"{core}s?\s*[x×*]\s*{COUNT}(?![a-z0-9])",
        rf"\b(?P<count>both)\b.*{core}",
    )
    found = (re.search(pattern, text) for pattern in patterns)
    return next((_number(match) for match in found if match), None) or cards_counted(text)


def cards_counted(text: str) -> int | None:
    """How many cards the text speaks of without their name: "two of them", "on just one"."""
    match = COUNTED_CARDS.search(text) or FEW_ALONE.search(text)
    return _number(match) if match else None


def _number(match: re.Match[str]) -> int:
    count = COUNTS.get(match["count"]) or int(match["count"])
    return min(max(count, 1), MAX_COUNT)


def core_of(device: Device) -> str:
    """A pattern for the part of a device's name that people type: "3090 ti", "h100", "m2 max"."""
    dropped = {"rtx", "rx", "nvidia", "sxm", "pcie", "jetson", "pc", "gb"}
    parts = [p for p in device.id.split("-") if p not in dropped and not re.fullmatch(r"\d+gb", p)]
    return r"[\s-]*".join(map(re.escape, parts)) if parts else re.escape(device.id)
