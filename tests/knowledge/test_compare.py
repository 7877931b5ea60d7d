"""Sides, models and licences against each other."""

from __future__ import annotations

import io
import itertools
import random
from collections.abc import Sequence

import pytest
from rich.console import Console

from benchmarks.compare_pairs import judge, pairs_of
from benchmarks.fitting import Fitting
from bot.content.schema import Side
from bot.content.snapshot import Content
from bot.knowledge.catalogue import catalogue
from bot.knowledge.compare import (
    compare_licenses,
    compare_many,
    compare_model_with_side,
    compare_models,
    compare_sides,
    compare_vendors,
)
from bot.knowledge.models.vendor import vendor_card
from bot.render import words
from bot.render.terminal import as_rich
from bot.reply import Reply

PAIRS = 1_000


@pytest.fixture(scope="module")
def fitting(content: Content) -> Fitting:
    return Fitting(content)


def row(reply: Reply, name: str) -> tuple[str, ...]:
    assert reply.table is not None
    return next(cells for cells in reply.table.rows if cells[0] == name)


def sample(ids: Sequence[str], least: int, most: int, times: int) -> list[list[str]]:
    chance = random.Random(7)
    return [chance.sample(ids, chance.randint(least, most)) for _ in range(times)]


# The two sides


def test_open_against_closed_is_a_table_of_all_aspects(content: Content) -> None:
    reply = compare_sides(content)
    assert reply.kind == "compare"
    assert reply.topics == ("comparison",)
    assert reply.table is not None
    assert [cells[0] for cells in reply.table.rows] == [
        aspect.title for aspect in content.comparison.aspects
    ]
    assert reply.sources


def test_one_aspect_is_told_in_full_with_its_verdict(content: Content) -> None:
    reply = compare_sides(content, ["cost"])
    aspect = content.aspects["cost"]
    assert reply.topics == ("comparison/cost",)
    assert reply.table is None
    for text in (aspect.open, aspect.closed, aspect.verdict):
        assert text in reply.text
    assert content.section_by_id["comparison/cost"].short in reply.text


def test_two_aspects_are_told_one_after_the_other(content: Content) -> None:
    reply = compare_sides(content, ["security", "support"])
    assert reply.topics == ("comparison/security", "comparison/support")
    assert reply.text.index("**Security**") < reply.text.index("**Support**")


def test_every_choice_of_aspects_fits(content: Content, fitting: Fitting) -> None:
    for count in range(8):
        for aspects in itertools.combinations(content.aspects, count):
            assert fitting.problems(compare_sides(content, aspects)) == []


# Models


def test_llama_against_claude_says_in_words_who_is_open(content: Content) -> None:
    reply = compare_models(content, ["llama", "claude"])
    first = reply.text.split("\n")[0]
    assert "**Llama** is open weights" in first
    assert "**Claude** is closed" in first
    assert reply.entities == ("llama", "claude")
    assert row(reply, "Openness")[1:] == ("open weights", "closed")
    assert row(reply, "Size")[2] == "not known"


def test_bard_and_gemini_are_the_old_and_the_new_name(content: Content) -> None:
    assert compare_models(content, ["bard", "gemini"]).text.startswith(
        "**Bard** is the old name of **Gemini**."
    )


def test_flux_dev_and_schnell_differ_in_what_they_allow(content: Content) -> None:
    reply = compare_models(content, ["flux-1-dev", "flux-1-schnell"])
    assert "**FLUX.1 [schnell]** may be used commercially, **FLUX.1 [dev]** may not" in reply.text
    assert "Same for both:** openness open weights; size 12 billion" in reply.after_table


def test_olmo_is_open_source_where_mistral_gives_weights_only(content: Content) -> None:
    text = compare_models(content, ["mistral", "olmo"]).text
    assert "**OLMo** is open source with its code and data, **Mistral** gives the weights" in text


def test_a_member_is_told_from_its_family(content: Content) -> None:
    text = compare_models(content, ["qwen3-8b", "qwen"]).text
    assert text.startswith("**Qwen3 8B** is a member of the Qwen family.")


def test_prices_come_with_their_host_and_day(content: Content) -> None:
    reply = compare_models(content, ["gpt-6.2-sol", "claude-opus-5-5"], ["cost"])
    assert row(reply, "Price")[1] == "$2/$10"
    assert "OpenAI, 18 November 2026" in reply.after_table
    assert reply.topics == ("comparison/cost",)


def test_an_aspect_limits_the_rows_and_says_what_holds_for_the_sides(content: Content) -> None:
    reply = compare_models(content, ["deepseek", "gpt-6.2-sol"], ["security"])
    assert reply.table is not None
    assert {cells[0] for cells in reply.table.rows} <= {"Openness", "Maker"}
    assert content.aspects["security"].open in reply.after_table
    assert content.aspects["security"].closed in reply.after_table


def test_transparency_tells_what_is_published(content: Content) -> None:
    text = compare_models(content, ["olmo-3-32b", "gpt-4"], ["transparency"]).text
    assert "**GPT-4:** Weights, training code and data are all unpublished" in text


def test_four_models_are_grouped_and_a_fifth_is_left_out_aloud(content: Content) -> None:
    ids = ["gpt-4", "llama", "flux", "qwen", "claude"]
    reply = compare_models(content, ids)
    assert reply.entities == tuple(ids[:4])
    assert "**Closed:** GPT-4." in reply.text
    assert "the first four" in reply.after_table


def test_a_thousand_pairs_of_models_fit_every_renderer(content: Content) -> None:
    chance = random.Random(7)
    outcome = judge(content, chance.sample(pairs_of(content), PAIRS))
    assert outcome.pairs == PAIRS
    assert outcome.failures == ()


def test_the_benchmark_leaves_no_pair_out(content: Content) -> None:
    whole = pairs_of(content)
    count = len(content.models)
    assert len(set(whole)) == len(whole) == count * (count - 1) // 2
    parts = [pair for part in (1, 2, 3) for pair in pairs_of(content, part, 3)]
    assert sorted(parts) == sorted(whole)


def test_three_and_four_models_on_any_aspects_fit_every_renderer(
    content: Content, fitting: Fitting
) -> None:
    ids, aspects = list(content.model_by_id), list(content.aspects)
    chosen = sample(aspects, 0, 7, 400)
    for group, wanted in zip(sample(ids, 3, 5, 400), chosen, strict=True):
        reply = compare_models(content, group, wanted)
        assert reply.entities == tuple(group[:4])
        assert fitting.problems(reply) == [], (group, wanted)


def test_pairs_fit_a_terminal_in_colour(content: Content) -> None:
    for pair in sample(list(content.model_by_id), 2, 4, 40):
        shown = io.StringIO()
        console = Console(file=shown, width=80)
        console.print(as_rich(compare_models(content, pair), words.Words(content)))
        assert max(map(len, shown.getvalue().splitlines())) <= 80
        assert content.say("knowledge_row_feature") in shown.getvalue()


def test_what_differs_is_in_the_table_and_what_is_alike_below_it(content: Content) -> None:
    reply = compare_models(content, ["flux-1-dev", "flux-1-schnell"])
    assert reply.table is not None
    shown = {cells[0] for cells in reply.table.rows}
    assert {"Licence"} <= shown
    assert not shown & {"Openness", "Size", "Maker"}
    assert "**Same for both:** openness open weights; size 12 billion" in reply.after_table


def test_what_nobody_knows_is_called_unknown(content: Content) -> None:
    one_sided = compare_models(content, ["claude", "llama-3.3-70b"])
    assert row(one_sided, "Size")[1] == "not known"
    neither = compare_models(content, ["claude", "gemini"])
    assert "Not known for both: size" in neither.after_table


# A model against a side, licences, and the entrance


@pytest.mark.parametrize("side", ["open", "closed"])
def test_every_model_compares_with_either_side(
    content: Content, fitting: Fitting, side: Side
) -> None:
    for model in content.models:
        reply = compare_model_with_side(content, model.id, side)
        assert reply.entities == (model.id,)
        assert fitting.problems(reply) == [], model.id


def test_gpt_4_against_open_models(content: Content) -> None:
    reply = compare_many(content, ["gpt-4"], sides=["open"], aspects=["cost"])
    assert "against open models in general" in reply.text
    assert "has been withdrawn" in reply.text
    assert row(reply, "Cost")[1] == "$30/$60"
    assert reply.after_table == content.aspects["cost"].verdict


def test_mit_and_apache_allow_the_same(content: Content) -> None:
    reply = compare_licenses(content, ["mit", "apache-2.0"])
    assert reply.text.startswith("They allow the same things")
    assert reply.topics == ("licenses/mit", "licenses/apache-2.0", "open/licenses")
    assert "commercial use yes" in reply.after_table


def test_llama_2_and_3_1_differ_on_outputs(content: Content) -> None:
    text = compare_licenses(content, ["llama-2-community", "llama-3.1-community"]).text
    assert text.startswith("The main difference is training other models on the outputs.")


def test_any_two_licences_compare(content: Content, fitting: Fitting) -> None:
    pairs = list(itertools.combinations(content.license_by_id, 2))
    for pair in random.Random(7).sample(pairs, PAIRS):
        reply = compare_licenses(content, pair)
        assert reply.entities == pair
        assert fitting.problems(reply) == [], pair


def test_three_and_four_licences_compare(content: Content, fitting: Fitting) -> None:
    for group in sample(list(content.license_by_id), 3, 5, 300):
        assert fitting.problems(compare_licenses(content, group)) == [], group


# Vendors


def test_openai_against_anthropic_says_who_publishes_weights(content: Content) -> None:
    reply = compare_vendors(content, ["openai", "anthropic"])
    assert reply.kind == "compare"
    assert reply.entities == ("openai", "anthropic")
    assert "**Anthropic**: closed models only." in reply.text
    assert "**OpenAI**: closed models, and open ones beside them." in reply.text
    assert row(reply, "Newest open")[1:] == ("gpt-oss-120b, gpt-oss-20b", "none")
    assert "Anthropic, 10 November 2026" in reply.after_table
    assert [option.id for option in reply.options] == ["compare:gpt,claude"]


def test_the_dearest_and_the_cheapest_are_models_that_write(content: Content) -> None:
    reply = compare_vendors(content, ["openai", "google"], ["cost"])
    assert reply.topics == ("comparison/cost",)
    assert reply.table is not None
    assert {cells[0] for cells in reply.table.rows} == {"Dearest", "Cheapest"}
    assert "embedding" not in str(reply.table.rows).lower()
    assert content.aspects["cost"].open in reply.after_table


def test_makers_who_are_alike_in_this_are_told_in_one_sentence(content: Content) -> None:
    assert "offer closed models only" in compare_vendors(content, ["anthropic", "amazon"]).text
    assert "all publish their models" in compare_vendors(content, ["ibm", "nvidia"]).text


def test_any_two_vendors_compare(content: Content, fitting: Fitting) -> None:
    pairs = list(itertools.combinations(catalogue(content).vendors, 2))
    for pair in random.Random(7).sample(pairs, PAIRS):
        reply = compare_vendors(content, pair)
        assert reply.entities == pair
        assert fitting.problems(reply) == [], pair


def test_three_and_four_vendors_on_any_aspects_compare(content: Content, fitting: Fitting) -> None:
    vendors, aspects = list(catalogue(content).vendors), list(content.aspects)
    chosen = sample(aspects, 0, 7, 200)
    for group, wanted in zip(sample(vendors, 2, 4, 200), chosen, strict=True):
        assert fitting.problems(compare_vendors(content, group, wanted)) == [], (group, wanted)


def test_a_vendor_alone_gets_its_card(content: Content, fitting: Fitting) -> None:
    assert fitting.problems(vendor_card(content, "openai")) == []


@pytest.mark.parametrize(
    ("models", "licenses", "sides", "entities"),
    [
        ((), (), (), ()),
        ((), (), ("open", "closed"), ()),
        (("gpt-4", "llama"), (), ("open",), ("gpt-4", "llama")),
        (("gpt-4",), (), ("open", "closed"), ("gpt-4",)),
        (("gpt-4", "no-such-model"), (), (), ("gpt-4",)),
        ((), ("mit", "apache"), (), ("mit", "apache-2.0")),
        (("qwen3-8b",), ("mit",), (), ("qwen3-8b", "apache-2.0", "mit")),
        (("qwen3-8b",), ("apache-2.0",), (), ("qwen3-8b", "apache-2.0")),
    ],
)
def test_the_entrance_picks_what_was_named(
    content: Content,
    models: tuple[str, ...],
    licenses: tuple[str, ...],
    sides: tuple[Side, ...],
    entities: tuple[str, ...],
) -> None:
    assert compare_many(content, models, licenses, sides).entities == entities


@pytest.mark.parametrize(
    ("models", "vendors", "entities"),
    [
        ((), ("openai", "anthropic"), ("openai", "anthropic")),
        (("mistral",), ("openai",), ("openai", "mistral-ai")),
        (("gpt-4",), ("anthropic",), ("claude", "gpt-4")),
        (("gpt-4", "claude"), ("openai", "anthropic"), ("gpt-4", "claude")),
        (("gpt-4",), ("openai",), ("gpt-4",)),
        ((), ("no-such-vendor", "openai"), ("gpt",)),
    ],
)
def test_vendors_stand_beside_models_by_their_main_family(
    content: Content, models: tuple[str, ...], vendors: tuple[str, ...], entities: tuple[str, ...]
) -> None:
    assert compare_many(content, models, vendor_ids=vendors).entities == entities
