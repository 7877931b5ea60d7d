"""Several licences in one reply: those of a family's members, or of models side by side."""

from __future__ import annotations

from collections.abc import Sequence

from bot.content.schema import License, Model
from bot.content.snapshot import Content
from bot.knowledge.budget import ROOM, Part, compose
from bot.knowledge.catalogue import SERVICE
from bot.knowledge.licenses.labels import license_cell, license_name
from bot.knowledge.licenses.permissions import Question, model_status, permission, status_word
from bot.knowledge.models.families import license_groups, license_of, licenses_topic, members
from bot.knowledge.sources import license_sources, model_sources
from bot.knowledge.wording import capital, cut, cut_list, known, sentence, some_of
from bot.reply import Reply, Table

MOST_NAMES = 4
MOST_ROWS = 8
CELL = 30
Groups = Sequence[tuple[License | None, tuple[Model, ...]]]


def family_licenses(content: Content, family: Model, question: Question | None = None) -> Reply:
    """The licences of a family's members, the commonest first, each with its answer."""
    asked: Question = question or "commercial"
    groups = license_groups(content, members(content, family.id))
    title = content.say("knowledge_licenses_title", model=family.name)
    own = license_of(content, family)
    found = [own, *(each for each, _ in groups)]
    ids = dict.fromkeys(each.id for each in found if each is not None)
    parts = [Part(_lead(content, family, groups, question))]
    if family.openness_note:
        parts.append(Part(sentence(family.openness_note), 1))
    parts += [
        Part(_line(content, each, models, asked), 2 + place)
        for place, (each, models) in enumerate(groups)
    ]
    if own and own.kind != SERVICE and own.watch_out:
        parts.append(Part(own.watch_out, 1))
    parts.append(Part(content.say("knowledge_not_legal_members")))
    return Reply(
        kind="license",
        title=title,
        text=compose(parts, ROOM - len(title)),
        topics=(*(f"licenses/{each}" for each in ids), *licenses_topic(content)),
        entities=(family.id, *ids),
        sources=tuple(
            source for each, _ in groups[:3] if each for source in license_sources(content, each, 1)
        ),
    )


def _lead(content: Content, family: Model, groups: Groups, question: Question | None) -> str:
    if question:
        answers = {permission(each, question) if each else None for each, _ in groups}
        key = "knowledge_family_alike" if len(answers) == 1 else "knowledge_family_depends"
        return content.say(
            key,
            model=family.name,
            activity=content.say(f"knowledge_activity_{question}"),
            status=status_word(content, groups[0][0], question),
        )
    usual, models = groups[0]
    total = sum(len(each) for _, each in groups)
    if usual is None or len(models) * 2 < total:
        return content.say("knowledge_family_several", model=family.name, n=len(groups))
    return content.say(
        "knowledge_family_mostly",
        model=family.name, license=license_name(usual), n=len(models), total=total,
    )  # fmt: skip


def _line(
    content: Content, each: License | None, models: Sequence[Model], question: Question
) -> str:
    """Gives "- **Licence** (commercial use: yes): members"."""
    return content.say(
        "knowledge_family_line",
        license=license_name(each) if each else capital(content.say("knowledge_license_unknown")),
        question=content.say(f"knowledge_short_{question}"),
        status=status_word(content, each, question),
        models=some_of(content, [model.name for model in models], MOST_NAMES),
    )


def licenses_table(
    content: Content, models: Sequence[Model], question: Question | None = None
) -> Reply:
    """The licences of up to eight models as a table, with one answer each."""
    asked: Question = question or "commercial"
    shown = models[:MOST_ROWS]
    found = [license_of(content, model) for model in shown]
    ids = dict.fromkeys(each.id for each in found if each is not None)
    rows = tuple(
        (
            cut(model.name, CELL),
            cut_list(known(content, license_cell(content, model)), CELL),
            model_status(content, model, asked),
        )
        for model in shown
    )
    header = ("model", "license", f"may_{asked}")
    return Reply(
        kind="license",
        title=content.say("knowledge_licenses_table"),
        text=_difference(content, rows, asked),
        table=Table(_labels(content, header), rows),
        after_table=_remark(content, len(models)),
        topics=(*(f"licenses/{each}" for each in ids), *licenses_topic(content)),
        entities=(*(model.id for model in shown), *ids),
        sources=tuple(source for model in shown[:3] for source in model_sources(content, model, 1)),
    )


def _remark(content: Content, count: int) -> str:
    advice = content.say("knowledge_not_legal_members")
    if count <= MOST_ROWS:
        return advice
    return f"{content.say('knowledge_first_rows', n=MOST_ROWS)} {advice}"


def _labels(content: Content, header: Sequence[str]) -> tuple[str, ...]:
    keys = [name if name.startswith("may_") else f"row_{name}" for name in header]
    return tuple(content.say(f"knowledge_{key}") for key in keys)


def _difference(content: Content, rows: Sequence[Sequence[str]], question: Question) -> str:
    alike = len({row[1] for row in rows}) == 1
    if alike:
        return content.say("knowledge_licenses_alike", license=rows[0][1])
    same_answer = len({row[2] for row in rows}) == 1
    key = "knowledge_licenses_same_answer" if same_answer else "knowledge_licenses_differ"
    activity = content.say(f"knowledge_activity_{question}")
    return content.say(key, activity=activity, status=rows[0][2])
