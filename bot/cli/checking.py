"""`ajar check`: prints every problem of a content pack, or with `--fresh` what has grown old."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bot.cli.opening import settled_quietly
from bot.content import checks, checks_fresh
from bot.content.loader import Pack, default_root
from bot.errors import Problem
from bot.render.words import Words


def check(content: str | None) -> int:
    """The exit code: 0 where the pack has no problem, 1 where it has some."""
    pack = _pack(content)
    clean = Words().say("terminal_check_clean", count=len(pack.paths))
    found = checks.check(pack)
    if not found:
        from bot.transports.discord import wording

        found = asyncio.run(wording.problems(pack))
    return _told(found, "terminal_check_problems", clean)


def check_fresh(content: str | None, today: date, days: int | None) -> int:
    """The exit code: 0 where nothing is old or without a source, 1 where something is."""
    found = checks_fresh.stale(_pack(content), today.isoformat(), days)
    return _told(found, "terminal_check_stale", Words().say("terminal_check_fresh"))


def _pack(content: str | None) -> Pack:
    return Pack(Path(settled_quietly(content).content or default_root()))


def _told(problems: Sequence[Problem], some: str, none: str) -> int:
    for problem in problems:
        print(problem)
    print(Words().say(some, count=len(problems)) if problems else none)
    return 1 if problems else 0
