"""Whatever a guide holds: either a clear error, or a pack without a problem."""

from __future__ import annotations

import tempfile
from pathlib import Path

from drafting import draft, problems
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.drafting.rules import Starter
from bot.errors import ContentError

WORDS = st.sampled_from(
    ["tea", "Tea", "green", "black", "the", "Control", "Yes", "outside", "water", "x", "ask", "more",
     "Über", "東京", "C++", "{slot}", "{", "<name>", "`code`", "**bold**", "**Lead:** what", "*em*", "__x__",
     "https://a.example/b", "[link](https://a.example)", "![picture](p.png)", "[in](#tea)", "1.", "A.",
     "comparison", "overview", "Part 1", "section 2", "&amp;", "\u202e", "\u00ad", "\\", "|", "'", '"', ":", "—"]
)  # fmt: skip
LINE = st.lists(WORDS, max_size=9).map(" ".join)
MARK = st.sampled_from(
    ["", "", "", "# ", "## ", "### ", "###### ", "- ", "  - ", "1. ", "> ", "    ", "```\n", "---\n", "## More\n",
     "| | a | b |\n|-|-|-|\n| ", "| Feature | Green tea | Black tea |\n|---|---|---|\n| ", "<div>", "<!-- ", "\n"]
)  # fmt: skip
MARKDOWN = st.lists(st.tuples(MARK, LINE).map("".join), min_size=1, max_size=30).map("\n".join)
ROWS = st.lists(st.tuples(LINE, LINE, LINE), min_size=2, max_size=8)
COMPARING = ROWS.map(
    lambda rows: (
        "# Tea\n\ntext\n\n| | green tea | black tea |\n|-|-|-|\n"
        + "\n".join(f"| {a} | {b} | {c} |" for a, b, c in rows)
    )
)
LONG = st.text(alphabet="ab .#*\n", max_size=4000).map(lambda text: f"# Tea\n\n{text}")


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(
    text=st.one_of(
        MARKDOWN, MARKDOWN.map(lambda text: f"# Tea\n{text}"), COMPARING, LONG, st.text()
    )
)
@example(text="# Tea or coffee\n\na\n\n# Coffee or tea\n\nb")
@example(text="# T\n\n## Part 1\n\nx\n\n## Part 2\n\ny\n\n## part 1\n\nz")
@example(text="---\ntitle: [1]\n---\n# T\n\n## More\n\n## More\n\ntext")
@example(text="# Ask\n\n## Control\n\na\n\n### Yes\n\nb\n\n## Outside\n\nc")
def test_any_text_is_refused_with_a_hint_or_makes_a_sound_pack(text: str, starter: Starter) -> None:
    with tempfile.TemporaryDirectory() as folder:
        try:
            draft(text, Path(folder), starter)
        except ContentError as error:
            assert error.problems
            assert all(problem.what and problem.hint for problem in error.problems)
        else:
            assert problems(Path(folder)) == []
