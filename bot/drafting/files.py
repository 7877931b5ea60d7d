"""The files of a drafted pack, by their names within its folder."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from bot.drafting.choice import NUMBERS, answers_of, comparison_data, factors_of
from bot.drafting.comparing import SIDES
from bot.drafting.pack import Guide
from bot.drafting.rules import PHRASES, Rewordings, Starter
from bot.drafting.sections import COMPARISON, FACTORS, OVERVIEW, Section
from bot.drafting.utterances import Intents

MOST_STARTS = 5
SLOT_SIGNS = re.compile(r"[{}<>]")
INTENT_FILES = ("controls", "smalltalk", "outside", "recommend")


def files_of(guide: Guide, starter: Starter, bot: str) -> dict[str, str]:
    """Every file of the pack; `bot` is the name that the bot goes by."""
    found: dict[str, str] = {}

    def put(name: str, data: object) -> None:
        found[name] = _comment(name, starter) + _yaml(data)

    put("knowledge/guide.yaml", _guide(guide, bot))
    for section in guide.sections:
        found[f"knowledge/sections/{section.id}.md"] = _section(section)
    for name, table in starter.phrases.items():
        put(f"{PHRASES}/{name}", _phrases(table.model_dump(), guide, starter, bot))
    for name, intents in guide.intents.items():
        put(f"intents/{name}.yaml", _intents(intents))
    put("intents/asks.yaml", {"intents": []})
    put("intents/answers/unknown.yaml", {"utterances": list(starter.unknown)})
    put("intents/vocabulary.yaml", _vocabulary(guide, starter))
    found["intents/calibration.yaml"] = starter.calibration
    for name, data in _choice(guide, starter).items():
        put(name, data)
    return found


def _yaml(data: object) -> str:
    text: str = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=10_000)
    return text


def _comment(name: str, starter: Starter) -> str:
    """The comment for a file, or for the folder that it is in."""
    text = starter.comments.get(name) or starter.comments.get(name.rpartition("/")[0], "")
    return "".join(f"# {line}\n" for line in text.splitlines())


def _guide(guide: Guide, bot: str) -> dict[str, Any]:
    data: dict[str, Any] = {
        "name": bot,
        "subject": guide.title,
        "language": "en",
        "as_of": guide.as_of,
    }
    ids = [each.id for each in guide.sections]
    if guide.pair:
        sides = {section.side: section.id for section in reversed(guide.sections) if section.side}
        data |= {
            "sides": dict(zip(SIDES, guide.pair.titles, strict=True)),
            "side_names": {
                side: names[0] for side, names in zip(SIDES, guide.pair.names, strict=True)
            },
            "comparison_topic": COMPARISON,
            "comparison_prefix": COMPARISON,
            "examples_topic": {side: sides.get(side, COMPARISON) for side in SIDES},
        }
        data |= {"factors_topic": FACTORS} if FACTORS in ids else {}
    first = [name for name in (OVERVIEW, COMPARISON, FACTORS) if name in ids]
    tops = [each.id for each in guide.sections if "/" not in each.id]
    starts = list(dict.fromkeys([*first, *tops, *ids]))[:MOST_STARTS]
    return {**data, "start_topics": starts, "listing": ids, "sums_dated_by": "source"}


def _section(section: Section) -> str:
    fields: dict[str, Any] = {"id": section.id, "title": section.title}
    optional = {"side": section.side, "aspect": section.aspect}
    lists = {"aliases": list(section.aliases), "related": list(section.related)}
    fields |= {key: value for key, value in {**optional, **lists}.items() if value}
    fields["sources"] = [each.model_dump() for each in section.sources]
    body = [section.forms.short, section.forms.normal]
    body += ["## More", section.forms.more] if section.forms.more else []
    text = "\n\n".join(part for part in body if part).replace("## More\n\n", "## More\n")
    return f"---\n{_yaml(fields)}---\n{text}\n"


def _phrases(table: Mapping[str, Any], guide: Guide, starter: Starter, bot: str) -> dict[str, Any]:
    """Ajar's phrases, with those on its subject in words for this guide."""
    a, b = guide.pair.titles if guide.pair else ("", "")
    names = {"name": bot, "subject": guide.title, "open": a, "closed": b}
    words = {f"<{name}>": SLOT_SIGNS.sub("", text).strip() for name, text in names.items()}
    layers: list[Rewordings] = [starter.plain, *([starter.choice] if guide.pair else [])]
    found: dict[str, Any] = {}
    for kind in ("phrases", "buttons"):
        own = dict(table[kind])
        for layer in layers:
            own |= {key: text for key, text in getattr(layer, kind).items() if key in own}
        found[kind] = {key: _filled(text, words) for key, text in own.items()}
    return {kind: entries for kind, entries in found.items() if entries}


def _filled(text: str | Sequence[str], words: Mapping[str, str]) -> str | list[str]:
    if not isinstance(text, str):
        return [str(_filled(each, words)) for each in text]
    for slot, word in words.items():
        text = text.replace(slot, word)
    return text


def _intents(intents: Intents) -> dict[str, Any]:
    return {"intents": [{"id": name, "utterances": texts} for name, texts in intents.items()]}


def _vocabulary(guide: Guide, starter: Starter) -> dict[str, Any]:
    data = starter.vocabulary.model_dump(include={"spellings", "synonyms"})
    data["languages"] = {name: list(words) for name, words in starter.vocabulary.languages.items()}
    if not guide.pair:
        return data
    return {
        "sides": {side: list(names) for side, names in zip(SIDES, guide.pair.names, strict=True)},
        **data,
    }


def _choice(guide: Guide, starter: Starter) -> dict[str, Any]:
    """The files that only a guide with two sides has."""
    if not guide.pair:
        return {}
    rules = starter.rules
    factors = factors_of(guide.pair, rules)
    found: dict[str, Any] = {
        "knowledge/comparison.yaml": comparison_data(guide.pair, rules),
        "knowledge/factors.yaml": {"factors": factors},
        "knowledge/advisor.yaml": {
            **NUMBERS,
            "max_questions": max(1, len(factors)),
            "constraints": [],
            "starting_points": [],
            "first_steps": {},
            "sources": [guide.source.model_dump()],
        },
    }
    for factor in factors:
        values = answers_of(factor, guide.pair, rules, starter.unknown)
        found[f"intents/answers/{factor['id']}.yaml"] = {
            "factor": factor["id"],
            "values": {value: {"asked": texts} for value, texts in values.items()},
        }
    return found
