"""The shape of the vocabulary: words that people use, read by the engine."""

from __future__ import annotations

from pydantic import Field

from bot.content.basics import Id, Name, Part, Side, Text


class AmbiguousAlias(Part):
    """An alias that is also an everyday word, and the words that tell the two apart."""

    alias: Text
    model: Id
    also_means: str | None = None
    hints: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


class Naming(Part):
    """Words by which names are told: parts that a model's name may end in, and words that stand
    beside the name of a model or of a licence."""

    suffixes: tuple[Text, ...] = ()
    models: tuple[Text, ...] = ()
    licenses: tuple[Text, ...] = ()


class Vocabulary(Part):
    """Words of the domain: names of the sides, spellings, synonyms, nicknames, hints; the small
    words by which other languages are told; `asking`, which surround a word that is to be
    explained, those of them, `defining`, that may ask for it, those, `meaning`, that ask for
    nothing else, and names of the `glossary` itself."""

    sides: dict[Side, tuple[Text, ...]] = Field(default_factory=dict)
    spellings: dict[str, str] = Field(default_factory=dict)
    synonyms: dict[str, str] = Field(default_factory=dict)
    nicknames: dict[Id, tuple[Text, ...]] = Field(default_factory=dict)
    general_hints: tuple[Text, ...] = ()
    ambiguous: tuple[AmbiguousAlias, ...] = ()
    asking: tuple[Text, ...] = ()
    defining: tuple[Text, ...] = ()
    meaning: tuple[Text, ...] = ()
    glossary: tuple[Text, ...] = ()
    naming: Naming = Naming()
    languages: dict[Name, tuple[Text, ...]] = Field(default_factory=dict)
    slot_names: dict[Name, Text] = Field(default_factory=dict)
