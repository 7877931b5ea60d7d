"""What was accepted in a review, and how it goes into the files of a pack. Pure: texts in, texts
out."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import yaml

from bot.content import schema
from bot.content.checks_alike import are_alike, differ_in_carriers, mark
from bot.content.checks_sheets import key_of
from bot.errors import AjarError
from bot.refresh.yaml_edit import Edit, edited

DRAFTS = "drafts"
Carriers = Mapping[tuple[str, ...], str]


class ReviewError(AjarError):
    """What was accepted can't be taken into the pack; it is as it was."""


@dataclass(frozen=True)
class Accepted:
    """An utterance that a person put under an intent."""

    intent: str
    text: str


class Known:
    """The utterances that there are, to refuse what stands there already or nearly.

    Two are alike as `ajar check` has it; under one intent nearly alike is refused too, since it
    would teach nothing.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]], carriers: Carriers) -> None:
        self._carriers = carriers
        self._said: list[tuple[str, str, frozenset[str], tuple[str, ...]]] = []
        self._exact: dict[str, str] = {}
        self._places: dict[str, list[int]] = {}
        for text, intent in pairs:
            self.add(Accepted(intent, text))

    @property
    def keys(self) -> set[str]:
        return set(self._exact)

    def add(self, new: Accepted) -> None:
        key = _key(new.text)
        words = tuple(key.split())
        for word in set(words):
            self._places.setdefault(word, []).append(len(self._said))
        self._said.append((new.text, new.intent, frozenset(words), mark(words, self._carriers)))
        self._exact.setdefault(key, new.intent)

    def clash(self, new: Accepted) -> str | None:
        """Why the utterance can't be taken, as a sentence; None where it can."""
        key = _key(new.text)
        if not key:
            return "It has no words."
        if key in self._exact:
            return f"It stands under {self._exact[key]} already."
        words = tuple(key.split())
        marked = mark(words, self._carriers)
        rarest = sorted(set(words), key=lambda word: len(self._places.get(word, ())))
        near = {place for word in rarest for place in self._places.get(word, ())}
        for place in sorted(near):
            text, intent, theirs, also = self._said[place]
            if are_alike(theirs, frozenset(words)) and not differ_in_carriers(also, marked):
                where = "already" if intent == new.intent else "as well, which would contradict it"
                return f"It is nearly {text!r}, which stands under {intent} {where}."
        return None


def _key(text: str) -> str:
    """As the checks compare utterances: a slot is a word of its own."""
    return key_of(text.replace("{", " qq"))


def taken_in(texts: Mapping[str, str], accepted: Sequence[Accepted]) -> dict[str, str]:
    """The texts of the files of `intents/` that change, with what was accepted at the end of its
    intent; comments, order and line ends stay.

    Raises ReviewError where an intent is nowhere, or a file can't be edited safely.
    """
    by_file: dict[str, list[Edit]] = {}
    homes = dict(_homes(texts))
    for each in accepted:
        home = homes.get(each.intent)
        if home is None:
            raise ReviewError(f"No file has the intent {each.intent}.")
        edit = Edit(each.intent, ("utterances",), each.text, appends=True)
        by_file.setdefault(home, []).append(edit)
    changed = {}
    for name, edits in by_file.items():
        ends = "\r\n" if "\r\n" in texts[name] else "\n"
        plain = texts[name].replace("\r\n", "\n")
        try:
            changed[name] = edited(plain, name, edits, key="intents").replace("\n", ends)
        except AjarError as error:
            raise ReviewError(str(error)) from error
    return changed


def _homes(texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(intent, file) of every intent."""
    for name, text in texts.items():
        for intent in schema.Intents.model_validate(yaml.safe_load(text)).intents:
            yield intent.id, name


def draft_name(intent: str) -> str:
    return f"{DRAFTS}/{intent.replace('/', '--')}.yaml"


def drafted(text: str | None, intent: str, utterances: Sequence[str]) -> str:
    """The draft of a new intent with these utterances as well; `text` is the draft that is there.

    A draft is in no folder that a pack is read from: a new topic wants an answer and twenty
    utterances before it can be one.
    """
    if text is None:
        lines = "".join(f"  - {_line(each)}\n" for each in utterances)
        return f"intents:\n- id: {intent}\n  utterances:\n{lines}"
    edits = [Edit(intent, ("utterances",), each, appends=True) for each in utterances]
    return edited(text, draft_name(intent), edits, key="intents")


def waiting(text: str, name: str) -> list[tuple[str, str]]:
    """(utterance, intent) of a draft; raises ReviewError where it can't be read."""
    try:
        table = schema.Intents.model_validate(yaml.safe_load(text))
    except (yaml.YAMLError, ValueError) as error:
        told = f"{DRAFTS}/{name} can't be read: mend it, or move it away."
        raise ReviewError(told) from error
    return [(said, intent.id) for intent in table.intents for said in intent.utterances]


def _line(text: str) -> str:
    dumped: str = yaml.safe_dump(text, width=10**9, allow_unicode=True)
    return dumped.removesuffix("...\n").strip()


def difference(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """Both as a unified diff, file by file."""
    parts: list[str] = []
    for name in sorted(after):
        old, new = before.get(name, "").splitlines(), after[name].splitlines()
        parts += difflib.unified_diff(old, new, f"a/{name}", f"b/{name}", lineterm="")
    return "\n".join(parts)
