"""Utterances that stand where they would teach the classifiers two things at once, or too few."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.content import schema
from bot.content.checks_sheets import Sheets, key_of
from bot.content.files import Place
from bot.errors import Problem

SLOTS = frozenset({"model", "license", "device", "vendor", "term"})
BRACES = re.compile(r"\{([^{}]*)\}|[{}]")
FEWEST_OF_TOPIC, FEWEST_OF_VALUE = 20, 10
# A statement inside a request for a recommendation is no contradiction: both are meant.
WITH_STATEMENTS = frozenset({"recommend"})


@dataclass(frozen=True)
class Said:
    """One utterance: `label` is its intent, `factor=value`, or "unknown"."""

    file: str
    place: Place
    text: str
    label: str
    alone: bool = True

    @property
    def key(self) -> str:
        """Equal for two utterances that differ in case and punctuation only."""
        return key_of(self.text.replace("{", " qq")) or self.text.strip()

    @property
    def factor(self) -> str:
        return self.label.split("=")[0]


def said_for_intents(sheets: Sheets) -> list[Said]:
    return [
        Said(entry.file, (*entry.place, "utterances", number), text, entry.id)
        for entry in sheets.entries(schema.Intents)
        for number, text in enumerate(entry.item.utterances)
    ]


def said_in_answer(sheets: Sheets) -> list[Said]:
    found = [
        Said(file, ("utterances", number), text, "unknown", alone=False)
        for file, table in sheets.files(schema.Utterances)
        for number, text in enumerate(table.utterances)
    ]
    for file, answers in sheets.files(schema.AnswerUtterances):
        for value, texts in answers.values.items():
            for part in ("alone", "asked"):
                label, place = f"{answers.factor}={value}", ("values", value, part)
                found += [
                    Said(file, (*place, number), text, label, alone=part == "alone")
                    for number, text in enumerate(getattr(texts, part))
                ]
    return found


def said_after(sheets: Sheets) -> dict[str, list[Said]]:
    """What is said after each kind of reply, labelled by what it does there."""
    found: dict[str, list[Said]] = {}
    for file, table in sheets.files(schema.Sequels):
        for number, each in enumerate(table.sequels):
            for then, texts in each.then.items():
                place = ("sequels", number, "then", then)
                found.setdefault(each.after, []).extend(
                    Said(file, (*place, n), text, f"{each.after}, {then}")
                    for n, text in enumerate(texts)
                )
    return found


def check_utterances(sheets: Sheets) -> Iterator[Problem]:
    intents, answers = said_for_intents(sheets), said_in_answer(sheets)
    yield from _slots(sheets, [*intents, *answers])
    yield from _intents_twice(sheets, intents)
    for sequels in said_after(sheets).values():
        yield from _slots(sheets, sequels)
        yield from _intents_twice(sheets, sequels)
    yield from _answers_twice(sheets, answers)
    yield from _statements_as_intents(sheets, intents, answers)
    yield from _too_few(sheets)


def _slots(sheets: Sheets, said: Iterable[Said]) -> Iterator[Problem]:
    known = ", ".join(f"{{{name}}}" for name in sorted(SLOTS))
    for each in said:
        for match in BRACES.finditer(each.text):
            if match[1] not in SLOTS:
                what = f"{match[0]!r} in {each.text!r} is no slot"
                yield sheets.problem(each.file, each.place, what, f"use one of {known}")


def _intents_twice(sheets: Sheets, said: Iterable[Said]) -> Iterator[Problem]:
    first: dict[str, Said] = {}
    for each in said:
        before = first.setdefault(each.key, each)
        if before is not each:
            yield _twice(sheets, each, before)


def _twice(sheets: Sheets, again: Said, before: Said) -> Problem:
    at = sheets.at(before.file, before.place)
    if again.label == before.label:
        what = f"{again.text!r} stands twice under {again.label}, first in {at}"
        return sheets.problem(again.file, again.place, what, "remove it here")
    what = f"{again.text!r} stands under {again.label} and under {before.label}, in {at}"
    return sheets.problem(again.file, again.place, what, "keep it where it belongs best")


def _answers_twice(sheets: Sheets, said: Iterable[Said]) -> Iterator[Problem]:
    """Under two values of one factor never; under two factors only where each was asked for."""
    by_key: dict[str, list[Said]] = {}
    for each in said:
        others = by_key.setdefault(each.key, [])
        clash = next((other for other in others if _clash(each, other)), None)
        if clash:
            yield _twice(sheets, each, clash)
        others.append(each)


def _clash(one: Said, other: Said) -> bool:
    """Whether two equal answers contradict each other; "unknown" is a value of every factor."""
    is_one_factor = one.factor == other.factor or "unknown" in (one.label, other.label)
    return is_one_factor or one.alone or other.alone


def _statements_as_intents(
    sheets: Sheets, intents: Iterable[Said], answers: Iterable[Said]
) -> Iterator[Problem]:
    named = {each.key: each for each in intents if each.label not in WITH_STATEMENTS}
    for each in answers:
        if each.alone and each.key in named:
            yield _twice(sheets, each, named[each.key])


def _too_few(sheets: Sheets) -> Iterator[Problem]:
    sections = sheets.section_ids()
    for entry in sheets.entries(schema.Intents):
        count = len(entry.item.utterances)
        if entry.id in sections and count < FEWEST_OF_TOPIC:
            what = f"{entry.id} has {count} utterances, fewer than {FEWEST_OF_TOPIC}"
            place = (*entry.place, "id")
            yield sheets.problem(entry.file, place, what, f"add {FEWEST_OF_TOPIC - count}")
    for file, answers in sheets.files(schema.AnswerUtterances):
        for value, texts in answers.values.items():
            count = len(texts.alone) + len(texts.asked)
            if count < FEWEST_OF_VALUE:
                label = f"{answers.factor}={value}"
                what = f"{label} has {count} utterances, fewer than {FEWEST_OF_VALUE}"
                hint = f"add {FEWEST_OF_VALUE - count}"
                yield sheets.problem(file, ("values", value), what, hint)
    yield from _without_utterances(sheets)


def _without_utterances(sheets: Sheets) -> Iterator[Problem]:
    given = {
        (answers.factor, value)
        for _, answers in sheets.files(schema.AnswerUtterances)
        for value in answers.values
    }
    answered = {factor for factor, _ in given}
    for entry in sheets.entries(schema.Factors):
        for number, value in enumerate(entry.item.values):
            if entry.id in answered and (entry.id, value.id) not in given:
                what = f"{entry.id}={value.id} has no utterances"
                hint = f"add {FEWEST_OF_VALUE} to intents/answers/{entry.id}.yaml"
                place = (*entry.place, "values", number, "id")
                yield sheets.problem(entry.file, place, what, hint)
