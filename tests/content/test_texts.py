"""Texts that no reply has room for, hidden characters, and phrases with a broken slot."""

from __future__ import annotations

import pytest
from planting import Plot

from bot.errors import Problem

OVERVIEW = "knowledge/sections/overview.md"
PHRASES = "knowledge/phrases/tea.yaml"


def replace_body(tea: Plot, short: str, normal: str, more: str) -> int:
    """Gives the overview another body; the line on which it starts."""
    head = tea.read(OVERVIEW).split("\n---\n")[0]
    tea.write(OVERVIEW, f"{head}\n---\n{short}\n\n{normal}\n\n## More\n{more}\n")
    return head.count("\n") + 3


@pytest.mark.parametrize(
    ("sizes", "offset", "what"),
    [
        ((351, 10, 10), 0, "the short form has 351 characters, at most 350 fit"),
        ((300, 1001, 10), 2, "the short and normal form has 1,301 characters, at most 1,300 fit"),
        ((300, 10, 1601), 4, "the part below ## More has 1,601 characters, at most 1,600 fit"),
    ],
)
def test_a_form_that_is_too_long_is_shown_where_it_begins(
    tea: Plot, sizes: tuple[int, int, int], offset: int, what: str
) -> None:
    start = replace_body(tea, *("x" * size for size in sizes))
    assert tea.problems() == [Problem(OVERVIEW, start + offset, what, "shorten it by 1")]


def test_forms_that_fit_exactly_are_fine(tea: Plot) -> None:
    replace_body(tea, "x" * 350, "x" * 950, "x" * 1600)
    assert tea.problems() == []


def test_a_section_whose_sources_leave_no_room_is_found(tea: Plot) -> None:
    replace_body(tea, "x" * 350, "x" * 900, "x")
    line = tea.edit(OVERVIEW, "url: null", f'url: "https://tea.example/{"x" * 700}"')
    (problem,) = tea.problems()
    assert problem.what.startswith("the section with its sources has 2,0")
    assert (problem.path, problem.line) == (OVERVIEW, line - 1)


def test_a_question_that_is_too_long_is_found(tea: Plot) -> None:
    file = "knowledge/factors.yaml"
    line = tea.edit(file, "Do you take milk in your tea?", "x" * 301)
    what = "the question has 301 characters, at most 300 fit"
    assert tea.problems() == [Problem(file, line, what, "shorten it by 1")]


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        (OVERVIEW, "title: Green", 'title: "\\u200bGreen', "U+200B"),
        ("intents/topics/tea.yaml", "- tea?", "- tea\u202e?", "U+202E"),
        ("knowledge/guide.yaml", "name: Samovar", 'name: "Samo\\x07var"', "U+0007"),
    ],
)
def test_a_character_that_cannot_be_seen_is_found(
    tea: Plot, file: str, old: str, new: str, code: str
) -> None:
    if new.count('"') == 1:
        old, new = old + " and black tea\n", new + ' and black tea"\n'
    line = tea.edit(file, old, new)
    what, hint = f"a hidden character, {code}", "remove it, or write the line anew"
    assert tea.problems() == [Problem(file, line, what, hint)]


@pytest.mark.parametrize("slot", ["{topic", "{Topic}", "topic}", "{ topic }", "{topic name}"])
def test_a_slot_that_is_not_closed_is_found(tea: Plot, slot: str) -> None:
    line = tea.edit(PHRASES, "about {topic}?", f"about {slot}?")
    what = "a slot that is not closed, or not a name in braces"
    assert tea.problems() == [Problem(PHRASES, line, what, "write it as {slot}")]


def test_a_variant_with_a_broken_slot_is_found_on_its_own_line(tea: Plot) -> None:
    line = tea.edit(PHRASES, "{kind}", "{kind")
    (problem,) = tea.problems()
    assert (problem.path, problem.line) == (PHRASES, line)


def test_braces_around_an_example_of_json_are_text(tea: Plot) -> None:
    tea.append(PHRASES, '  tea_json: \'Send {"id": 1, "text": "tea"}\'')
    assert tea.problems() == []
