"""The rows of a comparison: those that differ, those that are alike, those nobody knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.content.schema import Model
from bot.content.snapshot import Content
from bot.knowledge.licenses.permissions import model_status
from bot.knowledge.models.facts import FACTS
from bot.knowledge.wording import cut, cut_list, known, listing, small
from bot.reply import Table

Fact = Callable[[Content, Model], str | None]
ALL_ROWS = (
    "openness", "license", "price", "size", "context", "media", "status", "maker", "released",
    "good_for",
)  # fmt: skip
ASPECT_ROWS: Mapping[str, tuple[str, ...]] = {
    "accessibility": ("openness", "status", "license"),
    "cost": ("price", "openness"),
    "customization": ("openness", "fine_tune", "license"),
    "transparency": ("openness", "license"),
    "support": ("maker", "status"),
    "security": ("openness", "maker"),
    "examples": ("newest", "good_for", "status"),
}
# What gives way first where a comparison is too long.
SPARE = ("good_for", "released", "media", "maker")
NAME = 28


@dataclass(frozen=True)
class Row:
    """A row's name and one value for each column; None is not known."""

    name: str
    values: tuple[str | None, ...]

    @property
    def is_alike(self) -> bool:
        return len(set(self.values)) == 1


def fact(content: Content, model: Model, row: str) -> str | None:
    if row == "fine_tune":
        return model_status(content, model, "fine_tune")
    return FACTS[row](content, model)


def rows_of(content: Content, models: Sequence[Model], aspects: Sequence[str]) -> tuple[Row, ...]:
    """The rows that `aspects` call for, or all; each once, in the order of the first aspect."""
    names: Iterable[str] = (
        row for aspect in aspects for row in ASPECT_ROWS.get(aspect, ("openness",))
    )
    wanted = dict.fromkeys(names) or dict.fromkeys(ALL_ROWS)
    return tuple(Row(name, tuple(fact(content, m, name) for m in models)) for name in wanted)


def table_of(
    content: Content, header: Sequence[str], rows: Sequence[Row], limit: int
) -> Table | None:
    """The rows that differ, each cell at most `limit` characters; None where none does."""
    differing = [row for row in rows if not row.is_alike]
    if not differing:
        return None
    return Table(
        (content.say("knowledge_row_feature"), *(cut(name, NAME) for name in header)),
        tuple(
            (
                content.say(f"knowledge_row_{row.name}"),
                *(cut_list(known(content, value), limit) for value in row.values),
            )
            for row in differing
        ),
    )


def same_line(content: Content, rows: Sequence[Row], columns: int) -> str:
    """Gives "Same for both: maker OpenAI; …" and what is known of none of them."""
    key = "both" if columns == 2 else "all"
    alike = [
        f"{small(content.say(f'knowledge_row_{row.name}'))} {row.values[0]}"
        for row in rows
        if row.is_alike and row.values[0] is not None
    ]
    blank = [
        small(content.say(f"knowledge_row_{row.name}"))
        for row in rows
        if row.is_alike and row.values[0] is None
    ]
    parts = []
    if alike:
        parts.append(content.say(f"knowledge_same_{key}", facts="; ".join(alike)))
    if blank:
        parts.append(content.say(f"knowledge_unknown_{key}", facts=listing(content, blank)))
    return " ".join(parts)
