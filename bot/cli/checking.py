"""`ajar check`: prints every problem of a content pack."""

from __future__ import annotations

from pathlib import Path

from bot.cli.opening import settled_quietly
from bot.content import checks
from bot.content.loader import Pack, default_root
from bot.render.words import Words


def check(content: str | None) -> int:
    """The exit code: 0 where the pack has no problem, 1 where it has some."""
    settings = settled_quietly(content)
    root = Path(settings.content or default_root())
    problems = checks.check(Pack(root))
    for problem in problems:
        print(problem)
    words = Words()
    if problems:
        print(words.say("terminal_check_problems", count=len(problems)))
        return 1
    print(words.say("terminal_check_clean", count=len(Pack(root).paths)))
    return 0
