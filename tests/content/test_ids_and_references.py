"""Ids that stand twice, and references that lead nowhere."""

from __future__ import annotations

import pytest
from planting import Plot

from bot.errors import Problem

FACTORS = "knowledge/factors.yaml"
ADVISOR = "knowledge/advisor.yaml"
VOCABULARY = "intents/vocabulary.yaml"
TOPICS = "intents/topics/tea.yaml"
GREEN = "knowledge/sections/open/taste.md"
BLACK = "knowledge/sections/closed/taste.md"
RENAME = "rename or remove one"
LEAVE = "leave it to one of the two"

MODELS = """models:
- id: kettle
  name: Kettle
  aliases: [boiler]
  vendor: Smith
  kind: model
  openness: closed
  license: kettle-terms
  status: current
  summary: It boils.
  sources: [{fact: all of it, source: memory}]
- id: pot
  name: Pot
  vendor: Smith
  family: crockery
  kind: model
  openness: open-weights
  license: CC0-1.0
  status: current
  successor: kettle
  summary: It holds.
  sources: [{fact: all of it, source: memory}]
- id: crockery
  name: Crockery
  vendor: Smith
  kind: family
  openness: open-weights
  license: public domain
  status: current
  summary: It breaks.
  sources: [{fact: all of it, source: memory}]
"""
LICENSES = """licenses:
- {id: kettle-terms, name: Terms, kind: terms, summary: Boil only., example_models: [kettle],
   url: "https://k.example"}
- {id: cc0, name: CC0, aliases: [public domain], spdx: CC0-1.0, kind: free, summary: Do anything.,
   sources: [memory]}
"""
DEVICES = """devices:
- {id: stove, name: Stove, class: kitchen, memory_gb: [1], sources: [memory]}
"""
CATALOGUE = {
    "knowledge/models/pots.yaml": MODELS,
    "knowledge/licenses/all.yaml": LICENSES,
    "knowledge/devices.yaml": DEVICES,
}


@pytest.fixture
def shop(tea: Plot) -> Plot:
    """The tea pack with a small catalogue of things."""
    for name, text in CATALOGUE.items():
        tea.write(name, text)
    return tea


def test_a_catalogue_whose_references_hold_is_fine(shop: Plot) -> None:
    assert shop.problems() == []


@pytest.mark.parametrize(
    ("file", "old", "new", "word", "name"),
    [
        ("knowledge/models/pots.yaml", "id: pot\n", "id: kettle\n", "model", "kettle"),
        ("knowledge/licenses/all.yaml", "id: cc0", "id: kettle-terms", "licence", "kettle-terms"),
        (FACTORS, "- id: milk", "- id: caffeine", "factor", "caffeine"),
        (TOPICS, "id: closed/taste", "id: open/taste", "intent", "open/taste"),
    ],
)
def test_an_id_that_stands_twice_names_both_places(
    shop: Plot, file: str, old: str, new: str, word: str, name: str
) -> None:
    line = shop.edit(file, old, new)
    first = shop.line(file, f"id: {name}")
    what = f"the {word} id {name!r} stands twice, first in {file}:{first}"
    assert Problem(file, line, what, RENAME) in shop.problems()


def test_an_id_that_programs_could_not_rely_on_is_found(shop: Plot) -> None:
    line = shop.edit("knowledge/models/pots.yaml", "id: pot\n", "id: pot++\n")
    (problem, *_) = shop.problems()
    assert (problem.path, problem.line) == ("knowledge/models/pots.yaml", line)
    assert problem.hint == "use lower case letters, digits, dots and hyphens"


def test_an_intent_of_two_files_is_found(tea: Plot) -> None:
    tea.write("intents/topics/more.yaml", "intents:\n- id: overview\n  utterances: [tea leaves]\n")
    (few, problem) = tea.problems()
    assert few.what.startswith("overview has 1 utterances")
    assert problem.what.startswith("the intent id 'overview' stands twice")
    assert (problem.path, problem.line) == (TOPICS, 2)


def test_a_device_that_stands_twice_is_found(shop: Plot) -> None:
    line = shop.append("knowledge/devices.yaml", DEVICES.splitlines()[1])
    what = "the device id 'stove' stands twice, first in knowledge/devices.yaml:2"
    assert shop.problems() == [Problem("knowledge/devices.yaml", line, what, RENAME)]


@pytest.mark.parametrize(
    ("file", "old", "new", "name"),
    [
        (FACTORS, "{id: with-milk", "{id: without", "value milk=without"),
        (
            ADVISOR,
            "starting_points",
            '- {id: needs-body, side: open, text: "Again."}\nstarting_points',
            "constraint needs-body",
        ),
    ],
)
def test_what_is_inside_a_table_may_not_stand_twice_either(
    tea: Plot, file: str, old: str, new: str, name: str
) -> None:
    line = tea.edit(file, old, new)
    found = [p for p in tea.problems() if p.what.startswith(f"the {name} stands twice, first in")]
    assert [(p.path, p.line, p.hint) for p in found] == [(file, line, RENAME)]


def test_a_phrase_of_two_files_is_found(tea: Plot) -> None:
    tea.write("knowledge/phrases/more.yaml", "phrases:\n  tea_offer: Tea?\n")
    what = "the phrase tea_offer stands twice, first in knowledge/phrases/more.yaml:2"
    assert tea.problems() == [Problem("knowledge/phrases/tea.yaml", 3, what, RENAME)]


def test_two_sections_may_not_share_an_alias(tea: Plot) -> None:
    line = tea.edit(BLACK, "assam,", "Green-Tea,")
    (problem,) = tea.problems()
    where = f"{GREEN}:{tea.line(GREEN, 'id: open/taste')}"
    what = f"'green tea' also names the section 'closed/taste' in {BLACK}:2"
    assert problem == Problem(GREEN, tea.line(GREEN, "aliases:"), what, LEAVE)
    assert (where, line) == (f"{GREEN}:2", 4)


def test_two_models_may_not_share_a_name_however_it_is_written(shop: Plot) -> None:
    file = "knowledge/models/pots.yaml"
    line = shop.edit(file, "name: Pot\n", "name: Pot\n  aliases: [Ket-Tle]\n")
    what = f"'Ket-Tle' also names the model 'kettle' in {file}:2"
    assert shop.problems() == [Problem(file, line, what, LEAVE)]


def test_r_plus_is_another_name_than_r(shop: Plot) -> None:
    shop.edit("knowledge/models/pots.yaml", "name: Pot\n", "name: Kettle+\n")
    assert shop.problems() == []


def test_an_alias_that_repeats_itself_is_found(shop: Plot) -> None:
    shop.edit("knowledge/models/pots.yaml", "[boiler]", "[boiler, Boiler]")
    (problem,) = shop.problems()
    assert problem.what == "the alias 'Boiler' stands twice in 'kettle'"
    assert problem.hint == "remove it here"


def test_a_section_belongs_in_a_file_of_its_name(tea: Plot) -> None:
    tea.write("knowledge/sections/green.md", tea.read(GREEN))
    (tea.root / GREEN).unlink()
    what = "the section 'open/taste' stands in a file of another name"
    hint = f"move it to {GREEN}"
    assert tea.problems() == [Problem("knowledge/sections/green.md", 2, what, hint)]


@pytest.mark.parametrize(
    ("file", "old", "new", "what"),
    [
        (GREEN, "related: [closed/taste,", "related: [closed/tast,", "section 'closed/tast'"),
        ("knowledge/guide.yaml", "[overview, comparison,", "[over, comparison,", "section 'over'"),
        ("knowledge/guide.yaml", "factors_topic: f", "factors_topic: x-f", "section 'x-factors'"),
        ("knowledge/guide.yaml", "open: open/taste", "open: open/tast", "section 'open/tast'"),
        (FACTORS, "topic: factors", "topic: milk", "section 'milk'"),
        (FACTORS, "constraint: needs-body", "constraint: body", "constraint 'body'"),
        ("knowledge/models/pots.yaml", "family: crockery", "family: china", "model 'china'"),
        ("knowledge/models/pots.yaml", "successor: kettle", "successor: mug", "model 'mug'"),
        ("knowledge/models/pots.yaml", "license: public", "license: no", "licence 'no domain'"),
        ("knowledge/licenses/all.yaml", "[kettle]", "[samovar]", "model 'samovar'"),
    ],
)
def test_a_reference_that_leads_nowhere_is_named(
    shop: Plot, file: str, old: str, new: str, what: str
) -> None:
    line = shop.edit(file, old, new)
    word = what.split(" ")[0]
    expected = Problem(file, line, f"there is no {what}", f"correct the id, or add the {word}")
    assert shop.problems() == [expected]


START = """starting_points:
- {model: kettle, verdicts: [closed], when: {milk: [never]}, reason: "Hot."}
- {model: samovar, verdicts: [open], without: {sugar: [much]}, modality: [loud], reason: "Big."}
"""


def test_starting_points_must_know_their_models_and_answers(shop: Plot) -> None:
    shop.edit(ADVISOR, "starting_points: []\n", START)
    line = shop.line(ADVISOR, "starting_points")
    assert shop.problems() == [
        Problem(
            ADVISOR,
            line + 1,
            "the factor 'milk' has no value 'never'",
            "it has: with-milk, without",
        ),
        Problem(
            ADVISOR, line + 2, "there is no factor 'modality'", "correct the id, or add the factor"
        ),
        Problem(
            ADVISOR, line + 2, "there is no factor 'sugar'", "correct the id, or add the factor"
        ),
        Problem(
            ADVISOR, line + 2, "there is no model 'samovar'", "correct the id, or add the model"
        ),
    ]


def test_nicknames_and_ambiguous_words_must_name_something(shop: Plot) -> None:
    line = shop.append(VOCABULARY, "nicknames: {kettle: [the hot one], cc0: [free], jug: [juggy]}")
    second = shop.append(VOCABULARY, "ambiguous: [{alias: china, model: porcelain}]")
    assert shop.problems() == [
        Problem(
            VOCABULARY,
            line,
            "there is no model or licence 'jug'",
            "correct the id, or add the model or licence",
        ),
        Problem(
            VOCABULARY,
            second,
            "there is no model 'porcelain'",
            "correct the id, or add the model",
        ),
    ]


def test_answers_must_fit_a_factor_and_its_values(tea: Plot) -> None:
    file = "intents/answers/milk.yaml"
    line = tea.edit(file, "  without:", "  none:")
    milk = tea.line(FACTORS, "{id: without")
    what = "the factor 'milk' has no value 'none'"
    assert tea.problems() == [
        Problem(file, line, what, "it has: with-milk, without"),
        Problem(FACTORS, milk, "milk=without has no utterances", f"add 10 to {file}"),
    ]


def test_answers_to_a_factor_that_is_not_asked_are_found(tea: Plot) -> None:
    file = "intents/answers/milk.yaml"
    tea.edit(file, "factor: milk", "factor: cream")
    assert tea.problems() == [
        Problem(file, 1, "there is no factor 'cream'", "correct the id, or add the factor"),
        Problem(
            FACTORS, 13, "the factor 'milk' has no utterances", "add intents/answers/milk.yaml"
        ),
    ]


def test_an_intent_must_be_a_section_or_the_bots_own_and_each_section_needs_one(
    tea: Plot,
) -> None:
    line = tea.edit(TOPICS, "id: closed/taste", "id: closed/tast")
    hint = "add the section, or use ask/, control/, smalltalk/, outside, recommend"
    what = "the intent 'closed/tast' is neither a section nor one of the bot's own"
    add = "add utterances in intents/topics/"
    assert tea.problems() == [
        Problem(TOPICS, line, what, hint),
        Problem(BLACK, 2, "the section 'closed/taste' has no intent", add),
    ]


def test_what_refers_to_a_broken_file_is_not_blamed(shop: Plot) -> None:
    """Mending the file comes first; its ids may be all right."""
    shop.edit("knowledge/models/pots.yaml", "id: kettle", "idd: kettle")
    shop.edit(FACTORS, "- id: milk", "- idd: milk")
    shop.edit(BLACK, "title: What", "titel: What")
    assert {problem.path for problem in shop.problems()} == {
        "knowledge/models/pots.yaml",
        FACTORS,
        BLACK,
    }
