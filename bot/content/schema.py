"""The shape of every content file: one place that says which keys exist and what they may hold.

All models are frozen and reject unknown keys. Dates are texts: "2026", "2026-06" or "2026-06-30".
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bot.content.advising import Advising as Advising
from bot.content.advising import Importance as Importance
from bot.content.basics import Date as Date
from bot.content.basics import Id as Id
from bot.content.basics import Leaning as Leaning
from bot.content.basics import Name as Name
from bot.content.basics import Part as Part
from bot.content.basics import Permission as Permission
from bot.content.basics import Side as Side
from bot.content.basics import SourceRef as SourceRef
from bot.content.basics import Text as Text
from bot.content.calibration import AnswersCurve as AnswersCurve
from bot.content.calibration import BeginCurve as BeginCurve
from bot.content.calibration import Calibration as Calibration
from bot.content.calibration import Curve as Curve
from bot.content.calibration import Figure as Figure
from bot.content.calibration import ToldCurve as ToldCurve
from bot.content.guide import Guide as Guide
from bot.content.utterances import After as After
from bot.content.utterances import AnswerUtterances as AnswerUtterances
from bot.content.utterances import Description as Description
from bot.content.utterances import Descriptions as Descriptions
from bot.content.utterances import Intent as Intent
from bot.content.utterances import Intents as Intents
from bot.content.utterances import Persona as Persona
from bot.content.utterances import Personas as Personas
from bot.content.utterances import Sequel as Sequel
from bot.content.utterances import Sequels as Sequels
from bot.content.utterances import Utterances as Utterances
from bot.content.utterances import ValueUtterances as ValueUtterances
from bot.content.vocabulary import AmbiguousAlias as AmbiguousAlias
from bot.content.vocabulary import Naming as Naming
from bot.content.vocabulary import Vocabulary as Vocabulary


class Section(Part):
    """One topic: the short answer, what goes on from it, and the rest."""

    id: Id
    title: Text
    aliases: tuple[Text, ...] = ()
    side: Side | None = None
    aspect: Text | None = None
    related: tuple[Id, ...] = ()
    sources: tuple[SourceRef, ...] = ()
    short: Text
    normal: str = ""
    more: str = ""


class Aspect(Part):
    """One row of the comparison of the two sides."""

    id: Id
    title: Text
    aliases: tuple[Text, ...] = ()
    open: Text
    closed: Text
    verdict: Text


class Comparison(Part):
    aspects: tuple[Aspect, ...]


class Value(Part):
    """One answer to a factor. `constraint` marks one that outranks the sum of the others."""

    id: Name
    label: Annotated[str, StringConstraints(min_length=1, max_length=34)]
    leaning: Leaning
    strength: Annotated[float, Field(ge=0, le=3)] = 1.0
    split: bool = False
    constraint: Name | None = None
    reason: Text
    button: bool = True


class Factor(Part):
    """What the dialogue asks: its words, its answers, and its weight in the sum.

    `if_yes` and `if_no` are the values that those words alone stand for, if the question
    takes them.
    """

    id: Name
    title: Text
    question: Text
    why: Text
    meaning: Text
    example: Text
    weight: Annotated[float, Field(gt=0, le=3)] = 1.0
    core: bool = False
    topic: Id
    if_yes: Name | None = None
    if_no: Name | None = None
    values: tuple[Value, ...] = Field(min_length=2)


class Factors(Part):
    factors: tuple[Factor, ...]


class Constraint(Part):
    """A need that outranks the sum: it pushes the verdict to a side, and `text` says why."""

    id: Name
    side: Side
    text: Text
    pull: Annotated[float, Field(ge=0)] | None = None


class StartingPoint(Part):
    """A model to begin with, and the answers that call for it (`factor: [values]`)."""

    model: Id
    verdicts: tuple[Literal["open", "closed", "hybrid"], ...]
    modality: tuple[Name, ...] = ()
    when: dict[Name, tuple[Name, ...]] = Field(default_factory=dict)
    without: dict[Name, tuple[Name, ...]] = Field(default_factory=dict)
    reason: Text


class AdvisorRules(Part):
    """The numbers of the decision model; `docs/advisor.md` gives their meaning and sources."""

    close_margin: float
    clear_margin: float
    hybrid_margin: float
    split_pull: float
    constraint_pull: float
    enough_answers: int
    max_questions: int
    silence_hours: Annotated[float, Field(gt=0)] = 20.0
    constraints: tuple[Constraint, ...]
    starting_points: tuple[StartingPoint, ...]
    first_steps: dict[Literal["open", "closed", "hybrid"], Text]
    sources: tuple[SourceRef, ...]


NO_RULES = AdvisorRules(
    close_margin=0,
    clear_margin=0,
    hybrid_margin=0,
    split_pull=0,
    constraint_pull=0,
    enough_answers=0,
    max_questions=0,
    constraints=(),
    starting_points=(),
    first_steps={},
    sources=(),
)


class Phrases(Part):
    """Every sentence of the bot's own that is not in a section, by key; variants where listed."""

    phrases: dict[Name, Text | tuple[Text, ...]] = Field(default_factory=dict)
    buttons: dict[Name, Annotated[str, StringConstraints(min_length=1, max_length=34)]] = Field(
        default_factory=dict
    )


class Modalities(Part):
    input: tuple[str, ...] = ()
    output: tuple[str, ...] = ()


class Parameters(Part):
    total_b: float | None = None
    active_b: float | None = None


class Architecture(Part):
    layers: int | None = None
    kv_heads: int | None = None
    head_dim: int | None = None
    attention: str | None = None


class Price(Part):
    input_per_mtok_usd: float | None = None
    output_per_mtok_usd: float | None = None
    per_image_usd: float | None = None
    as_of: Date | None = None
    provider: str | None = None
    note: str | None = None


class FactSource(Part):
    """Which fact came from where; `via` names what carried it."""

    fact: Text
    url: str | None = None
    via: str | None = None
    source: str | None = None


class Model(Part):
    """A generative model, a family of them, or a product. None means not known."""

    id: Id
    name: Text
    aliases: tuple[Text, ...] = ()
    vendor: Text
    family: Id | None = None
    kind: Literal["model", "family", "product"]
    openness: Literal["open-source", "open-weights", "closed"]
    openness_note: str | None = None
    license: str | None = None
    modalities: Modalities = Modalities()
    parameters: Parameters = Parameters()
    context_tokens: int | None = None
    max_output_tokens: int | None = None
    architecture: Architecture = Architecture()
    price: Price = Price()
    released: Date | None = None
    knowledge_cutoff: Date | None = None
    status: Literal["current", "legacy", "retired", "renamed"]
    successor: Id | None = None
    good_for: tuple[Text, ...] = ()
    summary: Text
    sources: tuple[FactSource, ...] = ()

    @property
    def side(self) -> Side:
        return "closed" if self.openness == "closed" else "open"


class Models(Part):
    models: tuple[Model, ...]


class License(Part):
    """A licence or a service's terms; `conditional` permissions are explained by their note."""

    id: Id
    name: Text
    aliases: tuple[Text, ...] = ()
    family: str | None = None
    spdx: str | None = None
    osi_approved: bool | None = None
    osaid: str | None = None
    kind: str
    permissions: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    limitations: tuple[str, ...] = ()
    commercial_use: Permission | None = None
    commercial_condition: str | None = None
    redistribute: Permission | None = None
    redistribute_note: str | None = None
    fine_tune: Permission | None = None
    fine_tune_note: str | None = None
    outputs_may_train_other_models: Permission | None = None
    outputs_note: str | None = None
    attribution: str | None = None
    summary: Text
    watch_out: str | None = None
    example_models: tuple[Id, ...] = ()
    url: str | None = None
    as_of: Date | None = None
    sources: tuple[str, ...] = ()


class Licenses(Part):
    licenses: tuple[License, ...]


class Device(Part):
    """Something that models run on; memory in GB (several sizes are sold), bandwidth in GB/s."""

    id: Id
    name: Text
    aliases: tuple[Text, ...] = ()
    class_: str = Field(alias="class")
    memory_gb: tuple[float, ...]
    bandwidth_gb_s: float | None = None
    power_w: float | None = None
    released: int | None = None
    launch_price_usd: float | None = None
    note: str | None = None
    sources: tuple[str, ...] = ()


class Devices(Part):
    devices: tuple[Device, ...]
