"""The shape of the tables that sums are made from: what a model needs, and what tokens cost.

Both tables are optional; a pack without them gets kind replies without figures.
"""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from bot.content.schema import Date, Id, Name, Part, SourceRef, Text

ModelKind = Literal["text", "image", "video", "audio", "speech", "embedding"]
Share = Annotated[float, Field(gt=0, le=1)]
Positive = Annotated[float, Field(gt=0)]


class Precision(Part):
    """A way to store the weights; `words` are what people call it, in lower case."""

    id: Name
    name: Text
    bits_per_weight: Positive
    words: tuple[Text, ...] = ()
    note: str | None = None
    source: str | None = None


class Usable(Part):
    """How much of its memory a class of device leaves to a model.

    usable = (memory - `reserve_gb`) x `share`, with `share_above` where memory passes `above_gb`;
    `stretch` is the share that may be filled at the very limit, with nothing else running.
    """

    share: Share = 1.0
    reserve_gb: Annotated[float, Field(ge=0)] = 0.0
    above_gb: float | None = None
    share_above: Share | None = None
    stretch: Share = 1.0


class Layout(Part):
    """What a model's card leaves out: its attention windows, or the form it is released in.

    Of `layers`, `local_layers` see at most `window` tokens; `cached_share` is the part of the
    layers that keep a cache at all (hybrids); `native_bits` are the bits a weight as released;
    `resident_b` is what is in memory at once, in billions, where parts take turns.
    """

    model: Id
    window: int | None = None
    local_layers: int | None = None
    cached_share: Share | None = None
    native_bits: Positive | None = None
    native_name: str | None = None
    resident_b: Positive | None = None
    source: str | None = None


class Place(Part):
    """A kind of device that people name without a type: memory and bandwidth as a range."""

    id: Name
    name: Text
    words: tuple[Text, ...] = Field(min_length=1)
    class_: Name = Field(alias="class")
    memory_gb: tuple[Positive, Positive]
    bandwidth_gb_s: tuple[Positive, Positive]


class Training(Part):
    """Gigabytes for each billion of parameters, by way of training."""

    full_gb_per_b: Positive
    lora_gb_per_b: Positive
    qlora_gb_per_b: Positive


class Hardware(Part):
    """The numbers of the formulas, and the tables; GB are 10^9 bytes."""

    as_of: Date
    precisions: tuple[Precision, ...] = Field(min_length=1)
    ladder: tuple[Name, ...] = Field(min_length=1)
    last_resort: Name
    overhead_floor_gb: float
    overhead_share: float
    cache_bytes: float
    latent_width: int
    rule_bytes_per_token: float
    rule_params_b: Positive
    rule_exponent: float
    cached_share: dict[str, Share] = Field(default_factory=dict)
    working_gb: dict[ModelKind, float] = Field(default_factory=dict)
    usable: dict[Name, Usable]
    several_share: Share
    several_speed: Share
    bandwidths: dict[Name, tuple[Positive, Positive]] = Field(default_factory=dict)
    efficiency_low: Share
    efficiency_high: Share
    default_context: int
    shared_context: int
    layouts: tuple[Layout, ...] = ()
    places: tuple[Place, ...] = ()
    shopping: tuple[tuple[Id, ...], ...] = ()
    training: Training | None = None
    sources: tuple[SourceRef, ...] = ()

    @cached_property
    def layout_by_model(self) -> dict[str, Layout]:
        return {each.model: each for each in self.layouts}

    @cached_property
    def precision_by_id(self) -> dict[str, Precision]:
        return {each.id: each for each in self.precisions}


class Item(Part):
    """Tokens read and written for one piece of work; `words` as people call it, singular."""

    id: Name
    words: tuple[Text, ...] = Field(min_length=1)
    tokens_in: Positive
    tokens_out: Positive


class Typical(Part):
    """A model that stands for a kind of offer where no model was named."""

    model: Id
    label: Text


class Rent(Part):
    """What an hour of one GPU costs, in US dollars."""

    device: Id
    provider: Text
    low: Positive
    high: Positive
    as_of: Date | None = None
    note: str | None = None
    source: str | None = None


class Buy(Part):
    """What one GPU costs to buy, in US dollars; devices without one fall back on their launch
    price."""

    device: Id
    low: Positive
    high: Positive
    as_of: Date | None = None
    note: str | None = None
    source: str | None = None


class Owning(Part):
    """How a bought GPU is reckoned: the months over which its price is spread, and the price of
    power in US dollars a kWh."""

    months: Positive
    kwh_usd: Positive
    as_of: Date | None = None
    source: str | None = None


class Serving(Part):
    """How a rented server is reckoned: `concurrency` requests share one reading of the weights,
    `prompt_share` is the time of a read token against a written one."""

    precision: Name
    concurrency: Positive
    context: int
    efficiency: Share
    prompt_share: Share
    utilisation: Share
    hours_a_month: Positive
    model: Id
    devices: tuple[Id, ...] = Field(min_length=1)


class Prices(Part):
    """Assumptions and rents; the prices of models are in their own entries."""

    as_of: Date
    items: tuple[Item, ...] = Field(min_length=1)
    tokens_per_word: Positive
    user_requests: Positive
    heavy_user_requests: Positive
    days_a_month: Positive
    workdays_a_month: Positive
    old_after_days: int
    typical: tuple[Typical, ...] = ()
    hosts: tuple[Text, ...] = ()
    rents: tuple[Rent, ...] = ()
    buys: tuple[Buy, ...] = ()
    owning: Owning | None = None
    serving: Serving | None = None
    sources: tuple[SourceRef, ...] = ()
