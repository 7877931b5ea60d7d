"""What a pack with two sides has beside its sections: the points compared and the dialogue."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bot.content.checks_sheets import key_of
from bot.drafting.asks import fill, kinds_of
from bot.drafting.outline import words_of
from bot.drafting.rules import Rules
from bot.drafting.sections import COMPARISON
from bot.drafting.sides import Pair, Point
from bot.knowledge.wording import cut

LABEL = 34
MOST_QUESTIONS = 8
OTHER_NAMES = 6
# The numbers of Ajar's own advisor; enough for a guide that asks a few questions of one weight.
NUMBERS = {
    "close_margin": 0.16,
    "clear_margin": 0.45,
    "hybrid_margin": 0.24,
    "split_pull": 0.9,
    "constraint_pull": 1.6,
    "enough_answers": 2,
}


def aspect_ids(pair: Pair) -> list[str]:
    """One id for each point, of letters, digits and hyphens, each new."""
    found: list[str] = []
    for point in pair.points:
        base = "-".join(words_of(point.title))[:LABEL].strip("-")
        number = 1
        name = base
        while name in found:
            number += 1
            name = f"{base}-{number}"
        found.append(name)
    return found


def comparison_data(pair: Pair, rules: Rules) -> dict[str, Any]:
    """What `knowledge/comparison.yaml` holds."""
    return {
        "aspects": [
            {
                "id": name,
                "title": point.title,
                "aliases": [" ".join(words_of(point.title))],
                "open": point.open,
                "closed": point.closed,
                "verdict": rules.says["verdict"],
            }
            for name, point in zip(aspect_ids(pair), pair.points, strict=True)
        ]
    }


def comparison_asks(pair: Pair, rules: Rules) -> list[str]:
    """With the shortest names of the sides; the first few patterns with their other names too."""
    firsts, seconds = pair.names
    found = [fill(each, a=firsts[0], b=seconds[0]) for each in rules.comparison]
    others = zip(firsts[1:], seconds[1:], strict=False)
    found += [fill(each, a=a, b=b) for a, b in others for each in rules.comparison[:OTHER_NAMES]]
    return list(dict.fromkeys(found))


def aspect_asks(point: Point, pair: Pair, rules: Rules) -> list[str]:
    """By the point's name, by what people ask of its kind, and by what the cells say."""
    (first, *_), (second, *_) = pair.names
    title = " ".join(words_of(point.title))
    found = [fill(each, t=title, a=first, b=second) for each in rules.aspect]
    for kind in kinds_of(title, rules.aspect_kinds)[:2]:
        found += [fill(each, a=first, b=second) for each in kind.asks]
    for name, cell in ((first, point.open), (second, point.closed)):
        words = " ".join(words_of(cell)[:10])
        if words:
            found += [f"{title} {words}", f"which one is {words}", f"is {name} {words}", words]
    return list(dict.fromkeys(found))


def factors_of(pair: Pair, rules: Rules) -> list[dict[str, Any]]:
    """A question for each point whose two cells can be told apart on buttons."""
    found: list[dict[str, Any]] = []
    for name, point in zip(aspect_ids(pair), pair.points, strict=True):
        factor = re.sub(r"[^a-z]+", "_", name).strip("_")
        labels = [cut(point.open, LABEL), cut(point.closed, LABEL)]
        is_new = factor and all(factor != each["id"] for each in found)
        if (
            not is_new
            or not all(map(words_of, labels))
            or words_of(labels[0]) == words_of(labels[1])
        ):
            continue
        found.append(_factor(factor, f"{COMPARISON}/{name}", point, labels, pair, rules))
    return found[:MOST_QUESTIONS]


def _factor(
    name: str, topic: str, point: Point, labels: Sequence[str], pair: Pair, rules: Rules
) -> dict[str, Any]:
    a, b = pair.titles
    slots = {"t": point.title, "a": a, "b": b, "open": point.open, "closed": point.closed}
    say = rules.says
    sides = (("first", "open", a, labels[0]), ("second", "closed", b, labels[1]))
    values = [
        {
            "id": value,
            "label": label,
            "leaning": side,
            "reason": fill(say["factor_reason"], t=label, a=title),
        }
        for value, side, title, label in sides
    ]
    either = {
        "id": "either",
        "label": say["either"],
        "leaning": "neutral",
        "reason": say["either_reason"],
    }
    return {
        "id": name,
        "title": point.title,
        "question": fill(say["factor_question"], **slots),
        "why": fill(say["factor_why"], **slots),
        "meaning": fill(say["factor_meaning"], **slots),
        "example": fill(say["factor_example"], open=labels[0], closed=labels[1]),
        "core": True,
        "topic": topic,
        "values": [*values, either],
    }


def answers_of(
    factor: dict[str, Any], pair: Pair, rules: Rules, unknown: Sequence[str]
) -> dict[str, list[str]]:
    """How people answer a factor, by value; no answer under two of them or among the `unknown`."""
    counted = (rules.answers_first, rules.answers_second)
    texts: dict[str, list[str]] = {"either": list(rules.answers_either)}
    for value, (name, *_), more in zip(factor["values"], pair.names, counted, strict=False):
        label = " ".join(words_of(value["label"]))
        texts[value["id"]] = [*(fill(each, t=label, a=name) for each in rules.answers), *more]
    taken = set(map(key_of, unknown))
    found: dict[str, list[str]] = {}
    for value, said in texts.items():
        new = {key_of(text): text for text in said if key_of(text) not in taken}
        found[value] = list(new.values())
        taken.update(new)
    return found


def recommend_asks(pair: Pair, rules: Rules) -> list[str]:
    (first, *_), (second, *_) = pair.names
    return [fill(each, a=first, b=second) for each in rules.recommend]
