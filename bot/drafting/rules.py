"""The rules of drafting, and what a drafted pack takes over from Ajar's own content."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, Field

from bot.content import files, schema
from bot.content.basics import Part, Text
from bot.content.loader import default_root

M = TypeVar("M", bound=BaseModel)
FOLDER = "starter"
PHRASES = "knowledge/phrases"
Words = tuple[Text, ...]


class Kind(Part):
    """Headings that mean the same everywhere, and how people ask for what stands below them."""

    names: Words
    asks: Words


class Rules(Part):
    """`starter/rules.yaml`; its comments say what each list is for."""

    thing: Words
    doing: Words
    listing: Words
    term: Words
    frames: Words
    below: Words
    numbered: Words
    kinds: tuple[Kind, ...]
    comparison: Words
    aspect: Words
    aspect_kinds: tuple[Kind, ...]
    recommend: Words
    wishes: Words
    answers: Words
    answers_first: Words
    answers_second: Words
    answers_either: Words
    verbs: frozenset[str]
    question_words: frozenset[str]
    small_words: frozenset[str]
    table_corners: frozenset[str]
    versus: frozenset[str]
    joining: frozenset[str]
    leave_out: frozenset[str]
    glossaries: frozenset[str]
    controls: frozenset[str]
    own_words: frozenset[str]
    says: dict[str, Text]


class Rewordings(Part):
    """Phrases and buttons that stand in for Ajar's own of the same key."""

    phrases: dict[str, Text | Words]
    buttons: dict[str, Text] = Field(default_factory=dict)


@dataclass(frozen=True)
class Starter:
    """All that a draft is made with beside the guide.

    `phrases` holds Ajar's own tables by file name; `intents` its utterances by file name, without
    those on its own subject.
    """

    rules: Rules
    phrases: dict[str, schema.Phrases]
    plain: Rewordings
    choice: Rewordings
    comments: dict[str, str]
    intents: dict[str, tuple[schema.Intent, ...]]
    unknown: tuple[str, ...]
    vocabulary: schema.Vocabulary
    calibration: str


def load_starter(root: Path | None = None) -> Starter:
    """The starter that comes with the program; its files are part of it, and so in order."""
    root = root or default_root()
    rules = _read(root, f"{FOLDER}/rules.yaml", Rules)
    names = ("controls", "smalltalk", "outside")
    tables = {name: _read(root, f"intents/{name}.yaml", schema.Intents) for name in names}
    comments = files.parse_yaml(_text(root, f"{FOLDER}/comments.yaml"), "comments")
    assert isinstance(comments, dict)
    return Starter(
        rules=rules,
        phrases={
            path.name: _read(root, f"{PHRASES}/{path.name}", schema.Phrases)
            for path in sorted((root / PHRASES).glob("*.yaml"))
        },
        plain=_read(root, f"{FOLDER}/phrases.yaml", Rewordings),
        choice=_read(root, f"{FOLDER}/phrases-choice.yaml", Rewordings),
        comments=comments,
        intents={name: _neutral(table, rules) for name, table in tables.items()},
        unknown=_read(root, "intents/answers/unknown.yaml", schema.Utterances).utterances,
        vocabulary=_vocabulary(root),
        calibration=_text(root, f"{FOLDER}/calibration.yaml"),
    )


def example_guide(root: Path | None = None) -> str:
    """The guide that a pack is drafted from where no other was named."""
    return _text(root or default_root(), f"{FOLDER}/example.md")


def _text(root: Path, name: str) -> str:
    return files.read_text(root, root / name)


def _read(root: Path, name: str, model: type[M]) -> M:
    return model.model_validate(files.parse_yaml(_text(root, name), name))


def _neutral(table: schema.Intents, rules: Rules) -> tuple[schema.Intent, ...]:
    """The intents without the utterances that hold a word of Ajar's own subject, or a slot."""
    return tuple(
        schema.Intent(id=intent.id, utterances=kept)
        for intent in table.intents
        if (
            kept := tuple(
                text
                for text in intent.utterances
                if "{" not in text and not rules.own_words & set(text.lower().split())
            )
        )
    )


def _vocabulary(root: Path) -> schema.Vocabulary:
    """Ajar's spellings and languages, and the synonyms of both; nothing of its subject."""
    own = _read(root, "intents/vocabulary.yaml", schema.Vocabulary)
    added = _read(root, f"{FOLDER}/vocabulary.yaml", schema.Vocabulary)
    return schema.Vocabulary(
        spellings=own.spellings,
        synonyms={**own.synonyms, **added.synonyms},
        languages=own.languages,
    )
