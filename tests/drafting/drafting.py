"""Drafts a pack from a text into a folder, and looks at it as the program does."""

from __future__ import annotations

from pathlib import Path

from bot.content.checks import check
from bot.content.loader import Pack
from bot.drafting.files import files_of
from bot.drafting.pack import Guide, understand
from bot.drafting.rules import Starter

TODAY = "2026-11-26"


def draft(text: str, folder: Path, starter: Starter, name: str = "guide.md") -> Guide:
    """The guide as it was understood; its pack stands in `folder`. Raises ContentError."""
    guide = understand(text, name, TODAY, starter)
    for file, body in files_of(guide, starter, "Ajar").items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, encoding="utf-8", newline="\n")
    return guide


def problems(folder: Path, code: Path | None = None) -> list[str]:
    """The problems of the pack in `folder`; without `code` the phrases aren't looked at."""
    return [str(problem) for problem in check(Pack(folder), code)]
