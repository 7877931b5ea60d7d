"""The program's calls and a pack's phrases must fit each other."""

from __future__ import annotations

from pathlib import Path

import pytest
from planting import Plot

from bot.content.checks import check, warnings
from bot.errors import Problem

CODE = """
def greet(content, kind, is_late, **rest):
    content.say("tea_offer", topic=kind)
    content.say("tea_thanks", **rest)
    content.button("tea_pour")
"""
PHRASES = "knowledge/phrases/tea.yaml"


@pytest.fixture
def code(tmp_path: Path) -> Path:
    folder = tmp_path / "program"
    folder.mkdir()
    (folder / "talk.py").write_text(CODE)
    return folder


def more(code: Path, line: str) -> int:
    """Adds a call to the program; its line."""
    (code / "talk.py").write_text(f"{CODE}    {line}\n")
    return CODE.count("\n") + 1


def test_a_program_whose_phrases_are_all_there_is_fine(tea: Plot, code: Path) -> None:
    assert check(tea.pack, code) == []
    assert warnings(tea.pack, code) == []


@pytest.mark.parametrize(
    ("call", "what", "table"),
    [
        ('content.say("tea_bye")', "the phrases lack 'tea_bye'", "phrases"),
        ('content.button("tea_offer")', "the buttons lack 'tea_offer'", "buttons"),
        (
            'content.say("tea_late" if is_late else "tea_thanks", kind=kind)',
            "the phrases lack 'tea_late'",
            "phrases",
        ),
    ],
)
def test_a_key_that_is_lacking_is_named_where_it_is_asked_for(
    tea: Plot, code: Path, call: str, what: str, table: str
) -> None:
    line = more(code, call)
    hint = f"add it to {table}: in a file of knowledge/phrases/"
    assert check(tea.pack, code) == [Problem("program/talk.py", line, what, hint)]


def test_a_slot_that_no_call_fills_is_found(tea: Plot, code: Path) -> None:
    line = more(code, 'content.say("tea_thanks")')
    what = "nothing is given for {kind} of the phrase 'tea_thanks'"
    hint = "pass kind=, or take it out of the phrase"
    assert check(tea.pack, code) == [Problem("program/talk.py", line, what, hint)]


def test_a_phrase_that_nothing_asks_for_is_only_a_warning(tea: Plot, code: Path) -> None:
    tea.edit(PHRASES, "phrases:\n", "phrases:\n  tea_late: It is late.\n")
    assert check(tea.pack, code) == []
    what = "no call asks for 'tea_late' of the phrases"
    expected = Problem(PHRASES, 3, what, "remove it if it is not used")
    assert warnings(tea.pack, code) == [expected]


@pytest.mark.parametrize("call", ['key = "tea_late"', 'content.say(f"tea_{kind}", kind=kind)'])
def test_a_key_that_is_put_together_counts_as_used(tea: Plot, code: Path, call: str) -> None:
    tea.edit(PHRASES, "phrases:\n", "phrases:\n  tea_late: It is late.\n")
    more(code, call)
    assert warnings(tea.pack, code) == []


def test_a_program_file_that_does_not_parse_asks_for_nothing(tea: Plot, code: Path) -> None:
    (code / "broken.py").write_text("def (:\n")
    (code / "zero.py").write_bytes(b"x = '\0'")
    assert check(tea.pack, code) == []
