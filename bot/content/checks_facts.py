"""Facts that age without a date, facts without a source, and facts that contradict each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from bot.content import figures, glossary, schema
from bot.content.checks_sheets import Entry, Sheets
from bot.content.files import Place
from bot.errors import Problem

MONEY = re.compile(r"\$ ?\d|\b(?:dollars?|euros?)\b", re.IGNORECASE)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
PRICES = ("input_per_mtok_usd", "output_per_mtok_usd", "per_image_usd")
Dated = tuple[str, Place, str]
Figure = tuple[str, Place, str, figures.Rent | figures.Buy | figures.Owning]


def check_facts(sheets: Sheets) -> Iterator[Problem]:
    yield from _undated_prices(sheets)
    yield from _undated_money(sheets)
    yield from _undated_sources(sheets)
    yield from _too_late(sheets)
    yield from _without_source(sheets)
    models = {entry.id: entry for entry in sheets.entries(schema.Models)}
    for entry in models.values():
        yield from _contradictions(sheets, entry)
        yield from _successors(sheets, entry, models)


def _undated_prices(sheets: Sheets) -> Iterator[Problem]:
    for entry in sheets.entries(schema.Models):
        price = entry.item.price
        is_priced = any(getattr(price, key) is not None for key in PRICES)
        for key in ("as_of", "provider"):
            if is_priced and getattr(price, key) is None:
                what = f"the price of {entry.id!r} has no {key}"
                hint = "say when it was read, and who asks it"
                yield sheets.problem(entry.file, (*entry.place, "price"), what, hint)
    for file, place, name, figure in _figures(sheets):
        for key in ("as_of", "source"):
            if getattr(figure, key) is None:
                what = f"{name} has no {key}"
                yield sheets.problem(file, place, what, "say when and where")


def _figures(sheets: Sheets) -> Iterator[Figure]:
    """(file, place, name, figure) of what the price table says of hardware."""
    for file, prices in sheets.files(figures.Prices):
        for number, rent in enumerate(prices.rents):
            yield file, ("rents", number), f"the rent of {rent.device!r}", rent
        for number, buy in enumerate(prices.buys):
            yield file, ("buys", number), f"the price of {buy.device!r}", buy
        if prices.owning:
            yield file, ("owning",), "the price of power", prices.owning


def _undated_money(sheets: Sheets) -> Iterator[Problem]:
    """Sums of money in a text: they are of some year, of the source's where the guide says so."""
    by_source = any(guide.sums_dated_by == "source" for _, guide in sheets.files(schema.Guide))
    for entry in sheets.entries(schema.Section):
        if by_source and any(source.as_of for source in entry.item.sources):
            continue
        for text in (entry.item.short, entry.item.normal, entry.item.more):
            for block in blocks(text):
                if MONEY.search(block) and not YEAR.search(block):
                    line = _line_of(sheets.texts[entry.file], block)
                    what = f"a sum of money without a year: {block[:40]!r}"
                    yield Problem(entry.file, line, what, 'add a date, as "(as of June 2026)"')


def blocks(text: str) -> list[str]:
    """The paragraphs of a text, each with the list that follows it."""
    found: list[str] = []
    for part in text.split("\n\n"):
        if part.startswith("- ") and found:
            found[-1] += f"\n{part}"
        else:
            found.append(part)
    return found


def _line_of(text: str, block: str) -> int:
    first = block.partition("\n")[0]
    lines = text.replace("\r\n", "\n").split("\n")
    return 1 + sum(1 for _ in takewhile(lambda line: first not in line, lines))


def _sources(sheets: Sheets) -> Iterator[tuple[str, Place, schema.SourceRef]]:
    for entry in sheets.entries(schema.Section):
        for number, source in enumerate(entry.item.sources):
            yield entry.file, ("sources", number), source
    lists = [
        *((file, rules.sources) for file, rules in sheets.files(schema.AdvisorRules)),
        *((file, hardware.sources) for file, hardware in sheets.files(figures.Hardware)),
        *((file, prices.sources) for file, prices in sheets.files(figures.Prices)),
    ]
    for file, sources in lists:
        for number, source in enumerate(sources):
            yield file, ("sources", number), source
    for file, words in sheets.files(glossary.Glossary):
        for name, source in words.sources.items():
            yield file, ("sources", name), source


def _undated_sources(sheets: Sheets) -> Iterator[Problem]:
    for file, place, source in _sources(sheets):
        if source.url and source.as_of is None:
            what = f"the source {source.title!r} has no as_of"
            yield sheets.problem(file, place, what, "say when it was read or published")


def _dates(sheets: Sheets) -> Iterator[Dated]:
    for file, place, source in _sources(sheets):
        yield file, (*place, "as_of"), source.as_of or ""
    for entry in sheets.entries(schema.Models):
        yield entry.file, (*entry.place, "released"), entry.item.released or ""
    for entry in sheets.entries(schema.Licenses):
        yield entry.file, (*entry.place, "as_of"), entry.item.as_of or ""
    for file, prices in sheets.files(figures.Prices):
        yield file, ("as_of",), prices.as_of
    for file, place, _, figure in _figures(sheets):
        yield file, (*place, "as_of"), figure.as_of or ""
    for file, hardware in sheets.files(figures.Hardware):
        yield file, ("as_of",), hardware.as_of


def _too_late(sheets: Sheets) -> Iterator[Problem]:
    """Dates after the day of the content: a misprint, or that day was forgotten. Prices of models
    are dated by themselves, since newer ones may be brought in alone."""
    today = next((guide.as_of for _, guide in sheets.files(schema.Guide)), "9999")
    for file, place, date in _dates(sheets):
        if date[: len(today)] > today[: len(date)]:
            what = f"{date} is later than the day of the content, {today}"
            hint = "correct it, or move as_of in knowledge/guide.yaml"
            yield sheets.problem(file, place, what, hint)


def _without_source(sheets: Sheets) -> Iterator[Problem]:
    for entry in sheets.entries(schema.Licenses):
        if not (entry.item.url or entry.item.sources):
            yield _unsourced(sheets, entry, "licence")
    named = ((schema.Models, "model"), (schema.Devices, "device"), (schema.Section, "section"))
    for kind, word in named:
        for entry in sheets.entries(kind):
            if not entry.item.sources:
                yield _unsourced(sheets, entry, word)


def _unsourced(sheets: Sheets, entry: Entry, word: str) -> Problem:
    what = f"the {word} {entry.id!r} names no source"
    return sheets.problem(entry.file, (*entry.place, "id"), what, "add where it was read")


def _contradictions(sheets: Sheets, entry: Entry) -> Iterator[Problem]:
    """A part that is larger than the whole."""
    model: schema.Model = entry.item
    pairs: tuple[tuple[Place, float | None, Place, float | None], ...] = (
        (
            ("parameters", "active_b"),
            model.parameters.active_b,
            ("parameters", "total_b"),
            model.parameters.total_b,
        ),
        (
            ("max_output_tokens",),
            model.max_output_tokens,
            ("context_tokens",),
            model.context_tokens,
        ),
    )
    for part, small, whole, large in pairs:
        if small is not None and large is not None and small > large:
            what = f"{entry.id!r}: {part[-1]} {small:g} is more than {whole[-1]} {large:g}"
            yield sheets.problem(entry.file, (*entry.place, *part), what, "correct one of them")


def _successors(sheets: Sheets, entry: Entry, models: dict[str, Entry]) -> Iterator[Problem]:
    """Successors that lead back to where they began, or that came out before."""
    place = (*entry.place, "successor")
    following = models.get(entry.item.successor or "")
    if following is None:
        return
    before, after = entry.item.released, following.item.released
    if before and after and after[: len(before)] < before[: len(after)]:
        what = f"{following.id!r} follows {entry.id!r}, but came out before it, {after}"
        yield sheets.problem(entry.file, place, what, "correct the successor or a date")
    seen = {entry.id}
    step: Entry | None = following
    while step is not None and step.id not in seen:
        seen.add(step.id)
        step = models.get(step.item.successor or "")
    if step is not None and step.id == entry.id:
        what = f"the successors of {entry.id!r} lead back to it"
        yield sheets.problem(entry.file, place, what, "leave one of them out")
