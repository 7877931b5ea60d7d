"""Holds the phrases of a pack against the calls that ask for them in the program."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.content import schema
from bot.content.checks_sheets import Sheets
from bot.content.checks_texts import SLOT
from bot.errors import Problem

PROGRAM = Path(__file__).resolve().parent.parent
TABLES = {"say": "phrases", "button": "buttons"}


@dataclass(frozen=True)
class Call:
    """A call such as `content.say("key", name=…)`; `slots` is None where they can't be seen."""

    file: str
    line: int
    table: str
    key: str
    slots: frozenset[str] | None


@dataclass(frozen=True)
class Usage:
    """All calls with a literal key, and all literals: any may be a key, or begin one."""

    calls: tuple[Call, ...]
    literals: frozenset[str]
    beginnings: tuple[str, ...]


def usage_of(code: Path) -> Usage:
    """Reads every Python file below `code`; one that can't be parsed asks for nothing."""
    calls: list[Call] = []
    literals: set[str] = set()
    beginnings: set[str] = set()
    for path in sorted(code.rglob("*.py")):
        try:
            tree = ast.parse(path.read_text(encoding="utf-8"))
        except (SyntaxError, ValueError):
            continue
        name = path.relative_to(code.parent).as_posix()
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                literals.add(node.value)
            elif isinstance(node, ast.JoinedStr) and isinstance(node.values[:1], list):
                beginnings |= {str(v.value) for v in node.values[:1] if isinstance(v, ast.Constant)}
            elif isinstance(node, ast.Call):
                calls += _calls(node, name)
    return Usage(tuple(calls), frozenset(literals), tuple(sorted(beginnings)))


def _calls(node: ast.Call, file: str) -> Iterator[Call]:
    if not isinstance(node.func, ast.Attribute) or node.func.attr not in TABLES or not node.args:
        return
    names = [keyword.arg for keyword in node.keywords]
    known = frozenset(name for name in names if name is not None)
    slots = None if None in names else known
    for key in _literals(node.args[0]):
        yield Call(file, node.lineno, TABLES[node.func.attr], key, slots)


def _literals(node: ast.expr) -> Iterator[str]:
    """The texts that an argument can be, as far as they are written out."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)


def check_phrases(sheets: Sheets, code: Path = PROGRAM) -> Iterator[Problem]:
    """Keys that the program asks for and the pack lacks, and slots that no call fills."""
    tables = [table for _, table in sheets.files(schema.Phrases)]
    phrases = {key: text for table in tables for key, text in table.phrases.items()}
    buttons = {key: text for table in tables for key, text in table.buttons.items()}
    for call in usage_of(code).calls:
        known = phrases if call.table == "phrases" else buttons
        if call.key not in known:
            hint = f"add it to {call.table}: in a file of knowledge/phrases/"
            yield Problem(call.file, call.line, f"the {call.table} lack {call.key!r}", hint)
        elif call.slots is not None and call.table == "phrases":
            yield from _unfilled(call, phrases[call.key])


def _unfilled(call: Call, phrase: str | tuple[str, ...]) -> Iterator[Problem]:
    texts = (phrase,) if isinstance(phrase, str) else phrase
    wanted = {slot.strip("{}") for text in texts for slot in SLOT.findall(text)}
    for slot in sorted(wanted - (call.slots or frozenset())):
        what = f"nothing is given for {{{slot}}} of the phrase {call.key!r}"
        yield Problem(call.file, call.line, what, f"pass {slot}=, or take it out of the phrase")


def unused_phrases(sheets: Sheets, code: Path = PROGRAM) -> Iterator[Problem]:
    """Phrases that no call seems to ask for: warnings, for a key may be put together."""
    usage = usage_of(code)
    for file, table in sheets.files(schema.Phrases):
        for kind, keys in (("phrases", table.phrases), ("buttons", table.buttons)):
            for key in keys:
                is_begun = any(
                    len(begin) > 1 and key.startswith(begin) for begin in usage.beginnings
                )
                if key not in usage.literals and not is_begun:
                    what = f"no call asks for {key!r} of the {kind}"
                    yield sheets.problem(file, (kind, key), what, "remove it if it is not used")
