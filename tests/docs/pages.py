"""The pages of the documentation, and the pieces of code in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.render.jsonl import to_object
from bot.reply import Recommendation, Reply

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")])
FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


@cache
def text_of(page: Path) -> str:
    return page.read_text("utf-8")


def prose_of(page: Path) -> str:
    return FENCE.sub("", text_of(page))


def blocks(page: Path, language: str) -> list[str]:
    return [body for found, body in FENCE.findall(text_of(page)) if found == language]


def code_of(page: Path) -> Iterator[str]:
    """Every piece of code: the spans, and each line of a shell block without its comment."""
    yield from SPAN.findall(prose_of(page))
    for body in blocks(page, "sh"):
        yield from (line.split(" #")[0].strip() for line in body.splitlines())


def doc(name: str) -> Path:
    return ROOT / "docs" / name


def sample() -> dict[str, Any]:
    """A reply of the JSON-lines interface with all fields there are."""
    verdict = Recommendation("open", "low", False, False, {}, (), (), ())
    return to_object(Reply("recommendation", "", recommendation=verdict), None, 0)
