"""A conversation on a terminal."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable

import pytest
from rich.console import Console
from small_engine import SmallEngine

from bot.content.schema import SourceRef
from bot.engine import Press
from bot.render.terminal import as_rich, as_text
from bot.render.words import Words
from bot.reply import Option, Reply, Standing, Table
from bot.transports.terminal import Chat, message

QUESTION = Reply(
    "question", "How much?", options=(Option("a", "Little"), Option("b", "Much")),
    standing=Standing("s1"),
)  # fmt: skip


def typing(*lines: str, end: type[BaseException] = EOFError) -> Callable[[str], str]:
    left = list(lines)

    def read(prompt: str) -> str:
        if not left:
            raise end
        return left.pop(0)

    return read


def talk(engine: SmallEngine, read: Callable[[str], str], *, terminal: bool = False) -> str:
    output = io.StringIO()
    console = Console(file=output, force_terminal=terminal, width=80, highlight=False)
    with asyncio.Runner() as runner:
        Chat(engine, Words(), console, runner, read).talk("Ajar", "open and closed models")
    return output.getvalue()


def test_what_is_typed_is_answered_until_the_end_of_input(engine: SmallEngine) -> None:
    said = talk(engine, typing("hello", "  ", "what is open"))
    assert [heard.text for heard in engine.heard] == ["hello", "what is open"]
    assert said.startswith("Hello, I am Ajar. Ask me about open and closed models")
    assert "You said hello\n\n1. Tight\n2. Ample\n" in said
    assert said.rstrip().endswith("Goodbye, and thank you for asking.")


def test_ctrl_c_says_goodbye_as_well(engine: SmallEngine) -> None:
    assert "Goodbye" in talk(engine, typing("hello", end=KeyboardInterrupt))


def test_a_number_presses_the_button_that_bears_it(engine: SmallEngine) -> None:
    said = talk(engine, typing("hello", " 2 "))
    assert engine.heard[1].press == Press("s1", "budget.ample")
    assert "You pressed budget.ample." in said


@pytest.mark.parametrize("typed", ["0", "3", "500", "²", "2 GPUs", "99999999999999999999999"])
def test_any_other_number_is_a_text(typed: str) -> None:
    assert message(typed, QUESTION).text == typed
    assert message("1", None).text == "1"


def test_a_fault_is_excused_and_the_talk_goes_on(engine: SmallEngine) -> None:
    said = talk(engine, typing("break", "hello"))
    assert "something went wrong on my side" in said
    assert "secret" not in said
    assert "You said hello" in said


def test_colours_stand_on_a_terminal_only(engine: SmallEngine) -> None:
    assert "\x1b[" in talk(engine, typing("hello"), terminal=True)
    assert "\x1b" not in talk(SmallEngine(), typing("hello"))


@pytest.mark.parametrize("terminal", [True, False])
def test_control_characters_are_never_printed(engine: SmallEngine, terminal: bool) -> None:
    said = talk(engine, typing("a\x1b]0;title\x07b\x9bc\u202ed"), terminal=terminal)
    assert "a]0;titlebcd" in said
    for char in "\x07\x9b\u202e":
        assert char not in said


def test_everything_that_a_reply_holds_is_shown(words: Words) -> None:
    reply = Reply(
        "compare",
        "Both [sides] have **their** price.",
        title="Cost [red]",
        table=Table(("Side", "Licence"), (("Open", "usually free"),)),
        after_table="Ask for figures.",
        sources=(SourceRef(title="Prices", url="https://example.org", as_of="2026-06"),),
        options=(Option("x", "More"),),
        attachment=("export.json", '{"held": "\x07nothing"}'),
    )
    output = io.StringIO()
    Console(file=output, width=80).print(as_rich(reply, words))
    for shown in (output.getvalue(), as_text(reply, words)):
        for part in (
            "Cost [red]", "Both [sides] have", "usually free", "Ask for figures.", "Prices",
            "(as of 2026-06)", "1. More", "export.json", '{"held": "nothing"}',
        ):  # fmt: skip
            assert part in shown
    assert "https://example.org" in output.getvalue()
