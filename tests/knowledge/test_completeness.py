"""How much is known, that it is dated and sourced, and that its parts agree with each other."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from bot.content.schema import Model
from bot.content.snapshot import Content
from bot.knowledge.licenses.card import license_card
from bot.knowledge.models.card import model_card
from bot.knowledge.models.families import license_of
from bot.knowledge.models.prices import is_known
from bot.knowledge.wording import day

COUNTS = {"sections": 81, "models": 350, "licenses": 85, "devices": 73}
FEWEST_TERMS = 70
SOURCED = 0.95
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DATE = re.compile(rf"\b(?:\d{{1,2}} )?(?:{MONTHS}) 20\d\d\b|\b20\d\d\b")


@pytest.mark.parametrize("kind", COUNTS)
def test_there_is_as_much_as_was_promised(content: Content, kind: str) -> None:
    assert len(getattr(content, kind)) >= COUNTS[kind]


def test_the_glossary_explains_the_words_that_have_no_section(content: Content) -> None:
    assert content.glossary is not None
    assert len(content.glossary.terms) >= FEWEST_TERMS


# Dates


def ageing(content: Content) -> Iterator[tuple[str, str | None]]:
    """(what, its date) of every fact that is true of a day only."""
    for model in content.models:
        if is_known(model.price) or model.price.note:
            yield f"price of {model.id}", model.price.as_of
    for section in content.sections:
        for source in section.sources:
            if source.url:
                yield f"{section.id}: {source.title}", source.as_of
    if content.prices:
        yield "price table", content.prices.as_of
        for rent in content.prices.rents:
            yield f"rent of {rent.device}", rent.as_of
    if content.hardware:
        yield "hardware table", content.hardware.as_of
        for source in content.hardware.sources:
            yield f"hardware: {source.title}", source.as_of


def test_all_that_ages_is_dated(content: Content) -> None:
    facts = list(ageing(content))
    assert len(facts) > 500
    assert [what for what, date in facts if not date] == []


def test_every_card_says_of_what_day_it_is(content: Content) -> None:
    undated = [
        model.id
        for model in content.models
        if model.status in {"current", "legacy"}
        and day(content, content.guide.as_of) not in model_card(content, model.id).text
    ]
    undated += [
        each.id for each in content.licenses if not DATE.search(license_card(content, each.id).text)
    ]
    assert undated == []


def test_a_price_is_shown_with_its_day(content: Content) -> None:
    for model in content.models:
        if is_known(model.price) and model.kind != "family":
            assert model.price.as_of is not None
            text = model_card(content, model.id, "price").text
            assert day(content, model.price.as_of) in text, model.id


# Sources


def origins(content: Content) -> Iterator[tuple[str, bool]]:
    """(what, whether a page is named for it) of everything that states facts."""
    for section in content.sections:
        yield section.id, any(source.url for source in section.sources)
    for model in content.models:
        yield model.id, any(source.url for source in model.sources)
        if is_known(model.price):
            priced = [each for each in model.sources if "price" in each.fact.lower()]
            yield f"price of {model.id}", any(each.url for each in priced)
    for each in content.licenses:
        yield each.id, any("://" in url for url in (each.url or "", *each.sources))
    for device in content.devices:
        yield device.id, any("://" in url for url in device.sources)
    for term in content.glossary.terms if content.glossary else ():
        yield f"term {term.id}", True
    for rent in content.prices.rents if content.prices else ():
        yield f"rent of {rent.device}", bool(rent.source)


def test_nearly_all_of_it_is_sourced(content: Content) -> None:
    named = list(origins(content))
    sourced = [what for what, is_sourced in named if is_sourced]
    assert len(sourced) >= SOURCED * len(named)


def test_what_nobody_looked_up_says_so(content: Content) -> None:
    """A fact from memory is marked on the card, or the card has no room for it."""
    doubtful = [m for m in content.models if any(s.source == "memory" for s in m.sources)]
    shown = [m for m in doubtful if "From memory, not looked up" in model_card(content, m.id).text]
    assert len(shown) > 0.9 * len(doubtful)


# Agreement


def test_every_licence_that_a_model_names_has_a_card(content: Content) -> None:
    for model in content.models:
        if model.license is not None:
            found = license_of(content, model)
            assert found is not None
            assert license_card(content, found.id).kind == "license"


def test_every_successor_can_be_asked_for(content: Content) -> None:
    for model in content.models:
        if model.successor is not None:
            assert model_card(content, model.successor).kind == "model"


def test_a_model_that_is_gone_says_what_to_take_instead(content: Content) -> None:
    """Where a successor is known its name stands at the head of the card."""
    for model in content.models:
        if model.status in {"retired", "renamed"} and model.successor:
            follower = content.model_by_id[model.successor].name
            assert follower in model_card(content, model.id).text, model.id


def test_the_sums_use_the_prices_of_the_catalogue(content: Content) -> None:
    """What stands for its kind has a price, read at most as long ago as counts as recent."""
    assert content.prices is not None
    table_day = content.prices.as_of
    for each in content.prices.typical:
        price = content.model_by_id[each.model].price
        assert price.input_per_mtok_usd is not None
        assert price.output_per_mtok_usd is not None
        assert price.as_of is not None
        assert _month(price.as_of) in {_month(table_day), _month(table_day) - 1}


def _month(date: str) -> int:
    year, month = date.split("-")[:2]
    return 12 * int(year) + int(month)


def test_devices_and_layouts_that_sums_use_are_in_the_catalogue(content: Content) -> None:
    assert content.hardware is not None
    assert content.prices is not None
    models = {layout.model for layout in content.hardware.layouts}
    devices = {device for row in content.hardware.shopping for device in row}
    devices |= {rent.device for rent in content.prices.rents}
    assert models <= set(content.model_by_id)
    assert devices <= set(content.device_by_id)


def test_a_family_is_as_open_as_most_of_its_members(content: Content) -> None:
    def is_typical(family: Model) -> bool:
        members = [m for m in content.models if m.family == family.id]
        alike = sum(m.side == family.side for m in members)
        return 2 * alike >= len(members)

    families = [model for model in content.models if model.kind == "family"]
    assert [family.id for family in families if not is_typical(family)] == []
