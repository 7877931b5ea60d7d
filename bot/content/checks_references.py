"""References from one part of the content to another that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from bot.content import glossary, schema
from bot.content.checks_sheets import Reference, Sheets, key_of
from bot.content.files import Place
from bot.errors import Problem

INTENT_PREFIXES = ("ask/", "control/", "smalltalk/")
LONE_INTENTS = frozenset({"recommend", "outside"})
TOPICS_OF_GUIDE = (
    "factors_topic",
    "comparison_topic",
    "comparison_prefix",
    "licenses_topic",
    "hardware_topic",
    "cost_topic",
)


def check_references(sheets: Sheets) -> Iterator[Problem]:
    """Silent about references into a table that could not be read: mending that comes first."""
    sections = sheets.section_ids()
    yield from sheets.lost("section", sections, _to_sections(sheets))
    if sheets.is_whole(schema.Models):
        yield from sheets.lost("model", sheets.ids(schema.Models), _to_models(sheets))
        yield from sheets.lost("model", sheets.ids(schema.Models), _described(sheets))
    if sheets.is_whole(schema.Licenses):
        yield from sheets.lost("licence", _license_names(sheets), _to_licenses(sheets))
    if sheets.is_whole(schema.AdvisorRules):
        yield from sheets.lost("constraint", _constraints(sheets), _to_constraints(sheets))
    if sheets.is_whole(schema.Factors):
        yield from _values(sheets)
    if sheets.is_whole(schema.Models, schema.Licenses):
        yield from _nicknames(sheets)
    yield from _advising(sheets)
    yield from _intents(sheets, sections)
    yield from _term_sources(sheets)


def _described(sheets: Sheets) -> Iterator[Reference]:
    for file, table in sheets.files(schema.Descriptions):
        for number, each in enumerate(table.described):
            yield file, ("described", number, "model"), each.model


def _to_sections(sheets: Sheets) -> Iterator[Reference]:
    for entry in sheets.entries(schema.Section):
        for number, name in enumerate(entry.item.related):
            yield entry.file, ("related", number), name
    for entry in sheets.entries(schema.Factors):
        yield entry.file, (*entry.place, "topic"), entry.item.topic
    for entry in sheets.entries(glossary.Glossary):
        yield entry.file, (*entry.place, "topic"), entry.item.topic
    for file, guide in sheets.files(schema.Guide):
        for number, name in enumerate(guide.start_topics):
            yield file, ("start_topics", number), name
        for side, name in guide.examples_topic.items():
            yield file, ("examples_topic", side), name
        for key in TOPICS_OF_GUIDE:
            if getattr(guide, key) is not None:
                yield file, (key,), getattr(guide, key)


def _to_models(sheets: Sheets) -> Iterator[Reference]:
    for entry in sheets.entries(schema.Models):
        for key in ("family", "successor"):
            if getattr(entry.item, key) is not None:
                yield entry.file, (*entry.place, key), getattr(entry.item, key)
    for entry in sheets.entries(schema.Licenses):
        for number, name in enumerate(entry.item.example_models):
            yield entry.file, (*entry.place, "example_models", number), name
    for file, rules in sheets.files(schema.AdvisorRules):
        for number, point in enumerate(rules.starting_points):
            yield file, ("starting_points", number, "model"), point.model
    for file, vocabulary in sheets.files(schema.Vocabulary):
        for number, alias in enumerate(vocabulary.ambiguous):
            yield file, ("ambiguous", number, "model"), alias.model


def _term_sources(sheets: Sheets) -> Iterator[Problem]:
    for file, table in sheets.files(glossary.Glossary):
        for number, term in enumerate(table.terms):
            if term.source not in table.sources:
                what = f"there is no source {term.source!r}"
                hint = f"add it to sources:, or use one of: {', '.join(sorted(table.sources))}"
                yield sheets.problem(file, ("terms", number, "source"), what, hint)


def _license_names(sheets: Sheets) -> set[str]:
    """A model may give its licence by id, alias, name or SPDX identifier."""
    found: set[str] = set()
    for entry in sheets.entries(schema.Licenses):
        item = entry.item
        found |= {item.id, item.name, *item.aliases, item.spdx or item.id}
    return found | {name.lower() for name in found}


def _to_licenses(sheets: Sheets) -> Iterator[Reference]:
    for entry in sheets.entries(schema.Models):
        if entry.item.license is not None:
            yield entry.file, (*entry.place, "license"), entry.item.license


def _constraints(sheets: Sheets) -> set[str]:
    return {each.id for _, rules in sheets.files(schema.AdvisorRules) for each in rules.constraints}


def _to_constraints(sheets: Sheets) -> Iterator[Reference]:
    for entry in sheets.entries(schema.Factors):
        for number, value in enumerate(entry.item.values):
            if value.constraint is not None:
                yield entry.file, (*entry.place, "values", number, "constraint"), value.constraint


def _to_values(sheets: Sheets) -> Iterator[tuple[str, Place, str, str]]:
    """(file, place, factor, value) of all references to an answer."""
    for file, rules in sheets.files(schema.AdvisorRules):
        for number, point in enumerate(rules.starting_points):
            place: Place = ("starting_points", number)
            for value in point.modality:
                yield file, (*place, "modality"), "modality", value
            for key, needs in (("when", point.when), ("without", point.without)):
                for factor, values in needs.items():
                    for value in values:
                        yield file, (*place, key, factor), factor, value
    for file, answers in sheets.files(schema.AnswerUtterances):
        for value in answers.values:
            yield file, ("values", value), answers.factor, value


def _values(sheets: Sheets) -> Iterator[Problem]:
    entries = sheets.entries(schema.Factors)
    known = {entry.id: sorted(value.id for value in entry.item.values) for entry in entries}
    for file, place, factor, value in _to_values(sheets):
        if factor in known and value not in known[factor]:
            what = f"the factor {factor!r} has no value {value!r}"
            yield sheets.problem(file, place, what, f"it has: {', '.join(known[factor])}")
        elif factor not in known and place[0] != "values":
            what = f"there is no factor {factor!r}"
            yield sheets.problem(file, place, what, "correct the id, or add the factor")
    answered = {answers.factor: file for file, answers in sheets.files(schema.AnswerUtterances)}
    for factor, file in answered.items():
        if factor not in known:
            what = f"there is no factor {factor!r}"
            yield sheets.problem(file, ("factor",), what, "correct the id, or add the factor")
    for entry in entries:
        if entry.id not in answered and sheets.is_whole(schema.AnswerUtterances):
            what = f"the factor {entry.id!r} has no utterances"
            hint = f"add intents/answers/{entry.id}.yaml"
            yield sheets.problem(entry.file, (*entry.place, "id"), what, hint)


def _advising(sheets: Sheets) -> Iterator[Problem]:
    """Names of factors that are none, and names that two factors share."""
    known = sheets.ids(schema.Factors)
    for file, advising in sheets.files(schema.Advising):
        first: dict[str, str] = {}
        for factor, names in advising.names.items():
            if factor not in known and sheets.is_whole(schema.Factors):
                what = f"there is no factor {factor!r}"
                yield sheets.problem(file, ("names", factor), what, "correct the id")
            for number, name in enumerate(names):
                other = first.setdefault(key_of(name), factor)
                if other != factor:
                    what = f"{name!r} is a name of {other!r} too"
                    yield sheets.problem(file, ("names", factor, number), what, "keep it at one")


def _nicknames(sheets: Sheets) -> Iterator[Problem]:
    known = sheets.ids(schema.Models) | sheets.ids(schema.Licenses)
    for file, vocabulary in sheets.files(schema.Vocabulary):
        found = [(file, ("nicknames", name), name) for name in vocabulary.nicknames]
        yield from sheets.lost("model or licence", known, found)


def _intents(sheets: Sheets, sections: set[str]) -> Iterator[Problem]:
    named = sheets.entries(schema.Intents)
    for entry in named:
        is_known = entry.id in sections | LONE_INTENTS or entry.id.startswith(INTENT_PREFIXES)
        if not is_known:
            what = f"the intent {entry.id!r} is neither a section nor one of the bot's own"
            hint = f"add the section, or use {', '.join((*INTENT_PREFIXES, *sorted(LONE_INTENTS)))}"
            yield sheets.problem(entry.file, (*entry.place, "id"), what, hint)
    if not sheets.is_whole(schema.Intents):
        return
    taught = {entry.id for entry in named}
    for entry in sheets.entries(schema.Section):
        if entry.id not in taught:
            what = f"the section {entry.id!r} has no intent"
            yield sheets.problem(entry.file, ("id",), what, "add utterances in intents/topics/")
