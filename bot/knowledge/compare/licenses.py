"""Licences side by side."""

from __future__ import annotations

from collections.abc import Sequence

from bot.content.schema import License
from bot.content.snapshot import Content
from bot.knowledge.compare.fit import fitted
from bot.knowledge.compare.rows import Row
from bot.knowledge.licenses.card import license_card
from bot.knowledge.licenses.labels import license_name, license_short
from bot.knowledge.licenses.permissions import (
    QUESTIONS,
    Question,
    duties,
    limits,
    permission,
    status_word,
)
from bot.knowledge.models.families import licenses_topic
from bot.knowledge.sources import license_sources
from bot.knowledge.wording import listing, sentence
from bot.reply import Reply

MOST = 4
FULL_UP_TO = 3
SPARE = ("duties", "limits")


def compare_licenses(content: Content, ids: Sequence[str]) -> Reply:
    """Two to four licences: what one allows and the other doesn't comes first. One alone gets
    its card."""
    found = dict.fromkeys(
        content.license_by_name[each.lower()].id
        for each in ids
        if each.lower() in content.license_by_name
    )
    licenses = [content.license_by_id[each] for each in list(found)[:MOST]]
    if len(licenses) < 2:
        return license_card(content, licenses[0].id if licenses else "")
    rows = [*_may(content, licenses), *_must(content, licenses)]
    reply = Reply(
        kind="compare",
        title=listing(content, _names(content, licenses)),
        text=_lead(content, licenses),
        topics=(*(f"licenses/{each.id}" for each in licenses), *licenses_topic(content)),
        entities=tuple(each.id for each in licenses),
        sources=tuple(s for each in licenses for s in license_sources(content, each, 1)),
    )
    header = [_short(content, each, licenses) for each in licenses]
    advice = content.say("knowledge_not_legal_members")
    return fitted(content, reply, header, rows, SPARE, advice)


def _names(content: Content, licenses: Sequence[License]) -> list[str]:
    """Full names for two, short ones where more stand in a line."""
    if len(licenses) < FULL_UP_TO:
        return [license_name(each) for each in licenses]
    return [_short(content, each, licenses) for each in licenses]


def _short(content: Content, each: License, licenses: Sequence[License]) -> str:
    """The short name where it tells the columns apart."""
    shorts = [license_short(content, other) for other in licenses]
    short = license_short(content, each)
    return short if shorts.count(short) == 1 else license_name(each)


def _may(content: Content, licenses: Sequence[License]) -> list[Row]:
    return [
        Row(f"may_{asked}", tuple(status_word(content, each, asked) for each in licenses))
        for asked in QUESTIONS
    ]


def _must(content: Content, licenses: Sequence[License]) -> list[Row]:
    osi = {True: "yes", False: "no", None: "unknown"}
    return [
        Row("osi_short", tuple(
            content.say(f"knowledge_permission_{osi[each.osi_approved]}") for each in licenses
        )),
        Row("duties", tuple(duties(content, each) for each in licenses)),
        Row("limits", tuple(limits(content, each) for each in licenses)),
    ]  # fmt: skip


def _lead(content: Content, licenses: Sequence[License]) -> str:
    """The first permission in which they differ, then what each of them is."""
    asked = next((q for q in QUESTIONS if _differs(licenses, q)), None)
    parts = []
    if asked is None:
        parts.append(content.say("knowledge_licenses_allow_alike"))
    else:
        activity = content.say(f"knowledge_activity_{asked}")
        answers = "; ".join(
            f"{name}: {status_word(content, each, asked)}"
            for name, each in zip(_names(content, licenses), licenses, strict=True)
        )
        parts.append(content.say("knowledge_licenses_main", activity=activity, answers=answers))
    if len(licenses) == 2:
        parts += [f"- **{license_name(each)}:** {sentence(each.summary)}" for each in licenses]
    return "\n".join(parts)


def _differs(licenses: Sequence[License], question: Question) -> bool:
    return len({permission(each, question) for each in licenses}) > 1
