"""A copy of the tea pack in which a test plants faults, and the problems it then has."""

from __future__ import annotations

import shutil
from pathlib import Path

from bot.content.checks import check
from bot.content.loader import Pack
from bot.errors import Problem

TEA = Path(__file__).resolve().parent.parent / "packs" / "tea"


class Plot:
    """A pack to plant faults in; every method that plants hands back the line it changed."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "tea"
        shutil.copytree(TEA, self.root)

    @property
    def pack(self) -> Pack:
        return Pack(self.root)

    def problems(self) -> list[Problem]:
        return check(self.pack, code=None)

    def read(self, name: str) -> str:
        return (self.root / name).read_text(encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> int:
        """Replaces `old`, which stands there once; the line of the first difference."""
        text = self.read(name)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        start = text.index(old)
        same = next(
            (n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b),
            min(len(old), len(new)),
        )
        self.write(name, text.replace(old, new))
        return text.count("\n", 0, start) + new.count("\n", 0, same) + 1

    def append(self, name: str, line: str) -> int:
        text = self.read(name)
        self.write(name, text + line + "\n")
        return text.count("\n") + 1

    def line(self, name: str, part: str) -> int:
        """The first line that has `part` in it."""
        lines = self.read(name).splitlines()
        return next(number for number, line in enumerate(lines, 1) if part in line)
