"""All the intents of a drafted pack with their utterances."""

from __future__ import annotations

from collections.abc import Sequence

from bot.drafting.asks import asks, own_terms
from bot.drafting.choice import aspect_asks, comparison_asks, recommend_asks
from bot.drafting.comparing import aspect_topics
from bot.drafting.rules import Rules, Starter
from bot.drafting.sections import COMPARISON, FACTORS, Section
from bot.drafting.sides import Pair
from bot.drafting.utterances import Intents, content_words, filled_up, gathered, some_of

# So many utterances for a section, and for all sections together: the more, the longer it learns.
MOST, FEWEST, TOGETHER = 400, 40, 8_000
# Of Ajar's own utterances so many are enough; more would outweigh the guide's.
OWN, OUTSIDE = 20, 120


def intents_of(
    sections: Sequence[Section], pair: Pair | None, starter: Starter
) -> dict[str, Intents]:
    """Every intent with its utterances, by file name without "intents/" and ".yaml"."""
    rules = starter.rules
    terms = own_terms(sections, rules)
    most = min(MOST, max(FEWEST, TOGETHER // len(sections)))
    topics = {each.id: _asks(each, pair, rules, terms.get(each.id, ()))[:most] for each in sections}
    own = {
        "controls": _own(starter, "controls", None if pair else rules.controls),
        "smalltalk": _own(starter, "smalltalk"),
    }
    said = [phrase for each in sections for phrase in (*each.phrases, *terms.get(each.id, ()))]
    last = {
        "recommend": {"recommend": recommend_asks(pair, rules) if pair else []},
        "outside": {"outside": _outside(starter, said)},
    }
    kept = gathered([*own.values(), last["recommend"], topics, last["outside"]])
    others = [texts for intent, texts in kept.items() if intent not in topics]
    full = filled_up({each.id: kept[each.id] for each in sections}, others, rules)
    found: dict[str, Intents] = {}
    for each in sections:
        found.setdefault(f"topics/{each.group}", {})[each.id] = full[each.id]
    for name, group in (own | last).items():
        found[name] = {intent: kept[intent] for intent in group if kept.get(intent)}
    return found


def _own(starter: Starter, name: str, only: frozenset[str] | None = None) -> Intents:
    """Some of Ajar's own utterances for each intent of a file, or for some of its intents."""
    return {
        each.id: some_of(each.utterances, OWN)
        for each in starter.intents[name]
        if only is None or each.id.partition("/")[2] in only
    }


def _outside(starter: Starter, said: Sequence[str]) -> list[str]:
    """Utterances that share no telling word with the headings and terms of the guide."""
    words = content_words(said, starter.rules)
    every = [text for each in starter.intents["outside"] for text in each.utterances]
    foreign = [text for text in every if not words & content_words([text], starter.rules)]
    return some_of(foreign, OUTSIDE)


def _asks(section: Section, pair: Pair | None, rules: Rules, terms: Sequence[str]) -> list[str]:
    if pair and section.id == COMPARISON:
        return [*comparison_asks(pair, rules), *asks(section, rules, terms)]
    topics = aspect_topics(pair) if pair else []
    if pair and section.id in topics:
        return aspect_asks(pair.points[topics.index(section.id)], pair, rules)
    found = asks(section, rules, terms)
    if pair and section.id == FACTORS:  # a wish for help in choosing begins the dialogue instead
        return [text for text in found if not text.startswith(rules.wishes)]
    return found
