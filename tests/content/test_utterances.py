"""Utterances that teach two things at once, or too few of them."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from planting import Plot

from bot.content.checks_alike import are_alike, differ_in_carriers, mark, similar
from bot.errors import Problem

TOPICS = "intents/topics/tea.yaml"
OUTSIDE = "intents/outside.yaml"
MILK = "intents/answers/milk.yaml"
CAFFEINE = "intents/answers/caffeine.yaml"
UNKNOWN = "intents/answers/unknown.yaml"
BELONGS = "keep it where it belongs best"


def say(tea: Plot, intent: str, utterance: str, file: str = TOPICS) -> int:
    """Adds an utterance as the first one of an intent; its line."""
    tea.edit(
        file,
        f"- id: {intent}\n  utterances:\n",
        f"- id: {intent}\n  utterances:\n  - {utterance}\n",
    )
    return tea.line(file, f"- id: {intent}\n".strip()) + 2


def test_an_utterance_under_two_intents_is_found_whatever_its_case_and_punctuation(
    tea: Plot,
) -> None:
    line = say(tea, "factors", "WHAT is... tea?!")
    first = tea.line(TOPICS, "- what is tea")
    what = f"'WHAT is... tea?!' stands under factors and under overview, in {TOPICS}:{first}"
    assert tea.problems() == [Problem(TOPICS, line, what, BELONGS)]


def test_an_utterance_that_stands_twice_under_one_intent_is_found(tea: Plot) -> None:
    say(tea, "overview", "Who grows it?")
    again = tea.line(TOPICS, "- who grows it")
    what = f"'who grows it' stands twice under overview, first in {TOPICS}:4"
    assert tea.problems() == [Problem(TOPICS, again, what, "remove it here")]


def test_an_utterance_of_two_files_is_found(tea: Plot) -> None:
    line = tea.append(OUTSIDE, "  - camellia sinensis")
    (problem,) = tea.problems()
    at = f"{OUTSIDE}:{line}"
    assert (problem.path, problem.hint) == (TOPICS, BELONGS)
    assert problem.what.endswith(f"stands under overview and under outside, in {at}")


NEAR = "i would like to know which of these leaves is the better one for a cold winter day please"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("how is it kept in a jar", "in a jar how is it kept"),
        (NEAR, NEAR + " now"),
        ("which pot, the red or the blue", "the blue or the red pot, which"),
    ],
)
def test_utterances_that_differ_in_next_to_nothing_are_found(
    tea: Plot, one: str, other: str
) -> None:
    say(tea, "overview", one)
    say(tea, "factors", other.replace(",", ""))
    (problem,) = tea.problems()
    first = f"{TOPICS}:{tea.line(TOPICS, one)}"
    assert problem.path == TOPICS
    assert problem.line == tea.line(TOPICS, other.replace(",", ""))
    assert problem.what.endswith(f"is nearly {one!r} under overview, {first}")
    assert problem.hint == "keep the better one, or tell them apart"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (NEAR + " green tea", NEAR + " black tea"),
        (NEAR + " kick", NEAR + " assam"),
        ("why take sencha and not assam", "why take assam and not sencha"),
        ("a {model} pot", "a {model} {model} pot"),
        ("red or blue", "red and blue"),
    ],
)
def test_a_pair_that_differs_in_side_aspect_or_slot_is_fine(
    tea: Plot, one: str, other: str
) -> None:
    say(tea, "overview", f'"{one}"')
    say(tea, "factors", f'"{other}"')
    assert tea.problems() == []


@pytest.mark.parametrize("slot", ["{pot}", "{model", "model}", "{Model}", "{}"])
def test_an_unknown_slot_is_found(tea: Plot, slot: str) -> None:
    line = say(tea, "factors", f'"does {slot} matter"')
    (problem,) = tea.problems()
    assert (problem.path, problem.line) == (TOPICS, line)
    assert problem.what.endswith(f"in 'does {slot} matter' is no slot")
    assert problem.hint == "use one of {device}, {license}, {model}, {term}, {vendor}"


def test_a_topic_with_few_utterances_is_found(tea: Plot) -> None:
    tea.edit(TOPICS, "  - decision aid\n  - how important is the water\n", "")
    line = tea.line(TOPICS, "id: factors")
    what = "factors has 19 utterances, fewer than 20"
    assert tea.problems() == [Problem(TOPICS, line, what, "add 1")]


def test_an_answer_with_few_utterances_is_found(tea: Plot) -> None:
    tea.edit(MILK, "    - plain\n    - straight\n", "")
    tea.edit(MILK, "    - milk in tea is a crime\n", "")
    line = tea.line(MILK, "without:")
    what = "milk=without has 9 utterances, fewer than 10"
    assert tea.problems() == [Problem(MILK, line, what, "add 1")]


def test_one_answer_cannot_mean_two_values_of_a_factor(tea: Plot) -> None:
    line = tea.append(MILK, "    - Never!")
    first = tea.line(MILK, "- never")
    what = f"'Never!' stands under milk=with-milk and under milk=without, in {MILK}:{first}"
    assert tea.problems() == [Problem(MILK, line, what, BELONGS)]


def test_an_answer_cannot_mean_unknown_and_something_else(tea: Plot) -> None:
    line = tea.append(MILK, "    - not sure")
    first = tea.line(UNKNOWN, "- not sure")
    what = f"'not sure' stands under milk=with-milk and under unknown, in {UNKNOWN}:{first}"
    assert tea.problems() == [Problem(MILK, line, what, BELONGS)]


def test_two_factors_may_share_an_answer_once_it_was_asked_for(tea: Plot) -> None:
    tea.append(MILK, "    - loads")
    assert tea.problems() == []


def test_two_factors_may_not_share_what_is_clear_by_itself(tea: Plot) -> None:
    line = tea.append(MILK, "    - i nod off after lunch")
    first = tea.line(CAFFEINE, "- i nod off")
    (problem,) = tea.problems()
    assert (problem.path, problem.line) == (MILK, line)
    assert problem.what.endswith(f"under caffeine=plenty, in {CAFFEINE}:{first}")


def test_a_statement_may_not_be_an_intent_as_well_but_for_a_wish_for_advice(tea: Plot) -> None:
    tea.append("intents/recommend.yaml", "  - i'm a light sleeper")
    assert tea.problems() == []
    outside = tea.append(OUTSIDE, "  - i like my cup clear")
    line = tea.line(MILK, "- i like my cup clear")
    what = (
        f"'i like my cup clear' stands under milk=without and under outside, in {OUTSIDE}:{outside}"
    )
    assert tea.problems() == [Problem(MILK, line, what, BELONGS)]


sentences = st.lists(
    st.lists(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), min_size=1, max_size=24).map(tuple),
    max_size=12,
)


@given(sentences)
def test_no_pair_that_is_alike_is_missed(found: list[tuple[str, ...]]) -> None:
    """The quick search finds what holding each against each finds."""
    sets = [frozenset(each) for each in found]
    slow = [(a, b) for a, b in combinations(range(len(found)), 2) if are_alike(sets[a], sets[b])]
    assert sorted(similar(found)) == slow


def test_names_of_sides_become_marks_longest_first() -> None:
    names = {("green",): "qqside-open", ("green", "tea"): "qqside-open", ("tea",): "qqaspect-tea"}
    assert mark(("more", "green", "tea"), names) == ("more", "qqside-open")
    assert differ_in_carriers(("more", "qqside-open"), ("more", "qqside-closed"))
    assert not differ_in_carriers(("more", "qqside-open"), ("less", "qqside-open"))
