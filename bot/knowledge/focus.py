"""Which point of a card a question is about, by its words; the card puts that point first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from bot.knowledge.licenses.permissions import Question
from bot.knowledge.models.focus import Focus

Point = TypeVar("Point", Focus, Question)
MODEL_POINTS: Mapping[Focus, re.Pattern[str]] = {
    "open": re.compile(r"\b(open\w*|closed|weights?|download\w*|proprietary|free)\b"),
    "maker": re.compile(r"\b(who|made|makes?|maker|built|created?|company|behind|from|china\w*)\b"),
    "price": re.compile(r"\b(price|prices|cost|costs|expensive|cheap)\b"),
    "context": re.compile(r"\b(context|window|tokens?)\b"),
    "released": re.compile(r"\b(when|released?|release|old|date|new)\b"),
    "status": re.compile(r"\b(still|around|retired|dead|happened|exist\w*|alive|gone|became)\b"),
}
LICENSE_POINTS: Mapping[Question, re.Pattern[str]] = {
    "outputs": re.compile(r"\b(train|distill|outputs?|what i make|pictures made|images made)\b"),
    "redistribute": re.compile(
        r"\b(redistribut\w*|ship|share|pass on|bundle|embed|upload|publish)\b"
    ),
    "fine_tune": re.compile(r"\b(fine|finetune\w*|tune|tuning|retrain)\b"),
    "attribution": re.compile(r"\b(credit|attribut\w*|mention|name|notice|logo)\b"),
    "change": re.compile(r"\b(modif\w*|change|changes|fork|edit|derivative\w*)\b"),
    "commercial": re.compile(
        r"\b(commercial\w*|sell|selling|sold|money|company|companies|business|saas|product|client\w*|"
        r"customer\w*|startup|paid|sue|profit)\b"
    ),
}


LICENSES = re.compile(r"\blicen[cs]es?\b")
VERSUS = re.compile(r"\b(vs|versus|compar\w*|differ\w*|better|against|or)\b")


ROWS = re.compile(
    r"\b(context|window|size|parameters|params|licen[cs]es?|media|released?|dates?|maker|cutoff)\b"
)


def names_rows(text: str) -> bool:
    """Whether a comparison asks for points that are no aspect, so that all are to be shown."""
    return bool(ROWS.search(text))


def asks_licenses(text: str) -> bool:
    """Whether several things are named to ask for the licence of each, not to set them against."""
    return bool(LICENSES.search(text)) and not VERSUS.search(text)


def model_focus(text: str) -> Focus | None:
    """The point of a model's card that `text` (plain) asks for first, if any."""
    return _first(MODEL_POINTS, text)


def license_question(text: str) -> Question | None:
    """The permission that `text` (plain) asks about first, if any."""
    return _first(LICENSE_POINTS, text)


def _first(points: Mapping[Point, re.Pattern[str]], text: str) -> Point | None:
    return next((point for point, words in points.items() if words.search(text)), None)
