"""Reads YAML and Markdown files, and finds the line that a problem stands on."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.errors import Problem

FRONT = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
MORE = re.compile(r"^## More\s*$", re.MULTILINE)
Place = tuple[str | int, ...]
# What PyYAML lets through besides its own errors, for "!!int x", "0b_" or a thousand brackets.
ODD = (ArithmeticError, LookupError, TypeError, ValueError, RecursionError)


class UnreadableError(Exception):
    """A file can't be read at all; carries the one problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def read_text(root: Path, path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        name = path.relative_to(root).as_posix()
        raise UnreadableError(
            Problem(name, 0, str(error), "save the file as UTF-8 text")
        ) from error


def parse_yaml(text: str, name: str, first_line: int = 1) -> object:
    """The value of a YAML text; keys that stand twice are an error too."""
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + first_line if mark else 0
        what = error.problem or "not valid YAML"
        raise UnreadableError(
            Problem(name, line, what, "check quotes, colons and indents")
        ) from error
    except yaml.YAMLError as error:
        what = str(error).splitlines()[0]
        raise UnreadableError(Problem(name, 0, what, "remove control characters")) from error
    except ODD as error:
        hint = "put values that look like numbers or tags in quotes, and nest less deeply"
        raise UnreadableError(Problem(name, 0, f"a value can't be read: {error}", hint)) from error


class _Loader(yaml.CSafeLoader):
    """The safe loader, but a key that stands twice is refused."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key, _ in node.value:
        if isinstance(key, yaml.ScalarNode):
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key.value!r} stands twice", key.start_mark
                )
            seen.add(key.value)
    return loader.construct_mapping(node, deep=True)


def _date(loader: _Loader, node: yaml.ScalarNode) -> str:
    return loader.construct_scalar(node)


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _date)


def parse_section(text: str, name: str) -> dict[str, Any]:
    """A section file as the fields of `Section`; the body is split into its three forms."""
    match = FRONT.match(text.replace("\r\n", "\n"))
    if not match:
        hint = "start with a line ---, the fields, and another line ---"
        raise UnreadableError(Problem(name, 1, "no front matter", hint))
    fields = parse_yaml(match[1], name, first_line=2)
    if not isinstance(fields, dict):
        raise UnreadableError(
            Problem(name, 2, "the front matter holds no fields", "write key: value")
        )
    body, *rest = MORE.split(match[2].strip(), maxsplit=1)
    short, _, normal = body.strip().partition("\n\n")
    more = rest[0].strip() if rest else ""
    return {**fields, "short": short, "normal": normal.strip(), "more": more}


def line_of(text: str, place: Place) -> int:
    """The line (from 1) of the value at `place` in a YAML text, or of the nearest parent."""
    front = FRONT.match(text)
    offset = 2 if front else 1
    node = _tree(front[1] if front else text)
    line = offset if node else 0
    for step in place:
        found = _child(node, step)
        if found is None:
            break
        line, node = found[0] + offset, found[1]
    return line


@lru_cache(maxsize=32)
def _tree(text: str) -> yaml.Node | None:
    """The nodes of a YAML text with their marks; None where it is empty or broken."""
    try:
        node: yaml.Node | None = yaml.compose(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, *ODD):
        return None
    return node


def _child(node: yaml.Node | None, step: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value == str(step):
                return key.start_mark.line, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        child = node.value[step]
        return child.start_mark.line, child
    return None
