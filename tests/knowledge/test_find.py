"""Searches: what a message asks for, what is found, and what helps where nothing is."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.snapshot import Content
from bot.conversation.plan import Planner
from bot.conversation.state import State
from bot.knowledge.budget import ROOM, size
from bot.knowledge.catalogue import catalogue
from bot.knowledge.find import find_models, more_models, parse_query
from bot.knowledge.find.code import LONGEST_ID, decode, encode, mark, option_id
from bot.knowledge.find.match import FILTERS, matching, memory_needed
from bot.knowledge.find.query import unheeded
from bot.knowledge.find.refine import refined
from bot.knowledge.find.request import MEDIA, OPENNESS, ORDERS, PERMITS, Query
from bot.knowledge.models.families import license_of
from bot.render.plain import render
from bot.understanding.reading import Reading
from bot.understanding.understander import Understander

REQUESTS: list[dict[str, str]] = yaml.safe_load(
    (Path(__file__).parent / "find_requests.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize(
    ("said", "query"),
    [
        (
            "open models under 10b for coding with a commercial licence",
            Query(openness="open", max_b=10, permits=("commercial",), purposes=("coding",)),
        ),
        (
            "cheapest closed model with 200k context",
            Query(openness="closed", min_context=200_000, order="price"),
        ),
        ("image models i can run on 8 gb", Query(medium="image", openness="open", memory_gb=8)),
        ("which models have an mit licence", Query(license="mit")),
        ("models that are not gemma terms", Query(not_license="gemma-terms")),
        ("open models that aren't from google", Query(openness="open", not_vendor="google")),
        ("models between 20b and 40b", Query(min_b=20, max_b=40)),
        ("nothing bigger than 12b, must see images", Query(medium="vision", max_b=12)),
        ("fully open models including the data", Query(openness="open-source")),
        ("models with at least four hundred thousand tokens", Query(min_context=400_000)),
        ("models under a dollar per million tokens", Query(max_price=1)),
        ("newest open models", Query(openness="open", order="new")),
        ("latest proprietary models", Query(openness="closed", order="new")),
        ("open alternative to midjourney", Query(openness="open", like="midjourney")),
        ("mistral models below 10b", Query(max_b=10, family="mistral")),
        ("7b apache", Query(min_b=5.6, max_b=8.75, license="apache-2.0")),
        ("gpl models?", Query(license="gpl")),
        ("find a model", Query()),
        (
            "open weights between 5 and 15 billion",
            Query(openness="open", min_b=5, max_b=15),
        ),
        ("20-40b models under apache", Query(min_b=20, max_b=40, license="apache-2.0")),
        ("closed models that read audio", Query(medium="listening", openness="closed")),
        ("the biggest open model you know", Query(openness="open", order="large")),
        (
            "fastest closed model for chat",
            Query(medium="text", openness="closed", purposes=("fast",)),
        ),
        ("alternatives to whisper", Query(like="whisper")),
        ("models from chinese labs that i can download", Query(openness="open")),
        (
            "models by google not under gemma terms",
            Query(vendor="google", not_license="gemma-terms"),
        ),
    ],
)
def test_a_message_becomes_filters(
    content: Content, understander: Understander, said: str, query: Query
) -> None:
    assert parse_query(said, understander.understand(said), content) == query


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda each: each["ask"])
def test_what_people_look_for_is_read_and_said(planner: Planner, request_: dict[str, str]) -> None:
    """Through the whole understanding: it is a search, and says by what it filtered."""
    reply = planner.text(request_["ask"], State()).reply
    assert reply.kind == "model"
    assert f"Filtered by: {request_['filters']}" in reply.text


def test_a_named_card_counts_with_its_memory(content: Content, understander: Understander) -> None:
    said = "a chat model for a rtx 3060 under mit"
    query = parse_query(said, understander.understand(said), content)
    assert (query.memory_gb, query.license, query.medium) == (12, "mit", "text")


def test_what_was_filtered_is_said_and_all_of_it_holds(content: Content) -> None:
    query = Query(openness="open", max_b=10, permits=("commercial",))
    reply = find_models(content, query)
    assert reply.kind == "model"
    assert "Filtered by: open, at most 10 billion parameters, commercial use." in reply.text
    for model in matching(content, query):
        assert model.side == "open"
        assert (model.parameters.total_b or 99) <= 10
        found = license_of(content, model)
        assert found is not None
        assert found.commercial_use in ("yes", "conditional")


def test_flux_dev_is_not_for_sale_but_schnell_is(content: Content) -> None:
    query = Query(medium="image", family="flux", permits=("commercial",))
    found = {model.id for model in matching(content, query)}
    assert "flux-1-schnell" in found
    assert "flux-1-dev" not in found


def test_mit_does_not_mean_modified_mit(content: Content) -> None:
    found = {model.id for model in matching(content, Query(license="mit"))}
    assert "deepseek-r1" in found
    assert not found & {"kimi-k2", "minimax-m2", "devstral-2"}


def test_a_licence_family_finds_its_members(content: Content) -> None:
    found = {model.id for model in matching(content, Query(license="llama-community"))}
    assert {"llama-2-7b", "llama-4-scout"} <= found


def test_what_was_withdrawn_is_never_offered(content: Content) -> None:
    assert not {"gpt-4", "sora-2", "bard"} & {m.id for m in matching(content, Query())}


def test_memory_is_weights_at_4_bits_and_a_bit(content: Content) -> None:
    model = content.model_by_id["gemma-4-31b"]
    assert memory_needed(model) == pytest.approx(31.3 * 4.9 / 8 * 1.15)
    assert memory_needed(content.model_by_id["gpt-3"]) is None
    found = matching(content, Query(memory_gb=24, medium="vision"))
    assert model in found
    assert all((memory_needed(each) or 99) <= 24 for each in found)


def test_cheapest_first_and_unknown_prices_last(content: Content) -> None:
    found = matching(content, Query(openness="closed", medium="text", order="price"))
    prices = [
        m.price.output_per_mtok_usd or m.price.input_per_mtok_usd or float("inf")
        for m in found
        if m.status == "current"
    ]
    assert prices == sorted(prices)


def test_five_at_a_time_with_a_button_for_more(content: Content) -> None:
    query = Query(license="mit")
    total = len(matching(content, query))
    first = find_models(content, query)
    assert len(first.entities) == 5
    assert [option.label for option in first.options] == ["Five more"]
    seen = list(first.entities)
    reply = first
    while reply.options:
        following = more_models(content, reply.options[0].id)
        assert following is not None
        reply = following
        seen += reply.entities
    assert len(seen) == len(set(seen)) == total
    assert re.search(r"^6\. ", find_models(content, query, 1).text, re.MULTILINE)
    assert find_models(content, query, 999).entities == reply.entities


def test_a_button_that_says_nothing_finds_nothing(content: Content) -> None:
    assert more_models(content, "find:M1") is None
    assert more_models(content, "topic:overview") is None
    assert more_models(content, "find:Zxy?M99Lzzzz:0") == find_models(content, Query())


def test_nothing_found_says_which_filter_to_drop(content: Content) -> None:
    query = Query(medium="video", openness="open", memory_gb=2)
    reply = find_models(content, query)
    assert reply.text.startswith("**Nothing in my list fits all of that.**")
    wider = len(matching(content, query.without("memory_gb")))
    assert f"without “fits into 2 GB at 4 bits”: {wider}" in reply.text
    assert reply.entities == ()


def test_where_one_filter_is_not_enough_two_are_named(content: Content) -> None:
    reply = find_models(content, Query(medium="video", vendor="ibm", max_b=2))
    assert "without “makes video” and “made by IBM”" in reply.text


def test_a_use_that_hardly_any_model_is_marked_for_brings_the_others_too(content: Content) -> None:
    reply = find_models(content, Query(openness="open", purposes=("maths",)))
    assert reply.entities[0] == "phi-4"
    assert "Marked as good for maths: 1, listed first." in reply.text
    assert len(reply.entities) == 5


def test_a_licence_on_conditions_is_marked(content: Content) -> None:
    reply = find_models(content, Query(family="llama", permits=("commercial",)))
    assert "(on conditions)" in reply.text


def test_new_models_come_before_old_ones_that_suit_as_well(content: Content) -> None:
    found = matching(content, Query(openness="open", max_b=10, permits=("commercial",)))
    assert catalogue(content).months[found[0].id] < 12
    assert catalogue(content).months["gpt-2"] > 90


def test_a_withered_model_is_not_the_first_for_its_use(content: Content) -> None:
    reply = find_models(content, Query(openness="open", max_b=10, purposes=("coding",)))
    assert all(content.model_by_id[each].status == "current" for each in reply.entities)


def test_what_is_said_anew_takes_the_place_of_what_was_said(content: Content) -> None:
    before = Query(openness="open", min_b=30, license="mit", memory_gb=48, order="price")

    def after(said: Query, text: str = "") -> Query | None:
        return refined(content, before, said, text)

    assert after(Query(max_b=20)) == replace(before, min_b=None, max_b=20)
    assert after(Query(not_license="mit")) == replace(before, license=None, not_license="mit")
    assert after(Query(openness="closed")) == replace(before, openness="closed", memory_gb=None)
    assert after(Query(), "the price does not matter") == replace(before, order=None)
    assert after(Query(), "any size or any licence") == replace(before, min_b=None, license=None)
    assert after(Query(), "what is a licence") is None
    assert after(Query(openness="open")) is None


def test_a_wish_that_no_filter_knows_is_named(content: Content) -> None:
    assert "where a maker or host is" in unheeded(content, "open models from europe")
    assert "where a model is on offer" in unheeded(content, "models on azure and aws")
    assert unheeded(content, "open models under 10b") == ""


queries = st.builds(
    Query,
    medium=st.none() | st.sampled_from(MEDIA),
    openness=st.none() | st.sampled_from(OPENNESS),
    min_b=st.none() | st.integers(1, 2_000).map(lambda n: n / 4),
    max_b=st.none() | st.integers(1, 2_000).map(lambda n: n / 4),
    permits=st.lists(st.sampled_from(PERMITS), unique=True, max_size=3).map(tuple),
    min_context=st.none() | st.integers(1, 10_000_000),
    max_price=st.none() | st.integers(1, 10_000).map(lambda n: n / 100),
    memory_gb=st.none() | st.integers(1, 512).map(float),
    license=st.none() | st.sampled_from(["mit", "gpl", "llama-community", "flux-nc"]),
    vendor=st.none() | st.sampled_from(["openai", "voyage-ai", "z-ai"]),
    family=st.none() | st.sampled_from(["qwen", "flux"]),
    like=st.none() | st.sampled_from(["gpt-4", "midjourney"]),
    purposes=st.lists(st.sampled_from(["coding", "maths", "art"]), unique=True, max_size=3).map(
        tuple
    ),
    order=st.none() | st.sampled_from(ORDERS),
)


@given(query=queries)
@settings(max_examples=80, deadline=None)
def test_any_query_can_be_read_back_from_its_button(content: Content, query: Query) -> None:
    assert decode(encode(query), content) == query
    button = option_id(query, 1)
    assert button is None or len(button) <= LONGEST_ID


@given(query=queries, page=st.integers(-3, 90))
@settings(max_examples=80, deadline=None)
def test_any_query_is_answered_within_the_limits(content: Content, query: Query, page: int) -> None:
    reply = find_models(content, query, page)
    assert size(reply) <= ROOM
    assert reply.text in render(reply)
    names = [name for name in query.active() if name != "purposes"]
    for model_id in reply.entities:
        model = content.model_by_id[model_id]
        assert all(FILTERS[name](content, query, model) for name in names)


@given(text=st.text(max_size=400), code=st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_no_text_and_no_code_breaks_a_search(content: Content, text: str, code: str) -> None:
    query = parse_query(text, Reading(text=text, corrected=""), content)
    assert size(find_models(content, query)) <= ROOM
    assert isinstance(decode(code, content), Query)


def test_the_marks_in_buttons_tell_all_ids_apart(content: Content) -> None:
    known = catalogue(content)
    for ids in (content.model_by_id, content.license_by_id, known.vendors, known.purposes):
        assert len({mark(each) for each in ids}) == len(ids)
