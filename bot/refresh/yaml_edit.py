"""Small edits of a YAML file that leave all else in it as it was: comments, order, quotes, lines.

A library that reads and writes whole files would wrap long lines anew. Here the text of a value is
replaced in its place, and what is new goes on lines of its own; the result is read again and must
hold what the edits say and nothing else.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from bot.content import schema
from bot.content.files import UnreadableError, parse_yaml
from bot.errors import RefreshError

Path = tuple[str | int, ...]
ORDER = (*schema.Model.model_fields, *schema.Price.model_fields)
STEP = 2
COMMENT = re.compile(r"[ \t]*(?:#.*)?\n")


@dataclass(frozen=True)
class Edit:
    """Sets the value at `path` of the member with the id `item`, or with `appends` adds to the
    list there. A value is a scalar or a mapping of scalars."""

    item: str
    path: Path
    value: Any
    appends: bool = False


@dataclass(frozen=True)
class Cut:
    """Puts `text` in the place of the characters from `start` to `end`."""

    start: int
    end: int
    text: str


def edited(text: str, name: str, edits: Sequence[Edit], key: str = "models") -> str:
    """The text of the file `name` with all edits made in the list `key`.

    Raises RefreshError where that can't be done without touching more than they say.
    """
    try:
        expected = _expected(parse_yaml(text, name), edits, key)
        after = text
        for cut in sorted(_cuts(text, edits, key), key=lambda cut: cut.start, reverse=True):
            after = after[: cut.start] + cut.text + after[cut.end :]
        holds = parse_yaml(after, name) == expected
    except (UnreadableError, LookupError, TypeError, AttributeError) as error:
        raise RefreshError(_refused(name, edits)) from error
    if not holds:
        raise RefreshError(_refused(name, edits))
    return after


def _refused(name: str, edits: Sequence[Edit]) -> str:
    items = ", ".join(dict.fromkeys(edit.item for edit in edits))
    return f"{name} can't be edited safely ({items}): change it by hand."


def _expected(data: Any, edits: Sequence[Edit], key: str) -> Any:
    """What the file has to hold after the edits."""
    result = copy.deepcopy(data)
    members = {member["id"]: member for member in result[key]}
    for edit in edits:
        *way, last = edit.path
        place = members[edit.item]
        for step in way:
            place = place[step]
        if edit.appends:
            place[last] = [*(place.get(last) or []), edit.value]
        else:
            place[last] = edit.value
    return result


def _cuts(text: str, edits: Sequence[Edit], key: str) -> list[Cut]:
    """The cuts for all edits; those of one place in order."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    members = {_child(node, "id").value: node for node in _child(root, key).value}
    cuts: list[Cut] = []
    for edit in edits:
        node = members[edit.item]
        *way, last = edit.path
        for step in way:
            node = _child(node, step)
        old = _find(node, last)
        if edit.appends and old is not None and old.value:
            cuts.append(_appended(text, old, edit.value))
        elif edit.appends and old is None:
            cuts.append(_inserted(text, node, str(last), [edit.value]))
        elif edit.appends:
            assert old is not None
            cuts.append(Cut(old.start_mark.index, _leaf_end(old), _flow([edit.value])))
        elif old is not None:
            new = _in_place(edit.value, old, in_flow=bool(node.flow_style))
            cuts.append(Cut(old.start_mark.index, _leaf_end(old), new))
        else:
            cuts.append(_inserted(text, node, str(last), edit.value))
    return _joined(cuts)


def _joined(cuts: Sequence[Cut]) -> list[Cut]:
    """Insertions at one place as one, in their order, so that none lands inside another."""
    found: dict[tuple[int, int], Cut] = {}
    for cut in cuts:
        old = found.get((cut.start, cut.end))
        together = old.text + cut.text if old else cut.text
        found[cut.start, cut.end] = Cut(cut.start, cut.end, together)
    return list(found.values())


def _child(node: Any, step: str | int) -> Any:
    found = _find(node, step)
    if found is None:
        raise LookupError(step)
    return found


def _find(node: Any, step: str | int) -> Any:
    """The value at a key or a place; None where there is none."""
    if isinstance(step, int):
        return node.value[step]
    return next((value for name, value in node.value if name.value == step), None)


def _inserted(text: str, node: Any, key: str, value: Any) -> Cut:
    """A new key, before the first that comes after it in the schema, else at the end."""
    if node.flow_style:
        gap = ", " if node.value else ""
        place = _before(text, node.end_mark.index - 1)
        return Cut(place, place, f"{gap}{key}: {_flow(value)}")
    rank = ORDER.index(key)
    later = next(
        (n for n, _ in node.value[1:] if n.value in ORDER and ORDER.index(n.value) > rank), None
    )
    first = node.value[0][0]
    block = _block(key, value, first.start_mark.column)
    if later is not None:
        place = _above_comments(text, _line_start(text, later.start_mark.index))
        return Cut(place, place, block)
    return _after(text, node, block)


def _appended(text: str, node: Any, value: Any) -> Cut:
    if node.flow_style:
        place = _before(text, node.end_mark.index - 1)
        return Cut(place, place, f", {_flow(value)}")
    return _after(text, node, _member(value, node.start_mark.column))


def _after(text: str, node: Any, block: str) -> Cut:
    """Below the last line of a block."""
    end = text.find("\n", max(_leaf_end(node) - 1, 0))
    if end < 0:
        return Cut(len(text), len(text), "\n" + block.removesuffix("\n"))
    return Cut(end + 1, end + 1, block)


def _leaf_end(node: Any) -> int:
    """Where the last scalar or flow value in a node ends; a block's own end lies beyond it."""
    while isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return int(node.end_mark.index)


def _line_start(text: str, place: int) -> int:
    return text.rfind("\n", 0, place) + 1


def _above_comments(text: str, start: int) -> int:
    """Above the comments that stand over a line, since they belong to it."""
    while start:
        above = _line_start(text, start - 1)
        if not COMMENT.fullmatch(text, above, start):
            break
        start = above
    return start


def _before(text: str, place: int) -> int:
    """Past the blanks that stand before a closing bracket."""
    return len(text[:place].rstrip())


def _block(key: str, value: Any, indent: int) -> str:
    """A key with its value as lines of their own."""
    pad = " " * indent
    if isinstance(value, Mapping):
        inner = "".join(_block(name, each, indent + STEP) for name, each in value.items())
        return f"{pad}{key}:\n{inner}"
    if isinstance(value, list):
        return f"{pad}{key}:\n" + "".join(_member(each, indent) for each in value)
    return f"{pad}{key}: {_plain(value)}\n"


def _member(value: Any, indent: int) -> str:
    """A mapping or a scalar as a member of a list."""
    if not isinstance(value, Mapping):
        return f"{' ' * indent}- {_plain(value)}\n"
    lines = "".join(_block(name, each, indent + STEP) for name, each in value.items())
    return f"{' ' * indent}- {lines[indent + STEP :]}"


def _in_place(value: Any, old: yaml.Node, in_flow: bool) -> str:
    """A value as the one before it was written: with its quotes, if it had some."""
    if isinstance(value, str) and isinstance(old, yaml.ScalarNode) and old.style in {"'", '"'}:
        return _dumped(value, default_style=old.style)
    is_scalar = not isinstance(value, Mapping | list)
    return _plain(value) if is_scalar and not in_flow else _flow(value)


def _plain(value: Any) -> str:
    """A scalar on a line of its own, in quotes where it needs them."""
    return f"{value:.10g}" if isinstance(value, float) else _dumped(value)


def _flow(value: Any) -> str:
    """A value that may stand between brackets."""
    if isinstance(value, float):
        return f"{value:.10g}"
    return _dumped([value], default_flow_style=True)[1:-1]


def _dumped(value: Any, **style: Any) -> str:
    text: str = yaml.safe_dump(value, width=10**9, allow_unicode=True, sort_keys=False, **style)
    return text.removesuffix("...\n").strip()
