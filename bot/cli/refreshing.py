"""`ajar refresh`: newer prices and limits, shown as differences; blanks are filled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli.opening import settled_quietly
from bot.content import files, schema
from bot.content.loader import Pack, Reader, default_root
from bot.errors import ContentError, RefreshError
from bot.refresh import genai, models_dev, writing
from bot.refresh.differences import Difference, differences
from bot.refresh.edits import edits_for
from bot.refresh.listing import Book
from bot.refresh.yaml_edit import Edit, edited
from bot.render.fit import showable

MODELS = "knowledge/models"
UNKNOWN = "not known"
# The columns of the differences, and which of them stay on one line.
COLUMNS = {"": True, "Model": False, "Fact": True, "Here": True, "There": True, "Source": False}


@dataclass(frozen=True)
class Wish:
    """What was asked for. `accept` takes what differs too, `renew` dates confirmed prices anew;
    `only` are ids of models, all where it is empty; `is_dry` writes nothing."""

    models: str | None = None
    as_of: str | None = None
    only: tuple[str, ...] = ()
    accept: bool = False
    renew: bool = False
    is_dry: bool = False


def refresh(content: str | None, wish: Wish, today: date, console: Console) -> int:
    """The exit code. Raises RefreshError or ContentError with every file as it was."""
    try:
        _refresh(content, wish, today, console)
    except RefreshError as error:
        raise RefreshError(f"{error} Nothing was changed.") from error
    return 0


def _refresh(content: str | None, wish: Wish, today: date, console: Console) -> None:
    root = Path(settled_quietly(content).content or default_root())
    reader = Reader(Pack(root))
    tables = _tables(reader)
    if reader.problems:
        raise ContentError(reader.problems)
    models = [model for table in tables.values() for model in table.models]
    _known(wish.only, models)
    books = _books(wish, today, console)
    found = differences(models, books, wish.only)
    taken = _taken(found, wish)
    _show(found, wish, console)
    if taken and not wish.is_dry:
        _write(root, tables, taken)
    _sum_up(found, taken, wish, console)


def _tables(reader: Reader) -> dict[str, schema.Models]:
    """The files of models, by their names relative to the pack."""
    reader.many(MODELS, schema.Models)
    return {n: part for n, part in reader.parts.items() if isinstance(part, schema.Models)}


def _known(ids: Sequence[str], models: Sequence[schema.Model]) -> None:
    unknown = set(ids) - {model.id for model in models}
    if unknown:
        raise RefreshError(f"The catalogue has no model {', '.join(sorted(unknown))}.")


def _books(wish: Wish, today: date, console: Console) -> list[Book]:
    """The tables to compare with: genai-prices where it is there, and the one that was named."""
    books, missing = [], None
    try:
        books.append(genai.read(today, wish.as_of))
    except RefreshError as error:
        if not wish.models:
            raise
        missing = str(error)
    if wish.models:
        books.append(models_dev.read(wish.models, today, wish.as_of))
    if missing:
        console.print(Text(missing, style="yellow"))
    for book in books:
        skipped = f", {book.skipped} damaged ones left out" if book.skipped else ""
        console.print(Text(f"{book.name} of {book.as_of}: {len(book.listings)} records{skipped}."))
    return books


def _taken(found: Sequence[Difference], wish: Wish) -> list[Difference]:
    """What is to be written; where several tables speak of one fact, the first counts."""
    wanted = {"blank": True, "other": wish.accept, "same": wish.renew}
    first: dict[tuple[str, str], Difference] = {}
    for each in found:
        if wanted[each.kind]:
            first.setdefault((each.model.id, each.field), each)
    return list(first.values())


def _show(found: Iterable[Difference], wish: Wish, console: Console) -> None:
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for name, is_kept in COLUMNS.items():
        table.add_column(name, no_wrap=is_kept, overflow="fold")
    for each in found:
        if each.kind != "same" or wish.renew:
            table.add_row(*(Text(showable(cell)) for cell in _cells(each, wish)))
    if table.row_count:
        console.print(table)


def _cells(each: Difference, wish: Wish) -> tuple[str, ...]:
    outcome = {"blank": "fill", "other": "take" if wish.accept else "differs", "same": "renew"}
    here, there = _said(each.here), _said(each.there)
    if each.kind == "same":
        here, there = str(each.model.price.as_of), each.book.as_of
    source = f"{each.listing.provider}/{each.listing.record}"
    fact = each.field.replace("_", " ")
    return outcome[each.kind], each.model.id, fact, here, there, source


def _said(value: object) -> str:
    """A price as "$2 / $10", for a million tokens read and written; numbers with commas."""
    if isinstance(value, tuple):
        if value == (None, None):
            return UNKNOWN
        return " / ".join("-" if part is None else f"${part:,.10g}" for part in value)
    if value is None:
        return UNKNOWN
    return f"{value:,}" if isinstance(value, int) else str(value)


def _write(root: Path, tables: dict[str, schema.Models], taken: Sequence[Difference]) -> None:
    """Makes all edits in memory, checks what comes out, and only then touches a file."""
    by_model: dict[str, list[Difference]] = defaultdict(list)
    for each in taken:
        by_model[each.model.id].append(each)
    before: dict[Path, str] = {}
    after: dict[Path, str] = {}
    for name, table in tables.items():
        edits = [e for m in table.models if m.id in by_model for e in edits_for(m, by_model[m.id])]
        if edits:
            path = root / name
            before[path] = path.read_bytes().decode("utf-8")
            after[path] = _edited(before[path], name, edits)
    writing.replace_all(after, before)


def _edited(text: str, name: str, edits: Sequence[Edit]) -> str:
    """The text with the edits, its line ends kept, and proved to be a file of models."""
    ends = "\r\n" if "\r\n" in text else "\n"
    new = edited(text.replace("\r\n", "\n"), name, edits)
    schema.Models.model_validate(files.parse_yaml(new, name))
    return new.replace("\n", ends)


def _sum_up(
    found: Sequence[Difference], taken: Sequence[Difference], wish: Wish, console: Console
) -> None:
    kinds = [each.kind for each in found]
    models = len({each.model.id for each in taken})
    told = "Nothing was written. Facts to write" if wish.is_dry else "Facts written"
    lines = [f"{told}: {len(taken)}, in models: {models}."]
    if not wish.accept and "other" in kinds:
        count = kinds.count("other")
        lines.append(
            f"Left alone, since they differ: {count}. --accept takes them, --only ID picks."
        )
    if not wish.renew and "same" in kinds:
        count = kinds.count("same")
        lines.append(f"Prices that a newer table confirms: {count}. --renew dates them anew.")
    for line in lines:
        console.print(Text(line))
