"""Finds the models, licences, devices and vendors that a message names.

An alias is looked up by its letters and digits alone, so "gpt 4 o", "GPT-4o" and "gpt4o" are one
key. The longest run of tokens wins, also with numbers that are spelled out ("llama three point
three") and with each unknown word mended ("deepsek v3.2"); then unknown words are held against the
aliases by Damerau-Levenshtein distance.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.content.schema import Model
from bot.content.snapshot import Content
from bot.understanding.alike import Alike
from bot.understanding.normalize import plain, tokens
from bot.understanding.reading import Mention, MentionKind
from bot.understanding.spoken import in_digits

MAX_SPAN = 11
BEGINNING = 3
FUZZY_FROM = 5
LONG_FROM = 8
WORD_FROM = 4
REMEMBERED = 5_000
LICENSE_WORDS = frozenset({"license", "licence", "licenses", "licences"})
ARTICLES = frozenset({"a", "an", "the"})
LETTERS_FIRST = re.compile(r"([a-z]{4,})(\d+)")
VERSION = re.compile(r"[a-z]?\d{1,2}(\d?[a-z]?|\.\d)?")
SIZE = re.compile(r"a?\d+(x\d+)?[bmkt]")


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


def _shortened(content: Content) -> Iterator[tuple[str, Entry]]:
    """Names without the sizes or versions at their ends, where they still tell one thing from all
    others, or with another name of the family in front: "qwen3-235b" for "qwen3-235b-a22b",
    "sd 3.5 medium", "mozilla public licence"."""
    short: dict[str, set[Entry]] = {}
    for model in content.models:
        for name in (model.id, model.name):
            parts = tokens(plain(name))
            while len(parts) > 1 and SIZE.fullmatch(parts[-1]):
                parts = parts[:-1]
                short.setdefault("".join(parts), set()).add(Entry("model", model.id))
        for name in _by_family_alias(content, model):
            short.setdefault(key_of(name), set()).add(Entry("model", model.id))
    for each in content.licenses:
        parts = [part for part in tokens(plain(each.name)) if not part.isdigit()]
        if len(parts) > 2:
            for spelling in ("license", "licence"):
                key = "".join(parts).replace("license", spelling)
                short.setdefault(key, set()).add(Entry("license", each.id))
    for key, entries in short.items():
        if len(entries) == 1:
            yield key, min(entries, key=lambda entry: entry.id)


def _by_family_alias(content: Content, model: Model) -> Iterator[str]:
    family = content.model_by_id.get(model.family or "")
    if family and family.id != model.id and model.name.startswith(f"{family.name} "):
        yield from (alias + model.name.removeprefix(family.name) for alias in family.aliases)


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
        for key, entry in _shortened(content):
            self.entries.setdefault(key, entry)
        self._word_alike = Alike(w for w in sorted(self.name_words) if len(w) >= WORD_FROM)
        self._mended: dict[str, str] = {}
        self._prefixes = {key[:n] for key in self.entries for n in range(1, len(key) + 1)}
        long_enough = (key for key in self.entries if len(key) >= FUZZY_FROM and not key.isdigit())
        self._alike = Alike(long_enough)

    def find(self, words: Sequence[str]) -> tuple[Mention, ...]:
        """The mentions in a token list, left to right, none overlapping another."""
        found: list[Mention] = []
        strange = [self._is_strange(word) for word in words]
        mended = [self._mend(word, after) for word, after in pairwise([*words, ""])]
        readings = (words, mended) if mended != words else (words,)
        ways = [way for way in map(in_digits, readings) if way != words]
        at = 0
        while at < len(words):
            mention = self._exact(words, at)
            for way in ways:
                mention = self._longer(mention, words, way, at)
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
                inner = self._exact(words, end - 1) if end - at > 1 else None
                if inner is not None and inner.end > end:
                    return inner  # "amazon nova" goes on as "nova 2 lite"
                return self._mention(entry, words, at, end, exact=True)
        return None

    def _longer(
        self, found: Mention | None, words: Sequence[str], mended: Sequence[str], at: int
    ) -> Mention | None:
        """The name that the mended words spell, where it is longer than the one `found`.

        A word alone is not mended here, and an article begins no name: "a ten" is no "A10".
        """
        least = found.end if found else at + 1
        if words[at] in ARTICLES or mended[at].isdigit():
            return found
        for end, entry in reversed(self._spans(mended, at)):
            if end > least and not self._is_accident(mended, at, end):
                return self._mention(entry, words, at, end, exact=False)
        return found

    def _mend(self, word: str, after: str) -> str:
        """The nearest word of any name, where nobody knows `word` or a number comes `after` it;
        its own digits stay behind it."""
        if word in self.name_words:
            return word
        parts = LETTERS_FIRST.fullmatch(word)
        letters, digits = parts.groups() if parts else (word, "")
        if letters in self.name_words or not letters.isalpha() or len(letters) < WORD_FROM:
            return word
        if letters in self.known_words and not after[:1].isdigit():
            return word
        if letters not in self._mended:
            if len(self._mended) > REMEMBERED:
                self._mended.clear()
            most = 2 if len(letters) >= LONG_FROM else 1
            near = self._word_alike.words(letters[0], len(letters), most)
            hit = process.extractOne(letters, near, scorer=OSA.distance, score_cutoff=most)
            self._mended[letters] = hit[0] if hit else letters
        return self._mended[letters] + digits

    def _spans(self, words: Sequence[str], at: int) -> list[tuple[int, Entry]]:
        """(end, entry) of every span from `at` that spells a name, the shortest first."""
        found: list[tuple[int, Entry]] = []
        if words[at][:BEGINNING] not in self._prefixes:
            return found
        key = ""
        for end in range(at + 1, min(len(words), at + MAX_SPAN) + 1):
            key += words[end - 1]
            entry = self.entries.get(key)
            if entry is None and key.endswith("s") and len(key) >= FUZZY_FROM:
                entry = self.entries.get(key[:-1])  # "blooms licence", "two 3090s"
            if entry:
                found.append((end, entry))
            if key not in self._prefixes:
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
            is_pair = end - at == 2
            if len(key) < FUZZY_FROM or (is_pair and (len(odd[0]) < 4 or words[at] in ARTICLES)):
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

    def models_of_licenses(
        self, words: Sequence[str], mentions: Sequence[Mention]
    ) -> tuple[Mention, ...]:
        """The models whose names licences are named by: "bloom's licence" names both."""
        found: list[Mention] = []
        for each in mentions:
            name = words[each.start : each.end - 1]
            if each.kind == "license" and words[each.end - 1 : each.end][0] in LICENSE_WORDS:
                entry = self.entries.get("".join(name))
                if entry is not None and entry.kind == "model":
                    found.append(self._mention(entry, words, each.start, each.end, exact=False))
        return tuple(found)

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
