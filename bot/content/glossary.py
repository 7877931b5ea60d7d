"""The shape of the glossary: words of the field that have no section of their own."""

from __future__ import annotations

from functools import cached_property

from bot.content.basics import Id, Name, Part, SourceRef, Text


class Term(Part):
    """A word and what it means; `topic` is the section that goes on from there, `source` names
    one of the glossary's sources."""

    id: Id
    name: Text
    aliases: tuple[Text, ...] = ()
    meaning: Text
    topic: Id
    source: Name


class Glossary(Part):
    sources: dict[Name, SourceRef]
    terms: tuple[Term, ...]

    @cached_property
    def by_id(self) -> dict[str, Term]:
        return {term.id: term for term in self.terms}
