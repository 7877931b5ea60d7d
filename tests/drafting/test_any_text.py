"""Whatever a guide holds: either a clear error, or a pack without a problem."""

from __future__ import annotations

import tempfile
from pathlib import Path

from drafting import draft, problems
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.drafting.rules import Starter
from bot.errors import ContentError, Problem

PLAIN = ["tea", "Tea", "green", "black", "the", "water", "x", "more", "part", "section"]
TAKEN = ["comparison", "overview", "factors", "1.", "A.", "2", "C++"]
RESERVED = ["Control", "Yes", "outside", "ask", "Part 1", "section 2", "Über", "東京", "&amp;"]
MARKED = [
    "`code`",
    "**bold**",
    "**Lead:** what",
    "*em*",
    "__x__",
    "[in](#tea)",
    "![picture](p.png)",
]
ODD = [
    "{slot}",
    "{",
    "<name>",
    "\u202e",
    "\u00ad",
    "\\",
    "|",
    "'",
    '"',
    ":",
    "—",
    "https://a.example/b",
]
STARTS = ["", "", "", "# ", "## ", "### ", "###### ", "- ", "  - ", "1. ", "> ", "    ", "```\n"]
MORE_STARTS = ["---\n", "## More\n", "<div>", "<!-- ", "\n", "| | a | b |\n|-|-|-|\n| "]
LINE = st.lists(st.sampled_from(PLAIN + TAKEN + RESERVED + MARKED + ODD), max_size=9).map(" ".join)
MARKDOWN = st.lists(
    st.tuples(st.sampled_from(STARTS + MORE_STARTS), LINE).map("".join), min_size=1, max_size=30
).map("\n".join)
COMPARING = st.lists(st.tuples(LINE, LINE, LINE), min_size=2, max_size=8).map(
    lambda rows: (
        "# Tea\n\ntext\n\n| | green tea | black tea |\n|-|-|-|\n"
        + "\n".join(f"| {first} | {second} | {third} |" for first, second, third in rows)
    )
)
LONG = st.text(alphabet="ab .#*\n", max_size=4000)
ANYTHING = st.one_of(
    MARKDOWN, st.one_of(MARKDOWN, LONG).map(lambda text: f"# Tea\n{text}"), COMPARING, st.text()
)


def outcome(text: str, starter: Starter) -> tuple[tuple[Problem, ...], list[str]]:
    """(what the draft says against the guide, what the check says against the drafted pack)."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            draft(text, Path(folder), starter)
        except ContentError as error:
            return error.problems, []
        return (), problems(Path(folder))


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(text=ANYTHING)
@example(text="# Tea or coffee\n\na\n\n# Coffee or tea\n\nb")
@example(text="# T\n\n## Part 1\n\nx\n\n## Part 2\n\ny\n\n## part 1\n\nz")
@example(text="---\ntitle: [1]\n---\n# T\n\n## More\n\n## More\n\ntext")
@example(text="# Ask\n\n## Control\n\na\n\n### Yes\n\nb\n\n## Outside\n\nc")
def test_any_text_is_refused_with_a_hint_or_makes_a_sound_pack(text: str, starter: Starter) -> None:
    against_guide, against_pack = outcome(text, starter)
    assert against_pack == []
    assert all(problem.what and problem.hint for problem in against_guide)
