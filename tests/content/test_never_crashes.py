"""Whatever stands in a file, the check names problems and never falls over."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from planting import TEA, Plot

from bot.content.checks import check
from bot.errors import Problem

FILES = sorted(
    path.relative_to(TEA).as_posix() for path in TEA.rglob("*") if path.suffix in {".yaml", ".md"}
)
WORDS = ("---\n", "- ", ": ", "[", "{", "}", "'", '"', "\n  ", "&a ", "*a", "!!int ", "0b_", "%")
MORE = (
    "null\n",
    "\x00",
    "\ufeff",
    "\r\n",
    "## More\n",
    "? ",
    "<<: ",
    "id: x\n",
    "utterances: []\n",
)
SNIPPETS = st.sampled_from((*WORDS, *MORE))
GARBAGE = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.lists(SNIPPETS, max_size=30).map(lambda parts: "".join(parts).encode()),
)


@pytest.fixture(scope="module")
def plot() -> Iterator[Plot]:
    with tempfile.TemporaryDirectory() as folder:
        yield Plot(Path(folder))


def check_with(plot: Plot, name: str, content: bytes) -> list[Problem]:
    """The problems of the pack with other bytes in one file, which is put back after."""
    path = plot.root / name
    before = path.read_bytes()
    try:
        path.write_bytes(content)
        return check(plot.pack, code=None)
    finally:
        path.write_bytes(before)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.sampled_from(FILES), content=GARBAGE)
def test_random_bytes_are_problems_not_crashes(plot: Plot, name: str, content: bytes) -> None:
    for problem in check_with(plot, name, content):
        assert problem.what
        assert problem.hint


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.sampled_from(FILES), junk=GARBAGE, share=st.floats(0, 1))
def test_junk_in_the_middle_of_a_file_is_no_crash_either(
    plot: Plot, name: str, junk: bytes, share: float
) -> None:
    before = (plot.root / name).read_bytes()
    at = int(share * len(before))
    check_with(plot, name, before[:at] + junk + before[at:])


@pytest.mark.parametrize("text", ["[" * 5000, "- " * 5000, "&a [*a]", "{a: &a {b: *a}}", "", "---"])
@pytest.mark.parametrize("name", ["knowledge/guide.yaml", "intents/topics/tea.yaml"])
def test_nesting_and_loops_are_problems(plot: Plot, name: str, text: str) -> None:
    problems = check_with(plot, name, text.encode())
    assert name in {problem.path for problem in problems}
