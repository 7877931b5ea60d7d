"""The card of a licence: what one may, what one must, and what to watch out for."""

from __future__ import annotations

from collections.abc import Sequence

from bot.content.schema import License, Model
from bot.content.snapshot import Content
from bot.knowledge.budget import ROOM, Part, compose
from bot.knowledge.catalogue import GONE, SERVICE
from bot.knowledge.licenses.body import body
from bot.knowledge.licenses.labels import license_name
from bot.knowledge.licenses.lists import family_licenses, licenses_table
from bot.knowledge.licenses.permissions import Question, answer
from bot.knowledge.models.families import license_of, licenses_topic, members
from bot.knowledge.models.statuses import status_sentence
from bot.knowledge.sources import license_sources, model_sources
from bot.knowledge.wording import sentence
from bot.reply import Reply


def license_card(content: Content, license_id: str, question: Question | None = None) -> Reply:
    """A licence, its aliases included; what `question` asks for stands first."""
    each = content.license_by_name.get(license_id.lower())
    if each is None:
        return unknown_license(content)
    title = license_name(each)
    lead = [Part(answer(content, each, question))] if question else []
    return Reply(
        kind="license",
        title=title,
        text=compose([*lead, *body(content, each, question)], ROOM - len(title)),
        topics=(f"licenses/{each.id}", *licenses_topic(content)),
        entities=(each.id,),
        sources=license_sources(content, each),
    )


def licenses_of_models(
    content: Content, model_ids: Sequence[str], question: Question | None = None
) -> Reply:
    """The licence of one model, of a family's members, or of several models side by side."""
    known = dict.fromkeys(each for each in model_ids if each in content.model_by_id)
    models = [content.model_by_id[each] for each in known]
    if not models:
        return unknown_license(content)
    if len(models) > 1:
        return licenses_table(content, models, question)
    if len({_license_id(content, each) for each in members(content, models[0].id)}) > 1:
        return family_licenses(content, models[0], question)
    return _license_of(content, models[0], question)


def _license_id(content: Content, model: Model) -> str:
    found = license_of(content, model)
    return found.id if found else ""


def _license_of(content: Content, model: Model, question: Question | None) -> Reply:
    own = license_of(content, model)
    if own is None:
        own = next((license_of(content, each) for each in members(content, model.id)), None)
    if own is None:
        return _not_established(content, model)
    title = content.say("knowledge_license_title", model=model.name, license=license_name(own))
    parts = [Part(_lead(content, model, own, question))]
    if model.status in GONE:
        parts.append(Part(status_sentence(content, model), 2))
    if model.openness_note:
        parts.append(Part(sentence(model.openness_note), 3 if own.kind == SERVICE else 1))
    return Reply(
        kind="license",
        title=title,
        text=compose([*parts, *body(content, own, question)], ROOM - len(title)),
        topics=(f"licenses/{own.id}", *licenses_topic(content)),
        entities=(model.id, own.id),
        sources=(*license_sources(content, own), *model_sources(content, model, 1)),
    )


def _lead(content: Content, model: Model, own: License, question: Question | None) -> str:
    if question:
        return answer(content, own, question, model.name)
    key = "knowledge_service_of" if own.kind == SERVICE else "knowledge_license_is"
    return content.say(key, model=model.name, license=license_name(own).removeprefix("The "))


def _not_established(content: Content, model: Model) -> Reply:
    lead = content.say("knowledge_license_not_established", model=model.name)
    note = sentence(model.openness_note) if model.openness_note else ""
    advice = content.say("knowledge_no_license_advice")
    return Reply(
        kind="license",
        title=model.name,
        text=compose([Part(lead), Part(note, 1), Part(advice)], ROOM),
        topics=licenses_topic(content),
        entities=(model.id,),
        sources=model_sources(content, model),
    )


def unknown_license(content: Content) -> Reply:
    return Reply(
        kind="clarify",
        text=content.say("knowledge_unknown_license"),
        topics=licenses_topic(content),
    )
