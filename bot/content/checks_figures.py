"""Ids in the tables of hardware and prices that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from bot.content import figures, schema
from bot.content.checks_sheets import Reference, Sheets
from bot.errors import Problem


def check_figures(sheets: Sheets) -> Iterator[Problem]:
    """Silent about references into a table that could not be read: mending that comes first."""
    if sheets.is_whole(schema.Models):
        yield from sheets.lost("model", sheets.ids(schema.Models), _to_models(sheets))
        yield from _unpriced(sheets)
    if sheets.is_whole(schema.Devices):
        yield from sheets.lost("device", sheets.ids(schema.Devices), _to_devices(sheets))
    if sheets.is_whole(figures.Hardware):
        known = {
            each.id for _, rules in sheets.files(figures.Hardware) for each in rules.precisions
        }
        yield from sheets.lost("precision", known, _to_precisions(sheets))
        yield from _classes(sheets)


def _to_models(sheets: Sheets) -> Iterator[Reference]:
    for file, rules in sheets.files(figures.Hardware):
        for number, layout in enumerate(rules.layouts):
            yield file, ("layouts", number, "model"), layout.model
    for file, prices in sheets.files(figures.Prices):
        for number, each in enumerate(prices.typical):
            yield file, ("typical", number, "model"), each.model
        if prices.serving:
            yield file, ("serving", "model"), prices.serving.model


def _to_devices(sheets: Sheets) -> Iterator[Reference]:
    for file, rules in sheets.files(figures.Hardware):
        for number, devices in enumerate(rules.shopping):
            for place, device in enumerate(devices):
                yield file, ("shopping", number, place), device
    for file, prices in sheets.files(figures.Prices):
        for key in ("rents", "buys"):
            for number, each in enumerate(getattr(prices, key)):
                yield file, (key, number, "device"), each.device
        for number, device in enumerate(prices.serving.devices if prices.serving else ()):
            yield file, ("serving", "devices", number), device


def _to_precisions(sheets: Sheets) -> Iterator[Reference]:
    for file, rules in sheets.files(figures.Hardware):
        yield file, ("last_resort",), rules.last_resort
        for number, name in enumerate(rules.ladder):
            yield file, ("ladder", number), name
    for file, prices in sheets.files(figures.Prices):
        if prices.serving:
            yield file, ("serving", "precision"), prices.serving.precision


def _classes(sheets: Sheets) -> Iterator[Problem]:
    """Classes of devices that no rule says how much memory of can be used."""
    known = {name for _, rules in sheets.files(figures.Hardware) for name in rules.usable}
    for entry in sheets.entries(schema.Devices):
        if known and entry.item.class_ not in known:
            what = (
                f"knowledge/hardware.yaml has no usable share for the class {entry.item.class_!r}"
            )
            yield sheets.problem(entry.file, (*entry.place, "class"), what, "add it to usable:")


def _unpriced(sheets: Sheets) -> Iterator[Problem]:
    """Models that stand for their kind in sums: each needs a price a token."""
    models = {entry.id: entry.item for entry in sheets.entries(schema.Models)}
    for file, prices in sheets.files(figures.Prices):
        for number, each in enumerate(prices.typical):
            model = models.get(each.model)
            if model is None:
                continue
            place = ("typical", number, "model")
            if model.price.input_per_mtok_usd is None or model.price.output_per_mtok_usd is None:
                what = f"{each.model!r} has no price per million tokens"
                yield sheets.problem(file, place, what, "give both prices in its entry")
