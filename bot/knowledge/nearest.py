"""What to say of a name that the catalogue lacks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from bot.content.snapshot import Content
from bot.knowledge.budget import Part, compose
from bot.knowledge.catalogue import catalogue
from bot.knowledge.licenses.labels import license_name
from bot.knowledge.wording import cut, quick_key
from bot.reply import Option, Reply

LABEL = 34
LONGEST_NAME = 40
LEAST_ALIKE = 0.6
LOOKED_AT = 30
MARKS = re.compile(r"[`*_~|<>@#\[\]\\]")


def unknown_model(content: Content, name: str, nearest_ids: Sequence[str]) -> Reply:
    """Says that the name is not known and offers the nearest entries as options."""
    known = [content.model_by_id[each] for each in nearest_ids if each in content.model_by_id]
    parts = [Part(unknown_note(content, name))]
    if known:
        parts.append(Part(content.say("knowledge_nearest")))
        parts += [Part(f"- **{each.name}**: {each.summary}", 1) for each in known]
    else:
        parts.append(Part(content.say("knowledge_no_nearest")))
    return Reply(
        kind="clarify",
        text=compose(parts, 1_000),
        options=tuple(Option(f"model:{each.id}", cut(each.name, LABEL)) for each in known),
    )


def unknown_note(content: Content, name: str) -> str:
    """The sentence that a name is not known; nothing in the name can do harm on a screen."""
    shown = cut(" ".join(MARKS.sub(" ", name).split()), LONGEST_NAME)
    return content.say("knowledge_unknown_model", name=shown or "…")


def unknown_license(content: Content, name: str) -> Reply:
    """Says that a licence is not known and offers those with the nearest names."""
    near = [content.license_by_id[each] for each in nearest_licenses(content, name)]
    parts = [Part(unknown_note(content, name))]
    if near:
        parts.append(Part(content.say("knowledge_nearest")))
        parts += [Part(f"- **{license_name(each)}**: {each.summary}", 1) for each in near]
    parts.append(Part(content.say("knowledge_no_license_advice")))
    return Reply(
        kind="clarify",
        text=compose(parts, 1_000),
        options=tuple(Option(f"license:{each.id}", cut(each.name, LABEL)) for each in near),
    )


def nearest_licenses(content: Content, name: str, limit: int = 3) -> tuple[str, ...]:
    """The licences whose names are most like `name`."""
    wanted = quick_key(name[: 2 * LONGEST_NAME])
    names = catalogue(content).terms
    scorer = JaroWinkler.normalized_similarity
    hits = process.extract(wanted, names.keys(), scorer=scorer, limit=LOOKED_AT)
    return tuple(dict.fromkeys(names[key] for key, _, _ in hits))[:limit] if wanted else ()


def nearest_models(content: Content, name: str, limit: int = 3) -> tuple[str, ...]:
    """The entries whose names are most like `name`; of equals the current and newest first."""
    wanted = quick_key(name[: 2 * LONGEST_NAME])
    if not wanted:
        return ()
    names = catalogue(content).names
    hits = process.extract(
        wanted,
        names.keys(),
        scorer=JaroWinkler.normalized_similarity,
        score_cutoff=LEAST_ALIKE,
        limit=LOOKED_AT,
    )
    best: dict[str, float] = {}
    for key, score, _ in hits:
        best.setdefault(names[key], score)
    return tuple(sorted(best, key=lambda each: _rank(content, each, best[each]))[:limit])


def _rank(content: Content, model_id: str, score: float) -> tuple[float, bool, bool, int]:
    model = content.model_by_id[model_id]
    age = -int(re.sub(r"\D", "", model.released or "0").ljust(8, "0"))
    return (-round(score, 1), model.status != "current", model.kind != "family", age)
