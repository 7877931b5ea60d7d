"""Facts without a date or a source, facts that contradict each other, and figures of nothing."""

from __future__ import annotations

import pytest
from planting import Plot

from bot.content.checks_facts import blocks
from bot.errors import Problem

POTS = "knowledge/models/pots.yaml"
HARDWARE = "knowledge/hardware.yaml"
PRICES = "knowledge/prices.yaml"
GLOSSARY = "knowledge/glossary.yaml"
GREEN = "knowledge/sections/open/taste.md"
CATALOGUE = {
    POTS: """models:
- id: kettle
  name: Kettle
  vendor: Smith
  kind: model
  openness: closed
  parameters: {total_b: 8, active_b: 2}
  context_tokens: 900
  max_output_tokens: 100
  price: {input_per_mtok_usd: 1, output_per_mtok_usd: 2, as_of: "2026-10", provider: Smith}
  released: "2025-01"
  status: current
  successor: samovar
  summary: It boils.
  sources: [{fact: all of it, source: memory}]
- id: samovar
  name: Samovar
  vendor: Smith
  kind: model
  openness: open-weights
  released: "2026-02"
  status: current
  summary: It hums.
  sources: [{fact: all of it, source: memory}]
""",
    "knowledge/licenses/all.yaml": """licenses:
- {id: tea-law, name: Tea law, kind: free, summary: Drink., url: "https://t.example"}
""",
    "knowledge/devices.yaml": """devices:
- {id: stove, name: Stove, class: kitchen, memory_gb: [1], sources: [memory]}
""",
    HARDWARE: """as_of: "2026-10"
precisions:
- {id: full, name: full, bits_per_weight: 16}
ladder: [full]
last_resort: full
overhead_floor_gb: 1
overhead_share: 0.1
cache_bytes: 2
latent_width: 576
rule_bytes_per_token: 1000
rule_params_b: 8
rule_exponent: 0.4
usable:
  kitchen: {share: 0.9}
several_share: 0.9
several_speed: 0.7
efficiency_low: 0.5
efficiency_high: 0.8
default_context: 100
shared_context: 50
layouts: [{model: samovar, window: 10}]
shopping: [[stove]]
sources:
- {title: A cook's notes, url: "https://c.example", as_of: "2026-09"}
""",
    PRICES: """as_of: "2026-10"
items:
- {id: cup, words: [cup], tokens_in: 1, tokens_out: 1}
tokens_per_word: 1
user_requests: 1
heavy_user_requests: 2
days_a_month: 30
workdays_a_month: 22
old_after_days: 30
typical:
- {model: kettle, label: usual}
rents:
- {device: stove, provider: Smith, low: 1, high: 2, as_of: "2026-09", source: "https://r.example"}
buys:
- {device: stove, low: 90, high: 95, as_of: "2026-08", source: "https://b.example"}
owning: {months: 36, kwh_usd: 0.14, as_of: "2026-07", source: "https://p.example"}
serving:
  precision: full
  concurrency: 2
  context: 100
  efficiency: 0.5
  prompt_share: 0.1
  utilisation: 0.5
  hours_a_month: 700
  model: kettle
  devices: [stove]
""",
    GLOSSARY: """sources:
  leaflet: {title: A leaflet, url: "https://l.example", as_of: "2026"}
terms:
- id: steep
  name: Steeping
  aliases: [brew]
  meaning: To leave in water.
  topic: overview
  source: leaflet
""",
}


@pytest.fixture
def shop(tea: Plot) -> Plot:
    """The tea pack with a catalogue, tables of figures, and a glossary."""
    for name, text in CATALOGUE.items():
        tea.write(name, text)
    return tea


def test_dated_and_sourced_facts_are_fine(shop: Plot) -> None:
    assert shop.problems() == []


@pytest.mark.parametrize(
    ("file", "old", "new", "what"),
    [
        (POTS, ', as_of: "2026-10", prov', ", prov", "the price of 'kettle' has no as_of"),
        (POTS, ", provider: Smith}", "}", "the price of 'kettle' has no provider"),
        (PRICES, 'as_of: "2026-09", s', "s", "the rent of 'stove' has no as_of"),
        (PRICES, ', source: "https://r.example"', "", "the rent of 'stove' has no source"),
        (PRICES, 'as_of: "2026-08", s', "s", "the price of 'stove' has no as_of"),
        (PRICES, ', source: "https://b.example"', "", "the price of 'stove' has no source"),
        (PRICES, 'as_of: "2026-07", s', "s", "the price of power has no as_of"),
        (PRICES, ', source: "https://p.example"', "", "the price of power has no source"),
        (HARDWARE, ', as_of: "2026-09"}', "}", 'the source "A cook\'s notes" has no as_of'),
        (GLOSSARY, ', as_of: "2026"}', "}", "the source 'A leaflet' has no as_of"),
    ],
)
def test_what_ages_needs_its_date(shop: Plot, file: str, old: str, new: str, what: str) -> None:
    line = shop.edit(file, old, new)
    assert [(p.path, p.line, p.what) for p in shop.problems()] == [(file, line, what)]


def test_a_sum_of_money_in_a_text_is_of_some_year(shop: Plot) -> None:
    line = shop.edit(GREEN, "Good leaves can", "A tin costs 9 euros.\n\nGood leaves can")
    (problem,) = shop.problems()
    what = "a sum of money without a year: 'A tin costs 9 euros.'"
    assert problem == Problem(GREEN, line, what, 'add a date, as "(as of June 2026)"')
    shop.edit(GREEN, "9 euros.", "9 euros (2026).")
    assert shop.problems() == []


def test_a_pack_may_date_its_sums_by_their_source(shop: Plot) -> None:
    shop.edit(GREEN, "Good leaves can", "A tin costs 9 euros.\n\nGood leaves can")
    shop.write(
        "knowledge/guide.yaml", shop.read("knowledge/guide.yaml") + "sums_dated_by: source\n"
    )
    assert shop.problems() == []
    shop.edit(GREEN, ', as_of: "2026-11"}', "}")
    assert "a sum of money without a year" in {p.what.partition(":")[0] for p in shop.problems()}


def test_a_date_before_a_list_counts_for_the_list() -> None:
    assert blocks("In 2026:\n\n- 1 dollar\n- 2 dollars\n\nNo more.") == [
        "In 2026:\n- 1 dollar\n- 2 dollars",
        "No more.",
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "date"),
    [
        (POTS, 'released: "2026-02"', 'released: "2026-12-01"', "2026-12-01"),
        (PRICES, 'as_of: "2026-09"', 'as_of: "2027"', "2027"),
        (PRICES, 'as_of: "2026-08"', 'as_of: "2027"', "2027"),
        (PRICES, 'as_of: "2026-07"', 'as_of: "2027"', "2027"),
        (HARDWARE, 'as_of: "2026-09"', 'as_of: "2026-12"', "2026-12"),
    ],
)
def test_nothing_is_known_from_the_future(
    shop: Plot, file: str, old: str, new: str, date: str
) -> None:
    line = shop.edit(file, old, new)
    found = [p for p in shop.problems() if "later than" in p.what]
    what = f"{date} is later than the day of the content, 2026-11"
    assert [(p.path, p.line, p.what) for p in found] == [(file, line, what)]


@pytest.mark.parametrize(
    ("file", "old", "what"),
    [
        (
            "knowledge/licenses/all.yaml",
            ', url: "https://t.example"',
            "the licence 'tea-law' names no source",
        ),
        ("knowledge/devices.yaml", ", sources: [memory]", "the device 'stove' names no source"),
        (
            GREEN,
            'sources:\n- {title: A tea merchant\'s leaflet, url: null, as_of: "2026-11"}\n',
            "the section 'open/taste' names no source",
        ),
    ],
)
def test_what_is_said_comes_from_somewhere(shop: Plot, file: str, old: str, what: str) -> None:
    shop.edit(file, old, "")
    assert [(p.path, p.what) for p in shop.problems()] == [(file, what)]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("active_b: 2", "active_b: 9", "'kettle': active_b 9 is more than total_b 8"),
        (
            "max_output_tokens: 100",
            "max_output_tokens: 1000",
            "'kettle': max_output_tokens 1000 is more than context_tokens 900",
        ),
    ],
)
def test_a_part_is_no_larger_than_the_whole(shop: Plot, old: str, new: str, what: str) -> None:
    line = shop.edit(POTS, old, new)
    assert shop.problems() == [Problem(POTS, line, what, "correct one of them")]


def test_a_successor_comes_after(shop: Plot) -> None:
    shop.edit(POTS, 'released: "2025-01"', 'released: "2026-03"')
    what = "'samovar' follows 'kettle', but came out before it, 2026-02"
    line = shop.line(POTS, "successor: samovar")
    assert shop.problems() == [Problem(POTS, line, what, "correct the successor or a date")]


def test_successors_do_not_go_round_in_a_circle(shop: Plot) -> None:
    shop.edit(POTS, '  released: "2026-02"\n', "  successor: kettle\n")
    found = [(p.line, p.what) for p in shop.problems()]
    assert found == [
        (shop.line(POTS, f"successor: {after}"), f"the successors of {name!r} lead back to it")
        for name, after in (("kettle", "samovar"), ("samovar", "kettle"))
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "what"),
    [
        (HARDWARE, "{model: samovar", "{model: mug", "model 'mug'"),
        (HARDWARE, "[[stove]]", "[[oven]]", "device 'oven'"),
        (HARDWARE, "ladder: [full]", "ladder: [half]", "precision 'half'"),
        (HARDWARE, "last_resort: full", "last_resort: half", "precision 'half'"),
        (PRICES, "{model: kettle", "{model: mug", "model 'mug'"),
        (PRICES, "{device: stove, p", "{device: oven, p", "device 'oven'"),
        (PRICES, "{device: stove, l", "{device: oven, l", "device 'oven'"),
        (PRICES, "precision: full", "precision: half", "precision 'half'"),
        (PRICES, "devices: [stove]", "devices: [oven]", "device 'oven'"),
        (PRICES, "  model: kettle", "  model: mug", "model 'mug'"),
        (GLOSSARY, "topic: overview", "topic: over", "section 'over'"),
    ],
)
def test_a_figure_of_nothing_is_found(shop: Plot, file: str, old: str, new: str, what: str) -> None:
    line = shop.edit(file, old, new)
    hint = f"correct the id, or add the {what.split(' ')[0]}"
    assert shop.problems() == [Problem(file, line, f"there is no {what}", hint)]


def test_a_device_of_a_class_without_a_rule_is_found(shop: Plot) -> None:
    line = shop.edit("knowledge/devices.yaml", "class: kitchen", "class: camp")
    (problem,) = shop.problems()
    assert (problem.path, problem.line) == ("knowledge/devices.yaml", line)
    assert problem.what.endswith("has no usable share for the class 'camp'")


def test_what_stands_for_its_kind_has_a_price(shop: Plot) -> None:
    line = shop.edit(PRICES, "{model: kettle", "{model: samovar")
    what = "'samovar' has no price per million tokens"
    hint = "give both prices in its entry"
    assert shop.problems() == [Problem(PRICES, line, what, hint)]


def test_a_price_may_be_newer_than_the_rest_of_the_content(shop: Plot) -> None:
    shop.edit(POTS, 'as_of: "2026-10"', 'as_of: "2026-12-24"')
    assert shop.problems() == []


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("source: leaflet", "source: poster", "there is no source 'poster'"),
        ("name: Steeping", "name: What green tea is like", "is the title of the section"),
        ("To leave in water.", "Leave. " * 60, "the meaning has 419 characters"),
        ("aliases: [brew]", "aliases: [brew, Brew]", "the alias 'Brew' stands twice in 'steep'"),
    ],
)
def test_a_word_of_the_glossary_is_explained_once_and_in_short(
    shop: Plot, old: str, new: str, what: str
) -> None:
    line = shop.edit(GLOSSARY, old, new)
    (problem,) = shop.problems()
    assert (problem.path, problem.line) == (GLOSSARY, line)
    assert what in problem.what
