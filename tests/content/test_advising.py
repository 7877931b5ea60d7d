"""Faults in the templates of the weighing are named with their file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
from planting import Plot

ADVISING = "intents/advising.yaml"
SOUND = """articles: [the]
joints: [and]
names:
  caffeine: [caffeine, the kick]
  milk: [milk]
importance:
- weight: 2.0
  templates:
  - "{factor} (matters|counts) [by far] most"
evenly:
- "everything counts the same"
"""


@pytest.fixture
def plot(tmp_path: Path) -> Plot:
    plot = Plot(tmp_path)
    plot.write(ADVISING, SOUND)
    return plot


def test_sound_templates_are_no_problem(plot: Plot) -> None:
    assert plot.problems() == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("  milk: [milk]", "  sugar: [sugar]", "no factor 'sugar'"),
        ("  milk: [milk]", "  milk: [milk, Caffeine]", "is a name of 'caffeine' too"),
        ("(matters|counts) [by far]", "(matters|[counts])", "none inside another"),
        ('"{factor} (matters', '"it (matters', "needs {factor} exactly once"),
        ("everything counts", "{factor} counts", "{factor} has no place here"),
        ("weight: 2.0", "weight: -1", "greater than or equal to 0"),
        ("joints: [and]", "glue: [and]", "unknown key glue"),
    ],
)
def test_a_fault_is_named_where_it_stands(plot: Plot, old: str, new: str, says: str) -> None:
    line = plot.edit(ADVISING, old, new)
    problems = plot.problems()
    assert any(each.path == ADVISING and says in str(each) for each in problems), problems
    assert any(each.line in {line, line - 1, line + 1} for each in problems), (line, problems)
