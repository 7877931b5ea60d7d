"""Figures that have grown old or are of a day to come, and facts that name no source. None of
these breaks anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.content import figures, schema
from bot.content.checks_sheets import Sheets
from bot.content.dates import age
from bot.content.files import Place
from bot.content.loader import Pack, Reader, read_content
from bot.errors import ContentError, Problem

OLD_AFTER_DAYS = 30
RENEW = "look it up again, and write the new date"
DATE = "add as_of"
SOURCE = "add where it was read"
MISPRINT = "correct the date"


@dataclass(frozen=True)
class Dated:
    """A figure that ages: where it stands, what it is, its date, and whether it needs one."""

    file: str
    place: Place
    what: str
    as_of: str | None


def stale(pack: Pack, today: str, days: int | None = None) -> list[Problem]:
    """What is older on `today` than `days` days, else than the pack's own `old_after_days`, what is
    dated later than `today`, and what has no date or no source; in order of file and line. Raises
    ContentError where a file can't be read."""
    reader = Reader(pack)
    read_content(reader)
    if reader.problems:
        raise ContentError(reader.problems)
    sheets = Sheets(reader)
    limit = _limit(sheets) if days is None else days
    found = [*_old(sheets, today, limit), *_unsourced(sheets)]
    return sorted(found)


def _limit(sheets: Sheets) -> int:
    tables = [table.old_after_days for _, table in sheets.files(figures.Prices)]
    return tables[0] if tables else OLD_AFTER_DAYS


def _old(sheets: Sheets, today: str, limit: int) -> Iterator[Problem]:
    for each in _dated(sheets):
        if each.as_of is None:
            yield sheets.problem(each.file, each.place, f"{each.what} has no date", DATE)
        elif each.as_of > today[: len(each.as_of)]:
            what = f"{each.what} is of {each.as_of}, which is still to come"
            yield sheets.problem(each.file, (*each.place, "as_of"), what, MISPRINT)
        elif (days := age(each.as_of, today)) > limit:
            what = f"{each.what} is of {each.as_of}, {days} days old"
            yield sheets.problem(each.file, (*each.place, "as_of"), what, RENEW)


def _dated(sheets: Sheets) -> Iterator[Dated]:
    for file, guide in sheets.files(schema.Guide):
        yield Dated(file, (), "the content", guide.as_of)
    for file, rules in sheets.files(figures.Hardware):
        yield Dated(file, (), "the table", rules.as_of)
    for entry in sheets.entries(schema.Models):
        if entry.item.price != schema.Price():
            what = f"the price of {entry.item.name}"
            yield Dated(entry.file, (*entry.place, "price"), what, entry.item.price.as_of)
    for file, prices in sheets.files(figures.Prices):
        yield Dated(file, (), "the table", prices.as_of)
        for key, kind in (("rents", "the rent of"), ("buys", "the price of")):
            for number, each in enumerate(getattr(prices, key)):
                yield Dated(file, (key, number), f"{kind} {each.device}", each.as_of)
        if prices.owning:
            yield Dated(file, ("owning",), "the price of power", prices.owning.as_of)


def _unsourced(sheets: Sheets) -> Iterator[Problem]:
    for kind in (schema.Models, schema.Licenses, schema.Devices, schema.Section):
        for entry in sheets.entries(kind):
            named = entry.item.sources or getattr(entry.item, "url", None)
            if not named:
                yield sheets.problem(entry.file, entry.place, f"{entry.id} has no source", SOURCE)
    for file, prices in sheets.files(figures.Prices):
        for key in ("rents", "buys"):
            for number, each in enumerate(getattr(prices, key)):
                if not each.source:
                    what = f"the price of {each.device} has no source"
                    yield sheets.problem(file, (key, number), what, SOURCE)
        if prices.owning and not prices.owning.source:
            yield sheets.problem(file, ("owning",), "the price of power has no source", SOURCE)
