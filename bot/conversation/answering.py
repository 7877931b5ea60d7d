"""Requests for knowledge, answered from the content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.content.snapshot import Content
from bot.conversation.options import start_options, topic_option
from bot.knowledge.compare import compare_many
from bot.knowledge.cost import cost_reply, is_on_break_even, says_a_load, says_a_sum
from bot.knowledge.find import find_models
from bot.knowledge.find.query import (
    Query,
    is_about_license,
    is_listing,
    is_search,
    parse_query,
    unheeded,
)
from bot.knowledge.focus import asks_licenses, license_question, model_focus, names_rows
from bot.knowledge.glossary import glossary_reply, term_reply
from bot.knowledge.hardware import fits_reply
from bot.knowledge.licenses.card import license_card, licenses_of_models
from bot.knowledge.models.card import model_card
from bot.knowledge.models.vendor import main_family, vendor_card
from bot.knowledge.sections import section_reply, sections_reply
from bot.knowledge.unknown import (
    asked_words,
    define,
    nearest_models,
    unknown_license,
    unknown_model,
    unknown_note,
)
from bot.reply import Option, Reply
from bot.understanding.reading import Reading
from bot.understanding.request import Act, Clarify, Request, Unknown
from bot.understanding.terms import GLOSSARY

LONGEST = 1600
Answerer = Callable[[Content, Request, Reading], Reply]


def answer(content: Content, requests: tuple[Request, ...], reading: Reading) -> Reply:
    """One reply to one request, or to several in order."""
    if len(requests) == 1:
        return answer_one(content, requests[0], reading)
    if all(request.act == "section" for request in requests):
        topics = tuple(topic for request in requests for topic in request.topics)
        reply = sections_reply(content, topics)
        return reply.with_(confidence=min(request.confidence for request in requests))
    return _joined([answer_one(content, request, reading) for request in requests])


def answer_one(content: Content, request: Request, reading: Reading) -> Reply:
    reply = ANSWERERS[request.act](content, request, reading)
    entities = tuple(dict.fromkeys((*reply.entities, *request.entities)))
    return reply.with_(confidence=round(request.confidence, 4), entities=entities)


def _section(content: Content, request: Request, reading: Reading) -> Reply:
    query = parse_query(reading.text, reading, content)
    if is_listing(content, query, reading, request.topics):
        return _found(content, query, reading)
    topics = tuple(topic for topic in request.topics if topic in content.section_by_id)
    is_cost = topics[:1] == (content.guide.cost_topic,)
    if is_cost and says_a_load(content, reading.sums, reading.text):
        return _cost(content, request, reading)
    if not topics:
        return nothing_fits(content, Unknown(content.guide.start_topics, 0.0))
    if request.name == "more":
        return section_reply(content, topics[0], "more")
    return (
        section_reply(content, topics[0]) if len(topics) == 1 else sections_reply(content, topics)
    )


def wants_list(content: Content, request: Request, reading: Reading) -> bool:
    """Whether a request that reads as one for a topic will be answered with a list of models."""
    if request.act != "section":
        return False
    query = parse_query(reading.text, reading, content)
    return is_listing(content, query, reading, request.topics)


def _compare(content: Content, request: Request, reading: Reading) -> Reply:
    if request.models and not request.licenses and asks_licenses(reading.corrected):
        question = license_question(reading.corrected)
        return licenses_of_models(content, request.models, question)
    on_cost = bool(request.models) and request.aspects == ("cost",)
    if on_cost and says_a_sum(content, reading.sums, reading.text):
        return _cost(content, request, reading)
    is_wide = bool(request.models) and names_rows(reading.corrected)
    aspects = () if is_wide else request.aspects
    return compare_many(
        content, request.models, request.licenses, request.sides, aspects, request.vendors
    )


def _model(content: Content, request: Request, reading: Reading) -> Reply:
    if not request.models:
        return _find(content, request, reading)
    focus = model_focus(reading.corrected)
    question = license_question(reading.corrected)
    if question == "commercial" and focus is None:
        return licenses_of_models(content, request.models, question)
    return model_card(content, request.models[0], focus)


def _license(content: Content, request: Request, reading: Reading) -> Reply:
    question = license_question(reading.corrected)
    models = _models_meant(content, request)
    if models:
        return licenses_of_models(content, models, question)
    if request.licenses:
        return license_card(content, request.licenses[0], question)
    return _section(content, replace(request, topics=_topic(content.guide.licenses_topic)), reading)


def _hardware(content: Content, request: Request, reading: Reading) -> Reply:
    if is_on_break_even(reading.text):
        return _cost(content, request, reading)
    query = parse_query(reading.text, reading, content)
    is_new = not (request.models or request.name or request.earlier)
    if is_new and is_search(content, query, reading.corrected):
        return _found(content, query, reading)
    reply = fits_reply(
        content, request.models, request.devices, reading.sums, reading.text, request.earlier
    )
    if not request.name:
        return reply
    return reply.with_(text=f"{unknown_note(content, request.name)} {reply.text}")


def _cost(content: Content, request: Request, reading: Reading) -> Reply:
    models = _models_meant(content, request)
    return cost_reply(content, models, reading.sums, reading.text, request.earlier)


def _find(content: Content, request: Request, reading: Reading) -> Reply:
    query = parse_query(reading.text, reading, content)
    if request.licenses and is_about_license(content, query, reading):
        return license_card(content, request.licenses[0], license_question(reading.corrected))
    return _found(content, query, reading)


def _found(content: Content, query: Query, reading: Reading) -> Reply:
    return find_models(content, query, note=unheeded(content, reading.corrected))


def _models_meant(content: Content, request: Request) -> tuple[str, ...]:
    """The models that are named, or the main family of the one vendor that is named alone."""
    if request.models or request.licenses or len(request.vendors) != 1:
        return request.models
    family = main_family(content, request.vendors[0])
    return (family,) if family else ()


def _vendor(content: Content, request: Request, reading: Reading) -> Reply:
    return vendor_card(content, request.vendors[0])


def _define(content: Content, request: Request, reading: Reading) -> Reply:
    if request.name == GLOSSARY:
        found = glossary_reply(content)
    else:
        found = term_reply(content, request.name) or define(content, reading.text)
    if found is not None:
        return found
    nearest = tuple(c.intent for c in reading.candidates if c.intent in content.section_by_id)
    reply = nothing_fits(content, Unknown(nearest or content.guide.start_topics, 0.3))
    word = " ".join(asked_words(content, reading.text))
    return reply.with_(text=f"{unknown_note(content, word)} {reply.text}") if word else reply


def _unknown_name(content: Content, request: Request, reading: Reading) -> Reply:
    return unknown_model(content, request.name, nearest_models(content, request.name))


def _unknown_license(content: Content, request: Request, reading: Reading) -> Reply:
    return unknown_license(content, request.name)


def _topic(topic: str | None) -> tuple[str, ...]:
    return (topic,) if topic else ()


ANSWERERS: dict[Act, Answerer] = {
    "section": _section,
    "compare": _compare,
    "model": _model,
    "license": _license,
    "vendor": _vendor,
    "hardware": _hardware,
    "cost": _cost,
    "find": _find,
    "define": _define,
    "unknown_name": _unknown_name,
    "unknown_license": _unknown_license,
}


def _joined(replies: list[Reply]) -> Reply:
    """Several replies as one: each under its title, as much of each as there is room for."""
    room = LONGEST // len(replies)
    parts = []
    for reply in replies:
        text = f"{reply.text}\n{reply.after_table}".strip()
        if len(text) > room:
            text = text[:room].rsplit("\n", 1)[0].rsplit(". ", 1)[0].rstrip(".") + "."
        parts.append(f"**{reply.title}**\n{text}" if reply.title else text)
    first = replies[0]
    return first.with_(
        title=None,
        table=None,
        after_table="",
        text="\n\n".join(parts),
        topics=tuple(dict.fromkeys(t for reply in replies for t in reply.topics)),
        entities=tuple(dict.fromkeys(e for reply in replies for e in reply.entities)),
        sources=tuple(dict.fromkeys(s for reply in replies for s in reply.sources)),
        options=(),
    )


def nothing_fits(content: Content, outcome: Unknown) -> Reply:
    """Says that it is outside, or that a name is not known, and offers what is nearest."""
    known = dict.fromkeys(topic for topic in outcome.nearest if topic in content.section_by_id)
    topics = tuple(known)[:3]
    lines = "\n".join(f"- {content.section_by_id[topic].title}" for topic in topics)
    if outcome.name:
        nearest = nearest_models(content, outcome.name)
        reply = unknown_model(content, outcome.name, nearest)
        doubt = content.say("outside_name")
        return reply.with_(
            kind="out_of_scope",
            text=f"{reply.text}\n\n{doubt}",
            confidence=round(outcome.confidence, 4),
        )
    return Reply(
        "out_of_scope",
        f"{content.say('outside')}\n{lines}",
        confidence=round(outcome.confidence, 4),
        options=(
            *(topic_option(content, topic) for topic in topics),
            *start_options(content),
        ),
    )


def ask_back(content: Content, outcome: Clarify) -> Reply:
    """Offers the likely readings as buttons."""
    options = tuple(dict.fromkeys(_option(content, request) for request in outcome.requests))
    lines = "\n".join(f"- {option.label}" for option in options)
    topics = tuple(t for request in outcome.requests for t in request.topics)
    return Reply(
        "clarify",
        f"{content.say('clarify')}\n{lines}",
        topics=topics,
        confidence=round(outcome.requests[0].confidence, 4),
        options=options,
    )


def _option(content: Content, request: Request) -> Option:
    topics = tuple(topic for topic in request.topics if topic in content.section_by_id)
    if topics:
        return topic_option(content, topics[0])
    if request.act == "recommend":
        return Option("control:start", content.button("start"))
    return topic_option(content, content.guide.start_topics[0])
