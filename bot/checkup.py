"""The findings of `ajar doctor`: what was looked at, how it is, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["good", "bad", "skipped"]
MARKS: dict[State, str] = {"good": "ok  ", "bad": "BAD ", "skipped": "skip"}


@dataclass(frozen=True)
class Finding:
    """`mend` says what to do, where the state is bad."""

    name: str
    state: State
    what: str
    mend: str = ""

    def __str__(self) -> str:
        line = f"{MARKS[self.state]}  {self.name:<10} {self.what}"
        return f"{line}. To mend it: {self.mend}." if self.mend else f"{line}."


def good(name: str, what: str) -> Finding:
    return Finding(name, "good", what)


def bad(name: str, what: str, mend: str) -> Finding:
    return Finding(name, "bad", what, mend)


def skipped(name: str, why: str) -> Finding:
    return Finding(name, "skipped", why)
