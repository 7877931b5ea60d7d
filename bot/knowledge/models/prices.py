"""List prices in words. A price that is not known stays None: nothing is ever made up."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.content.schema import Model, Price
from bot.content.snapshot import Content
from bot.knowledge.ageing import aged_day
from bot.knowledge.models.families import scope
from bot.knowledge.wording import dollars


def is_known(price: Price) -> bool:
    return any(
        value is not None
        for value in (price.input_per_mtok_usd, price.output_per_mtok_usd, price.per_image_usd)
    )


def figures(content: Content, price: Price) -> str | None:
    """Gives "$2 in, $10 out", "$0.04 an image"; token prices are US dollars per million."""
    found = []
    if price.input_per_mtok_usd is not None:
        found.append(
            content.say("knowledge_price_in", usd=dollars(content, price.input_per_mtok_usd))
        )
    if price.output_per_mtok_usd is not None:
        found.append(
            content.say("knowledge_price_out", usd=dollars(content, price.output_per_mtok_usd))
        )
    if price.per_image_usd is not None:
        found.append(
            content.say("knowledge_price_image", usd=dollars(content, price.per_image_usd))
        )
    return ", ".join(found) or None


def short_figures(content: Content, price: Price) -> str | None:
    """Gives "$2/$10" for a million tokens read and written; what an image costs else."""
    tokens = [
        dollars(content, usd)
        for usd in (price.input_per_mtok_usd, price.output_per_mtok_usd)
        if usd is not None
    ]
    if tokens:
        return "/".join(tokens)
    usd = price.per_image_usd
    if usd is None:
        return None
    return content.say("knowledge_price_image", usd=dollars(content, usd))


def has_tokens(price: Price) -> bool:
    return price.input_per_mtok_usd is not None or price.output_per_mtok_usd is not None


def price_cell(content: Content, model: Model) -> str | None:
    """The price as a cell of a table; a family's as a range over its current members."""
    return _over_scope(content, model, short_figures)


def _over_scope(
    content: Content, model: Model, write: Callable[[Content, Price], str | None]
) -> str | None:
    """One price, or from the cheapest to the dearest, told by what a million tokens written
    cost; images count only where no tokens are priced."""
    models = scope(content, model)
    priced = [each.price for each in models if is_known(each.price)]
    if not priced:
        return next((each.price.note for each in models if each.price.note), None)
    alike = [price for price in priced if has_tokens(price)] or priced
    ordered = sorted(alike, key=lambda price: (token_price(price), price.per_image_usd or 0))
    low, high = write(content, ordered[0]), write(content, ordered[-1])
    return low if low == high else content.say("knowledge_range_price", low=low, high=high)


def token_price(price: Price) -> float:
    """US dollars per million tokens written, or read where nothing is written; 0 is never used
    for what is not known."""
    if price.output_per_mtok_usd is not None:
        return price.output_per_mtok_usd
    return price.input_per_mtok_usd if price.input_per_mtok_usd is not None else float("inf")


def price_text(content: Content, model: Model) -> str | None:
    """The price with its unit, host, date and remarks, as a card has it."""
    models = [each for each in scope(content, model) if is_known(each.price) or each.price.note]
    if not models:
        return None
    if len(models) > 1:
        dates = sorted({each.price.as_of for each in models if each.price.as_of})
        text = with_unit(content, _over_scope(content, model, figures) or "", models)
        if not dates:
            return text
        return content.say(
            "knowledge_price_range_as_of", price=text, date=aged_day(content, dates[-1])
        )
    price = models[0].price
    text = with_unit(content, figures(content, price) or "", models)
    parts = [part for part in (text, price.note) if part]
    source = host(content, price)
    return "; ".join(parts) + (f" ({source})" if source else "")


def with_unit(content: Content, text: str, models: Sequence[Model]) -> str:
    if not any(has_tokens(model.price) for model in models):
        return text
    return content.say("knowledge_price_per_million", price=text)


def host(content: Content, price: Price) -> str:
    """Gives "OpenRouter, 10 November 2026": who asks the price, and when it was read; one that is
    old is said to be so."""
    date = aged_day(content, price.as_of) if price.as_of else ""
    return ", ".join(part for part in (price.provider, date) if part)


def price_dates(content: Content, models: Sequence[Model]) -> str:
    """Gives "OpenAI, 10 November 2026; …" for a line below a table, the newest date of a family."""
    found: dict[str, None] = {}
    for model in models:
        prices = [each.price for each in scope(content, model) if is_known(each.price)]
        if len(prices) == 1:
            found[host(content, prices[0])] = None
        elif prices:
            dates = [price.as_of for price in prices if price.as_of]
            found.update({aged_day(content, max(dates)): None} if dates else {})
    told = [each for each in found if not any(each in other for other in found if other != each)]
    return "; ".join(told)
