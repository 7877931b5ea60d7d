"""`ajar chat` and `ajar ask`: a conversation, or one answer, on a terminal."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from contextlib import suppress

from rich.console import Console

from bot.cli.opening import opened, settled_quietly, shown
from bot.render.jsonl import to_object
from bot.render.terminal import as_text
from bot.render.words import Words
from bot.transports.answering import answered
from bot.transports.terminal import Chat, message


def chat(content: str | None) -> None:
    """Talks until the end of input, Ctrl-C or Ctrl-D."""
    settings = settled_quietly(content)
    with suppress(ImportError):  # line editing and history, where Python was built with it
        import readline  # noqa: F401
    with asyncio.Runner() as runner:
        opening = opened(settings, shown)
        app = runner.run(opening.__aenter__())
        try:
            words = Words(app.content)
            guide = app.content.guide
            Chat(app.engine, words, Console(highlight=False), runner, input).talk(
                name=guide.name, subject=guide.subject
            )
        finally:
            runner.run(opening.__aexit__(None, None, None))


async def ask(content: str | None, text: str, *, as_json: bool) -> int:
    """Prints one answer; the exit code is 1 where something went wrong behind it."""
    async with opened(settled_quietly(content), shown) as app:
        words = Words(app.content)
        start = time.perf_counter()
        reply = await answered(app.engine, message(text), words)
        elapsed = (time.perf_counter() - start) * 1000
        if as_json:
            print(json.dumps(to_object(reply, None, elapsed)))
        else:
            sys.stdout.write(as_text(reply, words))
    return 1 if reply.kind == "error" else 0
