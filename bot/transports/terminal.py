"""A conversation on a terminal, a line at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from rich.console import Console
from rich.text import Text

from bot.engine import Answering, Message, Press
from bot.render.terminal import as_rich, as_text
from bot.render.words import Words
from bot.reply import Reply
from bot.transports.answering import answered

USER = "local"
CHANNEL = "terminal"


def message(text: str, last: Reply | None = None) -> Message:
    """What was typed: the number of one of the last reply's options presses it."""
    typed = text.strip()
    options = last.options if last else ()
    if last and typed.isascii() and typed.isdigit() and len(typed) < 4:
        number = int(typed)
        if 1 <= number <= len(options):
            press = Press(last.standing.session or "", options[number - 1].id)
            return Message(USER, CHANNEL, press=press)
    return Message(USER, CHANNEL, text=text)


class Chat:
    """Reads lines and shows replies until the end of input or an interruption.

    The event loop stands still while a line is awaited, so that Ctrl-C and line editing work as
    on any terminal. `read` takes the prompt and may raise EOFError or KeyboardInterrupt.
    """

    def __init__(
        self,
        engine: Answering,
        words: Words,
        console: Console,
        runner: asyncio.Runner,
        read: Callable[[str], str],
    ) -> None:
        self._engine, self._words = engine, words
        self._console, self._runner, self._read = console, runner, read

    def talk(self, name: str, subject: str) -> None:
        """The whole conversation, from the welcome to the goodbye."""
        self._say("terminal_welcome", name=name, subject=subject)
        last: Reply | None = None
        try:
            while True:
                line = self._read(self._words.say("terminal_prompt") + " ")
                if line.strip():
                    last = self._runner.run(self._answer(line, last))
                    self._show(last)
        except (EOFError, KeyboardInterrupt):
            self._console.print()
        self._say("terminal_goodbye")

    async def _answer(self, line: str, last: Reply | None) -> Reply:
        return await answered(self._engine, message(line, last), self._words)

    def _show(self, reply: Reply) -> None:
        if self._console.is_terminal:
            self._console.print("", as_rich(reply, self._words), "")
        else:
            self._console.out(as_text(reply, self._words), highlight=False)

    def _say(self, key: str, **slots: object) -> None:
        self._console.print(Text(self._words.say(key, **slots)))
