"""Two ways to a GPU of one's own: an hourly rent, or a price that is spread over its use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.content.figures import Prices
from bot.content.schema import Device
from bot.knowledge.cost.terms import Terms

Range = tuple[float, float]
Origin = Literal["listed", "launch", "told"]


@dataclass(frozen=True)
class Rented:
    """`hourly` are US dollars an hour for all cards of a server, lowest and highest."""

    hourly: Range
    as_of: str | None
    origin: Origin = "listed"

    def monthly(self, hours: float) -> Range:
        """US dollars a month, around the clock."""
        return self.hourly[0] * hours, self.hourly[1] * hours


@dataclass(frozen=True)
class Bought:
    """`price` is in US dollars for all cards of a server, spread evenly over `months`; `watts` is
    what they draw at most, and that is reckoned around the clock."""

    price: Range
    months: float
    watts: float
    kwh_usd: float
    as_of: str | None
    origin: Origin = "listed"

    def power(self, hours: float) -> float:
        """US dollars a month for power: kW x hours x price."""
        return self.watts / 1000 * hours * self.kwh_usd

    def monthly(self, hours: float) -> Range:
        power = self.power(hours)
        return self.price[0] / self.months + power, self.price[1] / self.months + power

    def paid_back(self, rented: Rented, hours: float) -> Range | None:
        """Months until the price is saved in rent: price / (rent - power), from the low price
        against the high rent to the reverse. None where rent is no dearer than power."""
        low, high = (each - self.power(hours) for each in rented.monthly(hours))
        return (self.price[0] / high, self.price[1] / low) if low > 0 else None


Way = Rented | Bought


def rented(prices: Prices, device: Device, count: int, terms: Terms) -> Rented | None:
    """The rent of `count` cards: the one that was named, else those in the table."""
    if terms.rent_usd is not None:
        return Rented((terms.rent_usd * count, terms.rent_usd * count), None, "told")
    rents = [each for each in prices.rents if each.device == device.id]
    if not rents:
        return None
    low, high = min(each.low for each in rents), max(each.high for each in rents)
    return Rented((low * count, high * count), _newest([each.as_of for each in rents]))


def bought(prices: Prices, device: Device, count: int, terms: Terms) -> Bought | None:
    """The price of `count` cards: the one that was named, else the table's, else the one at which
    the device came out."""
    owning = prices.owning
    if owning is None:
        return None
    listed = [each for each in prices.buys if each.device == device.id]
    launch, origin, as_of = device.launch_price_usd, "listed", None
    if terms.card_usd is not None:
        price, origin = (terms.card_usd, terms.card_usd), "told"
    elif listed:
        price = min(each.low for each in listed), max(each.high for each in listed)
        as_of = _newest([each.as_of for each in listed])
    elif launch:
        price, origin = (launch, launch), "launch"
        as_of = str(device.released) if device.released else None
    else:
        return None
    return Bought(
        (price[0] * count, price[1] * count),
        terms.months or owning.months,
        (device.power_w or 0.0) * count,
        terms.kwh_usd or owning.kwh_usd,
        as_of,
        origin,  # type: ignore[arg-type]
    )


def _newest(dates: Sequence[str | None]) -> str | None:
    return max((date for date in dates if date), default=None)
