"""What stands in a file as it should not: each fault is named with its file and line."""

from __future__ import annotations

import pytest
from planting import Plot

from bot.errors import Problem

GUIDE = "knowledge/guide.yaml"
FACTORS = "knowledge/factors.yaml"
OVERVIEW = "knowledge/sections/overview.md"
TOPICS = "intents/topics/tea.yaml"
ADD = "add it"


@pytest.mark.parametrize(
    ("file", "old", "new", "what", "hint"),
    [
        (
            GUIDE,
            "\nsubject:",
            "\nsubjekt: tea\nsubject:",
            "unknown key subjekt",
            "remove it, or look up its spelling in docs/content.md",
        ),
        (
            FACTORS,
            "  core: true\n  topic: factors\n",
            "  core: perhaps\n  topic: factors\n",
            "factors.1.core: Input should be a valid boolean, unable to interpret input",
            "correct it",
        ),
        (
            TOPICS,
            "- tea?\n",
            "- no\n",
            "intents.0.utterances.18: Input should be a valid string",
            "write text, in quotes where it is a number, yes, no or null",
        ),
        (GUIDE, '"2026-11"', '"2026-13"', "as_of: '2026-13' is no date", "write 2026, 2026-06 or"),
        (GUIDE, '"2026-11"', "2026-02-30", "as_of: '2026-02-30' is no date", "write 2026, 2026-"),
        (OVERVIEW, '"2026-11"', "November", "sources.0.as_of: 'November' is no date", "write 2026"),
        (
            FACTORS,
            "label: Plenty",
            f"label: {'x' * 35}",
            "factors.0.values.1.label: String should have at most 34 characters",
            "shorten it",
        ),
        (
            TOPICS,
            "id: open/taste",
            "id: Open Taste",
            "intents.1.id: String should match pattern",
            "use lower case letters, digits, dots and hyphens",
        ),
        (
            GUIDE,
            "  closed: closed/taste\n",
            "",
            "examples_topic: one of the two sides is missing",
            "name both sides",
        ),
    ],
)
def test_a_wrong_value_is_named_with_its_line(
    tea: Plot, file: str, old: str, new: str, what: str, hint: str
) -> None:
    line = tea.edit(file, old, new)
    if "two sides" in what:
        line = tea.line(file, "examples_topic")
    (problem,) = tea.problems()
    assert (problem.path, problem.line) == (file, line)
    assert problem.what.startswith(what)
    assert problem.hint.startswith(hint)


def test_a_missing_key_is_asked_for(tea: Plot) -> None:
    tea.edit(GUIDE, "subject: green and black tea\n", "")
    assert tea.problems() == [Problem(GUIDE, 1, "subject is missing", ADD)]


def test_a_missing_key_of_a_section_points_at_its_head(tea: Plot) -> None:
    tea.edit(OVERVIEW, "title: Green and black tea\n", "")
    assert tea.problems() == [Problem(OVERVIEW, 2, "title is missing", ADD)]


def test_an_empty_section_is_refused(tea: Plot) -> None:
    head = tea.read(OVERVIEW).split("\n---\n")[0]
    tea.write(OVERVIEW, head + "\n---\n\n")
    (problem,) = tea.problems()
    assert problem.path == OVERVIEW
    assert problem.what.startswith("short: String should have at least 1 character")
    assert problem.hint == "it may not be empty"


def test_a_section_without_a_head_says_how_it_begins(tea: Plot) -> None:
    tea.write(OVERVIEW, "Tea comes from a plant.\n")
    hint = "start with a line ---, the fields, and another line ---"
    assert tea.problems() == [Problem(OVERVIEW, 1, "no front matter", hint)]


def test_yaml_that_does_not_parse_is_shown_by_line(tea: Plot) -> None:
    line = tea.edit(GUIDE, "name: Samovar", "name: [Samovar")
    (problem,) = tea.problems()
    assert (problem.path, problem.line) == (GUIDE, line + 1)
    assert problem.hint == "check quotes, colons and indents"


def test_a_key_that_stands_twice_is_refused(tea: Plot) -> None:
    line = tea.append(GUIDE, "name: Teapot")
    what, hint = "the key 'name' stands twice", "check quotes, colons and indents"
    assert tea.problems() == [Problem(GUIDE, line, what, hint)]


@pytest.mark.parametrize("value", ["0b_", "!!int x", "!!float ''", "!!bool maybe"])
def test_a_value_that_yaml_chokes_on_is_a_problem_too(tea: Plot, value: str) -> None:
    tea.edit(GUIDE, "name: Samovar", f"name: {value}")
    (problem,) = tea.problems()
    assert problem.path == GUIDE
    assert "can't be read" in problem.what
    assert "in quotes" in problem.hint


def test_a_file_in_another_encoding_is_named(tea: Plot) -> None:
    (tea.root / GUIDE).write_bytes("name: Café".encode("latin-1"))
    (problem,) = tea.problems()
    assert (problem.path, problem.hint) == (GUIDE, "save the file as UTF-8 text")


def test_a_missing_file_is_named(tea: Plot) -> None:
    (tea.root / "intents/recommend.yaml").unlink()
    missing = Problem("intents/recommend.yaml", 0, "file is missing", "see docs/content.md")
    assert tea.problems() == [missing]


def test_a_file_that_nothing_reads_is_named(tea: Plot) -> None:
    tea.write("knowledge/section/oolong.md", "anything")
    hint = "move it to a folder that docs/content.md names, or remove it"
    expected = Problem("knowledge/section/oolong.md", 0, "nothing reads this file", hint)
    assert tea.problems() == [expected]


def test_several_faults_are_all_reported_at_once_in_order(tea: Plot) -> None:
    tea.edit(GUIDE, "\nsubject:", "\nsubjekt: tea\nsubject:")
    tea.edit(FACTORS, "topic: factors", "topic: nowhere")
    tea.edit(TOPICS, "- herbal infusions, do they count\n", "- is oolong in between\n")
    tea.edit("knowledge/sections/comparison.md", "comparison/caffeine]", "comparison/cafeine]")
    problems = tea.problems()
    assert [problem.path for problem in problems] == [
        TOPICS,
        FACTORS,
        GUIDE,
        "knowledge/sections/comparison.md",
    ]
    assert problems == sorted(problems)
