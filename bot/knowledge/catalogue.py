"""The lookups over a content's models that cards and searches need, built once for each content."""

from __future__ import annotations

import re
import weakref
from collections.abc import Iterable, Mapping

from bot.content.glossary import Term
from bot.content.schema import License, Model
from bot.content.snapshot import Content
from bot.knowledge.wording import quick_key, words_of
from bot.understanding.names import vendor_id

SERVICE = "proprietary-terms"
GONE = frozenset({"retired", "renamed"})
PURPOSE = "knowledge_purpose_"


def by_age(models: Iterable[Model]) -> tuple[Model, ...]:
    """Newest first; those without a date come last."""
    return tuple(sorted(models, key=lambda model: model.released or "", reverse=True))


class Catalogue:
    """`members` and `vendors` hold models newest first, `available` those that can be had;
    `licenses` the licence of each model; `names`, `topics` and `terms` the ids of models,
    sections and licences by the letters of their names; `purposes` the words for each purpose;
    `term_names` the ids of the glossary's words, `term_words` what finds one in a text; `months`
    the age of each model at the day of the content. `passing`, `fits` and `section_terms` keep what
    searches and sections have worked out before."""

    def __init__(self, content: Content) -> None:
        self.slugs = {
            name: vendor_id(name) for name in dict.fromkeys(m.vendor for m in content.models)
        }
        newest_first = by_age(content.models)
        self.members = _grouped((model.family or "", model) for model in newest_first)
        self.vendors = _grouped((self.slugs[model.vendor], model) for model in newest_first)
        self.available = tuple(
            model
            for model in newest_first
            if model.status not in GONE and model.id not in self.members
        )
        self.licenses = {model.id: self._license(content, model) for model in content.models}
        self.names: dict[str, str] = {}
        for model in content.models:
            for name in (model.name, *model.aliases):
                self.names.setdefault(quick_key(name), model.id)
        self.topics = {quick_key(name): topic for name, topic in reversed(section_names(content))}
        self.terms = {
            quick_key(name): each.id
            for each in content.licenses
            for name in (each.id, each.name, each.spdx or each.id, *each.aliases)
        }
        self.purposes = _purposes(content)
        self.months = {model.id: _months_old(content, model) for model in content.models}
        self.passing: dict[object, int] = {}
        self.fits: dict[tuple[str, str], float] = {}
        self.section_terms: dict[str, tuple[Term, ...]] = {}
        self.term_names = _term_names(content)
        self.term_words = _any_of(
            name for term in _terms(content) for name in (term.name, *term.aliases)
        )

    def _license(self, content: Content, model: Model) -> License | None:
        named = content.license_by_name.get((model.license or "").lower())
        return (self._terms(content, model) or named) if model.side == "closed" else named

    def _terms(self, content: Content, model: Model) -> License | None:
        """The service terms that name the model or its family, else those of its vendor."""
        terms = [
            each for each in content.licenses if each.kind == SERVICE and each.id != model.license
        ]
        named = {model.id, model.family}
        for each in terms:
            if named.intersection(each.example_models):
                return each
        vendor = self.slugs[model.vendor]
        return next((each for each in terms if each.id.startswith(f"{vendor}-")), None)


def _grouped(pairs: Iterable[tuple[str, Model]]) -> Mapping[str, tuple[Model, ...]]:
    groups: dict[str, list[Model]] = {}
    for key, model in pairs:
        groups.setdefault(key, []).append(model)
    return {key: tuple(models) for key, models in groups.items() if key}


def _months_old(content: Content, model: Model) -> float:
    """Months between the release and the day of the content; infinite where it is unknown."""
    if model.released is None:
        return float("inf")
    now, then = (f"{day}-01".split("-")[:2] for day in (content.guide.as_of, model.released))
    return float(12 * (int(now[0]) - int(then[0])) + int(now[1]) - int(then[1]))


def _purposes(content: Content) -> Mapping[str, tuple[str, ...]]:
    """purpose -> the words for it. The first word of a list is the purpose's name; what models
    are said to be good for is a purpose too, with itself as its only word."""
    lists = [words_of(content, key) for key in content.phrases.phrases if key.startswith(PURPOSE)]
    named = {words[0]: words for words in lists if words}
    praised = (each.lower() for model in content.models for each in model.good_for)
    barred = {*named, *words_of(content, "knowledge_find_no_purposes")}
    return named | {each: (each,) for each in dict.fromkeys(praised) if each not in barred}


def _terms(content: Content) -> tuple[Term, ...]:
    return content.glossary.terms if content.glossary else ()


def _term_names(content: Content) -> dict[str, str]:
    """A name before an alias, where both have the same letters."""
    pairs = [(term.name, term.id) for term in _terms(content)]
    pairs += [(alias, term.id) for term in _terms(content) for alias in term.aliases]
    return {quick_key(name): term_id for name, term_id in reversed(pairs)}


def _any_of(names: Iterable[str]) -> re.Pattern[str] | None:
    """What finds any of the names as whole words, the longest first; None where there is none."""
    longest_first = sorted(names, key=len, reverse=True)
    if not longest_first:
        return None
    either = "|".join(map(re.escape, longest_first))
    return re.compile(rf"(?<![\w-])(?:{either})(?![\w-])", re.IGNORECASE)


def section_names(content: Content) -> list[tuple[str, str]]:
    """(name, topic id) pairs: titles before aliases, the last part of an id at the end."""
    pairs = [(section.title, section.id) for section in content.sections]
    pairs += [(alias, section.id) for section in content.sections for alias in section.aliases]
    plain_ones = (each for each in content.sections if each.side is None and each.aspect is None)
    return pairs + [(each.id.rpartition("/")[2], each.id) for each in plain_ones]


_built: dict[int, tuple[weakref.ref[Content], Catalogue]] = {}


def catalogue(content: Content) -> Catalogue:
    """The catalogue of this very content; forgotten when the content is."""
    key = id(content)
    kept = _built.get(key)
    if kept is not None and kept[0]() is content:
        return kept[1]
    found = Catalogue(content)
    _built[key] = (weakref.ref(content, lambda _: _built.pop(key, None)), found)
    return found
