"""`ajar jsonl`: answers JSON lines from standard input on standard output."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import BinaryIO

from bot.cli.opening import opened, settled
from bot.render.words import Words
from bot.settings import Settings
from bot.transports.jsonl import serve
from bot.transports.lines import lines_of


def main(argv: Sequence[str]) -> int:
    """Runs until the end of input, or until nobody reads the output any more."""
    parser = argparse.ArgumentParser(
        prog="ajar jsonl", description="Answer one JSON object a line, for programs."
    )
    parser.add_argument("--database", metavar="URL", help="instead of AJAR_DATABASE")
    parser.add_argument("--content", metavar="DIR", help="instead of AJAR_CONTENT")
    options = parser.parse_args(argv)
    settings = settled(database=options.database, content=options.content)
    with suppress(BrokenPipeError), _own_output() as output:
        asyncio.run(_serve(settings, output))
    return 0


async def _serve(settings: Settings, output: BinaryIO) -> None:
    async with opened(settings) as app:
        words = Words(app.content)
        await serve(app.engine, lines_of(sys.stdin.fileno()), output, words)


def _own_output() -> BinaryIO:
    """Standard output for the answers alone: what a library prints goes to standard error."""
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return output
