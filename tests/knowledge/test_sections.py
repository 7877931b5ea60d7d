"""What people hear when they ask about a topic, in three lengths, one or several at a time."""

from __future__ import annotations

import random

import pytest

from bot.content.snapshot import Content
from bot.knowledge.budget import ROOM, Part, compose, size, whole_sentences
from bot.knowledge.sections import Form, section_reply, sections_reply, topic_list_reply
from bot.knowledge.unknown import define
from bot.render.plain import render


def test_a_question_is_answered_in_short_with_the_way_to_more(content: Content) -> None:
    reply = section_reply(content, "open/definition", "short")
    section = content.section_by_id["open/definition"]
    assert (reply.kind, reply.topics) == ("answer", ("open/definition",))
    assert reply.text == section.short
    assert reply.sources == section.sources
    assert reply.options[0].id == "more:open/definition"
    assert [option.id for option in reply.options[1:]] == [
        *(f"topic:{each}" for each in section.related[:3]),
        "words:open/definition",
    ]


def test_the_normal_form_goes_on_from_the_short_one(content: Content) -> None:
    reply = section_reply(content, "open/definition")
    assert reply.text.startswith(section_reply(content, "open/definition", "short").text)
    assert "weights" in reply.text


def test_tell_me_more_says_what_was_not_said_and_offers_no_more(content: Content) -> None:
    reply = section_reply(content, "open/definition", "more")
    assert reply.text == content.section_by_id["open/definition"].more
    assert not any(option.id.startswith("more:") for option in reply.options)


def test_a_topic_that_nobody_wrote_is_turned_away_with_the_start(content: Content) -> None:
    reply = section_reply(content, "open/knitting")
    assert reply.kind == "out_of_scope"
    assert [option.id for option in reply.options] == [
        f"topic:{each}" for each in content.guide.start_topics[:5]
    ]


def test_two_questions_get_two_answers_in_their_order(content: Content) -> None:
    reply = sections_reply(content, ["closed/advantages", "open/licenses", "closed/advantages"])
    assert reply.topics == ("closed/advantages", "open/licenses")
    first, second = (content.section_by_id[each] for each in reply.topics)
    assert reply.text.index(first.short) < reply.text.index(f"**{second.title}**")
    assert {source.title for source in second.sources} <= {each.title for each in reply.sources}


def test_what_does_not_fit_is_offered_rather_than_cut(content: Content) -> None:
    asked = list(content.section_by_id)[:9]
    reply = sections_reply(content, asked)
    left = [option.id.removeprefix("topic:") for option in reply.options]
    assert 2 <= len(reply.topics) < 9
    assert [*reply.topics, *left] == asked[: len(reply.topics) + len(left)]


def test_one_question_among_unknown_ones_is_answered_as_one(content: Content) -> None:
    assert sections_reply(content, ["nowhere", "overview"]).topics == ("overview",)
    assert sections_reply(content, []).kind == "out_of_scope"


def test_a_list_of_topics_names_them_and_makes_the_first_ones_buttons(content: Content) -> None:
    reply = topic_list_reply(content, ["overview", "nowhere", "trends"], "I can tell you about:")
    assert reply.text.startswith("I can tell you about:\n\n- ")
    assert reply.topics == ("overview", "trends")
    assert [option.id for option in reply.options] == ["topic:overview", "topic:trends"]


@pytest.mark.parametrize("form", ["short", "normal", "more"])
def test_every_topic_in_every_form_fits_and_cites(content: Content, form: Form) -> None:
    for section in content.sections:
        reply = section_reply(content, section.id, form)
        assert reply.text
        assert size(reply) <= ROOM
        assert reply.text in render(reply)
        assert reply.sources == section.sources
        assert all(len(option.label) <= 34 for option in reply.options)


def test_any_handful_of_topics_fits(content: Content) -> None:
    chance = random.Random(11)
    ids = list(content.section_by_id)
    for _ in range(200):
        reply = sections_reply(content, chance.sample(ids, chance.randint(1, 8)))
        assert size(reply) <= ROOM
        assert reply.text in render(reply)


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("define rag", "concepts/rag"),
        ("what does MoE mean", "concepts/mixture-of-experts"),
        ("what is the meaning of quantization please", "concepts/quantization"),
        ("our lecturer used the word distillation, what is it", "concepts/distillation"),
        ("VRAM", "concepts/hardware"),
        ("what do the letters in GGUF mean", "concepts/quantization"),
        ("explain the term apache license", "licenses/apache-2.0"),
        ("gpt-4o, what's that", "models/gpt-4o"),
    ],
)
def test_a_term_is_looked_up_however_the_question_is_put(
    content: Content, said: str, topic: str
) -> None:
    reply = define(content, said)
    assert reply is not None
    assert reply.topics[0] == topic


@pytest.mark.parametrize("said", ["", "?!", "what does it mean", "define snorkelwhacker"])
def test_a_term_that_nobody_knows_is_not_made_up(content: Content, said: str) -> None:
    assert define(content, said) is None


def test_what_matters_least_goes_first_and_nothing_is_cut_in_a_word() -> None:
    parts = [Part("Lead."), Part("- one", 2), Part("- two", 3), Part("- three", 1), Part("End.")]
    assert compose(parts, 100) == "Lead.\n\n- one\n- two\n- three\n\nEnd."
    assert compose(parts, 30) == "Lead.\n\n- one\n- three\n\nEnd."
    assert compose(parts, 22) == "Lead.\n\n- three\n\nEnd."
    assert whole_sentences("One two. Three four.", 15) == "One two."
    assert whole_sentences("One two three", 8) == "One two"
    assert whole_sentences("One", 0) == ""
