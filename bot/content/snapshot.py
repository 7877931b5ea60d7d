"""The content as one immutable value, with the lookups that the rest of the program needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Literal

from bot.content.catalogue import Translation
from bot.content.figures import Hardware, Prices
from bot.content.glossary import Glossary
from bot.content.schema import (
    Advising,
    AdvisorRules,
    AnswerUtterances,
    Aspect,
    Calibration,
    Comparison,
    Date,
    Descriptions,
    Device,
    Factor,
    Factors,
    Guide,
    Intent,
    License,
    Model,
    Part,
    Persona,
    Phrases,
    Section,
    Sequel,
    SourceRef,
    Value,
    Vocabulary,
)


class Content(Part):
    """Everything that the bot may say, but for the utterances that train it.

    `today` is the day on which it is read, if that is known; figures age by it.
    """

    guide: Guide
    sections: tuple[Section, ...]
    comparison: Comparison
    factor_list: Factors
    advisor: AdvisorRules
    phrases: Phrases
    vocabulary: Vocabulary
    calibration: Calibration
    models: tuple[Model, ...] = ()
    licenses: tuple[License, ...] = ()
    devices: tuple[Device, ...] = ()
    hardware: Hardware | None = None
    prices: Prices | None = None
    glossary: Glossary | None = None
    advising: Advising | None = None
    translations: tuple[Translation, ...] = ()
    today: Date | None = None

    @property
    def read_on(self) -> str:
        """The day on which the content is read, else the day of the content itself."""
        return self.today or self.guide.as_of

    def on(self, day: str) -> Content:
        """The same content as it is read on another day."""
        return self if day == self.today else self.model_copy(update={"today": day})

    @cached_property
    def translation(self) -> dict[str, Translation]:
        """By language, such as "de"; English is none."""
        return {each.language: each for each in self.translations}

    def in_language(self, language: str) -> Content:
        """The same content with what is said around it in that language, as far as it is
        translated."""
        spoken = self.translation.get(language)
        if spoken is None:
            return self
        return self.model_copy(
            update={
                "phrases": Phrases(
                    phrases=self.phrases.phrases | spoken.phrases,
                    buttons=self.phrases.buttons | spoken.buttons,
                )
            }
        )

    @cached_property
    def section_by_id(self) -> dict[str, Section]:
        return {section.id: section for section in self.sections}

    @cached_property
    def section_order(self) -> tuple[str, ...]:
        """All topics as a reader would list them: the factors and aspects in their own order."""
        listed = [self.aspect_topic(aspect.id) for aspect in self.comparison.aspects]
        listed += [factor.topic for factor in self.factor_list.factors]
        listed += self.guide.listing
        known = [topic for topic in listed if topic in self.section_by_id]
        return tuple(dict.fromkeys([*known, *self.section_by_id]))

    def aspect_topic(self, aspect: str) -> str:
        """The id of the section on one aspect of the comparison."""
        return f"{self.guide.comparison_prefix}/{aspect}"

    def comparison_topics(self, aspects: Sequence[str]) -> tuple[str, ...]:
        """The topics that a comparison rests on: one for each aspect, or the comparison itself."""
        topic = self.guide.comparison_topic
        return tuple(map(self.aspect_topic, aspects)) or ((topic,) if topic else ())

    @cached_property
    def choice_topics(self) -> tuple[str, ...]:
        """The section on what to weigh in a choice; none where there is nothing to choose."""
        topic = self.guide.factors_topic
        return (topic,) if topic else ()

    def first_step(self, verdict: Literal["open", "closed", "hybrid"]) -> str:
        """What to begin with after a verdict; empty where the pack names nothing."""
        return self.advisor.first_steps.get(verdict, "")

    @cached_property
    def model_by_id(self) -> dict[str, Model]:
        return {model.id: model for model in self.models}

    @cached_property
    def license_by_id(self) -> dict[str, License]:
        return {each.id: each for each in self.licenses}

    @cached_property
    def license_by_name(self) -> dict[str, License]:
        """By id, name or alias, lower-cased."""
        named = {alias.lower(): each for each in self.licenses for alias in each.aliases}
        named |= {each.name.lower(): each for each in self.licenses}
        return named | self.license_by_id

    @cached_property
    def device_by_id(self) -> dict[str, Device]:
        return {device.id: device for device in self.devices}

    @cached_property
    def factors(self) -> dict[str, Factor]:
        return {factor.id: factor for factor in self.factor_list.factors}

    @cached_property
    def aspects(self) -> dict[str, Aspect]:
        return {aspect.id: aspect for aspect in self.comparison.aspects}

    @cached_property
    def values(self) -> dict[str, dict[str, Value]]:
        """factor id -> value id -> value."""
        return {f.id: {value.id: value for value in f.values} for f in self.factors.values()}

    def say(self, key: str, variant: int = 0, /, **slots: object) -> str:
        """The phrase `key` with its `{slots}` filled; `variant` chooses among several."""
        phrase = self.phrases.phrases[key]
        text = phrase if isinstance(phrase, str) else phrase[variant % len(phrase)]
        return fill(text, slots)

    def button(self, key: str) -> str:
        return self.phrases.buttons[key]

    def sources_of(self, *topics: str) -> tuple[SourceRef, ...]:
        """The sources of these sections, each once, in order."""
        found: dict[tuple[str, str | None], SourceRef] = {}
        for topic in topics:
            section = self.section_by_id.get(topic)
            for source in section.sources if section else ():
                found.setdefault((source.title, source.url), source)
        return tuple(found.values())


def fill(text: str, slots: dict[str, object]) -> str:
    """Puts values into `{slot}` places; no attribute or index access, unlike `str.format`."""
    for name, value in slots.items():
        text = text.replace("{" + name + "}", str(value))
    return text


class Training(Part):
    """The utterances: needed to build the classifiers, never while answering."""

    intents: tuple[Intent, ...]
    answers: tuple[AnswerUtterances, ...]
    unknown: tuple[str, ...]
    personas: tuple[Persona, ...] = ()
    descriptions: Descriptions | None = None
    sequels: tuple[Sequel, ...] = ()

    def intent_pairs(self) -> Iterator[tuple[str, str]]:
        """(utterance, intent id) pairs."""
        for intent in self.intents:
            for utterance in intent.utterances:
                yield utterance, intent.id
