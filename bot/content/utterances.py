"""The shape of the files that train the classifiers: intents, answers, and interviews."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bot.content.basics import Id, Name, Part, Text


class Intent(Part):
    """One intent and the utterances that train it. Slots are written `{model}`, `{license}`, …"""

    id: Id
    utterances: tuple[Text, ...] = Field(min_length=1)


class Intents(Part):
    intents: tuple[Intent, ...]


class Utterances(Part):
    utterances: tuple[Text, ...]


class Description(Part):
    """Ways to speak of one model without its name."""

    model: Id
    utterances: tuple[Text, ...] = Field(min_length=1)


class Descriptions(Part):
    """`nobody` holds messages that sound alike and describe no particular model."""

    described: tuple[Description, ...]
    nobody: tuple[Text, ...] = ()


After = Literal[
    "model", "license", "hardware", "cost", "compare", "comparison", "side", "concept", "list"
]
Then = Literal[
    "same", "stay", "other-side", "model", "license", "hardware", "cost", "compare",
    "shorter", "more", "repeat", "source", "chat", "new",
]  # fmt: skip


class Sequel(Part):
    """How people go on after one kind of reply, by what their message does."""

    after: After
    then: dict[Then, tuple[Text, ...]] = Field(min_length=1)


class Sequels(Part):
    sequels: tuple[Sequel, ...]


class ValueUtterances(Part):
    """How people give one answer: clear by itself, or only once the question was asked."""

    alone: tuple[Text, ...] = ()
    asked: tuple[Text, ...] = ()


class AnswerUtterances(Part):
    factor: Name
    values: dict[Name, ValueUtterances]


class Persona(Part):
    """An invented person: an opening, the pieces of it that tell something, and answers.

    Each piece is `{factor: value, text: piece}`; an answer is `{value: words}`, where the value may
    be "unknown". `who` is for the reviewer alone.
    """

    who: Text
    opening: Text
    says: tuple[dict[Name, Text], ...] = ()
    answers: dict[Name, dict[Name, Text]]


class Personas(Part):
    personas: tuple[Persona, ...]
