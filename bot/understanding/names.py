"""Finds the models, licences, devices and vendors that a message names.

An alias is looked up by its letters and digits alone, so "gpt 4 o", "GPT-4o" and "gpt4o" are one
key. The longest run of tokens wins; then unknown words are held against the aliases by
Damerau-Levenshtein distance.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.content.snapshot import Content
from bot.understanding.alike import Alike
from bot.understanding.normalize import plain, tokens
from bot.understanding.reading import Mention, MentionKind

MAX_SPAN = 11
BEGINNING = 3
FUZZY_FROM = 5
LONG_FROM = 8
VERSION = re.compile(r"[a-z]?\d{1,2}(\d?[a-z]?|\.\d)?")
SIZE = re.compile(r"\d+(x\d+)?[bmk]")


@dataclass(frozen=True)
class Entry:
    kind: MentionKind
    id: str


def key_of(text: str) -> str:
    """The letters and digits of a name; a plus sign tells "Command R+" from "Command R"."""
    return "".join(tokens(plain(text.replace("+", " plus "))))


def _names(content: Content) -> Iterator[tuple[str, Entry]]:
    """(name, entry) pairs, the more particular last, so that families win over members."""
    for model in sorted(content.models, key=lambda m: m.kind == "family"):
        for name in (*model.aliases, model.name, model.id):
            yield name, Entry("model", model.id)
    for each in content.licenses:
        for name in (*each.aliases, each.name, each.id, each.spdx or each.id):
            yield name, Entry("license", each.id)
    for device in content.devices:
        for name in (*device.aliases, device.name, device.id):
            yield name, Entry("device", device.id)
            bare = re.sub(
                r"(?i)^(nvidia|geforce|amd|apple|intel|google|rtx|radeon|rx)[ -]+", "", name
            )
            while bare != name:
                yield bare, Entry("device", device.id)
                name, bare = bare, re.sub(r"(?i)^(geforce|radeon|rtx|rx)[ -]+", "", bare)
    for vendor in dict.fromkeys(model.vendor for model in content.models):
        yield re.sub(r" \(.*\)", "", vendor), Entry("vendor", vendor_id(vendor))
    for model_id, nicknames in content.vocabulary.nicknames.items():
        kind: MentionKind = "license" if model_id in content.license_by_id else "model"
        for nickname in nicknames:
            yield nickname, Entry(kind, model_id)


def vendor_id(vendor: str) -> str:
    """The id of a vendor by its name: "Voyage AI (MongoDB)" is "voyage-ai"."""
    return "-".join(tokens(plain(re.sub(r" \(.*\)", "", vendor))))


class AliasIndex:
    """The names of a content pack; `known_words` are those that are never taken for a typo."""

    def __init__(self, content: Content, known_words: Collection[str]) -> None:
        self.known_words = known_words
        self.entries: dict[str, Entry] = {}
        self.name_words: set[str] = set()
        sides = {key_of(name) for names in content.vocabulary.sides.values() for name in names}
        for name, entry in _names(content):
            key = key_of(name)
            if key in sides:
                continue  # "proprietary" names a side before it names terms
            if len(key) < 2 or (key.isdigit() and len(key) < 4):
                continue
            if entry.kind == "model" or key not in self.entries:
                self.entries[key] = entry
            self.name_words.update(tokens(plain(name)))
        self._sorted = sorted(self.entries)
        self._beginnings = {key[:n] for key in self.entries for n in range(1, BEGINNING + 1)}
        long_enough = (key for key in self.entries if len(key) >= FUZZY_FROM and not key.isdigit())
        self._alike = Alike(long_enough)

    def find(self, words: Sequence[str]) -> tuple[Mention, ...]:
        """The mentions in a token list, left to right, none overlapping another."""
        found: list[Mention] = []
        strange = [self._is_strange(word) for word in words]
        at = 0
        while at < len(words):
            mention = self._exact(words, at)
            if mention is None and any(strange[at : at + 2]):
                mention = self._fuzzy(words, strange, at)
            if mention:
                found.append(mention)
                at = mention.end
            else:
                at += 1
        return tuple(found)

    def _exact(self, words: Sequence[str], at: int) -> Mention | None:
        for end, entry in reversed(self._spans(words, at)):
            if not self._is_accident(words, at, end):
                return self._mention(entry, words, at, end, exact=True)
        return None

    def _spans(self, words: Sequence[str], at: int) -> list[tuple[int, Entry]]:
        """(end, entry) of every span from `at` that spells a name, the shortest first."""
        found: list[tuple[int, Entry]] = []
        if words[at][:BEGINNING] not in self._beginnings:
            return found
        key = ""
        for end in range(at + 1, min(len(words), at + MAX_SPAN) + 1):
            key += words[end - 1]
            entry = self.entries.get(key)
            if entry is None and key.endswith("s") and len(key) >= FUZZY_FROM:
                entry = self.entries.get(key[:-1])  # "blooms licence", "two 3090s"
            if entry:
                found.append((end, entry))
            place = bisect_left(self._sorted, key)
            if place == len(self._sorted) or not self._sorted[place].startswith(key):
                break
        return found

    def _is_accident(self, words: Sequence[str], at: int, end: int) -> bool:
        """Several everyday words that happen to spell a name together, such as "so ra"."""
        span = words[at:end]
        return (
            len(span) > 1
            and all(word in self.known_words for word in span)
            and not any(word in self.name_words or any(c.isdigit() for c in word) for word in span)
        )

    def _fuzzy(self, words: Sequence[str], strange: Sequence[bool], at: int) -> Mention | None:
        for end in (at + 2, at + 1):
            odd = [
                word for word, is_odd in zip(words[at:end], strange[at:end], strict=True) if is_odd
            ]
            if end > len(words) or not odd:
                continue
            key = "".join(words[at:end])
            if len(key) < FUZZY_FROM or (end - at == 2 and len(odd[0]) < 4):
                continue
            entry = self._nearest(key)
            if entry:
                return self._mention(entry, words, at, end, exact=False)
        return None

    def _is_strange(self, word: str) -> bool:
        return word not in self.known_words and not any(char.isdigit() for char in word)

    def _nearest(self, key: str) -> Entry | None:
        most = 2 if len(key) >= LONG_FROM else 1
        names = self._alike.words(key[0], len(key), most)
        hit = process.extractOne(key, names, scorer=OSA.distance, score_cutoff=most)
        return self.entries[hit[0]] if hit else None

    def _mention(
        self, entry: Entry, words: Sequence[str], at: int, end: int, *, exact: bool
    ) -> Mention:
        return Mention(entry.kind, entry.id, " ".join(words[at:end]), at, end, exact)

    def unknown_version(self, words: Sequence[str], mentions: Sequence[Mention]) -> str | None:
        """A known family followed by a version that the catalogue lacks, such as "gpt 9"."""
        for mention in mentions:
            if mention.kind != "model" or mention.end >= len(words):
                continue
            following = words[mention.end]
            unit = words[mention.end + 1] if mention.end + 1 < len(words) else ""
            is_size = SIZE.fullmatch(following) or unit in {"gb", "gig", "gigs", "b", "g", "k", "x"}
            is_version = VERSION.fullmatch(following) and not is_size and len(following) <= 2
            if is_version and mention.exact and self._has_versions(mention.id):
                return f"{mention.text}-{following}"
        return None

    def _has_versions(self, family: str) -> bool:
        return sum(e.id.startswith(f"{family}-") for e in set(self.entries.values())) >= 2
