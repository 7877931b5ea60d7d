"""Which models a question about hardware is about: members of families, sizes, and stand-ins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.content.figures import Hardware, ModelKind
from bot.content.schema import Model
from bot.content.snapshot import Content
from bot.knowledge.hardware.ask import Ask
from bot.knowledge.hardware.machine import Machine
from bot.knowledge.hardware.memory import kind_of
from bot.knowledge.hardware.verdict import judge

SAME_SIZE = 0.13
# The share of the largest model that fits, from which on a model uses a machine well.
WELL_USED = 0.4
ONE_CARD_B = 40.0
WORDS: tuple[tuple[ModelKind, tuple[str, ...]], ...] = (
    ("video", ("video", "videos", "clips", "film")),
    ("image", ("image", "images", "picture", "pictures", "photo", "art", "drawing")),
    ("speech", ("transcribe", "transcription", "transcribing", "speech to text", "dictation")),
    ("audio", ("music", "voice", "text to speech", "song", "songs", "tts")),
    ("embedding", ("embedding", "embeddings", "semantic search")),
)


@dataclass(frozen=True)
class Subject:
    """A model to reckon with; `note` is the key of a phrase on how it was chosen, `asked` the
    name that the person used."""

    model: Model
    note: str | None = None
    asked: str = ""


def runnable(content: Content) -> tuple[Model, ...]:
    """The models whose weights can be had and whose size is known."""
    return tuple(
        each
        for each in content.models
        if each.kind == "model" and each.side == "open" and each.parameters.total_b
    )


def open_members(content: Content, family: Model) -> tuple[Model, ...]:
    """The members of a family that can be run; of its own kind where there are any."""
    found = [each for each in runnable(content) if each.family == family.id]
    same = [each for each in found if kind_of(each) == kind_of(family)]
    return tuple(same or found)


def generic(content: Content, size_b: float, name: str = "") -> Model:
    """A model of which only the size is known."""
    size = f"{size_b:g}B"
    title = f"{name} {size}" if name else content.say("hardware_any_model", size=size)
    values = {"id": "any", "name": title, "vendor": "-", "kind": "model", "status": "current",
              "openness": "open-weights", "summary": "-", "parameters": {"total_b": size_b},
              "modalities": {"output": ["text"]}}  # fmt: skip
    return Model.model_validate(values)


def near(size: float, model: Model) -> bool:
    total = model.parameters.total_b or 0.0
    return abs(total - size) <= SAME_SIZE * size


def of_size(models: Sequence[Model], size: float) -> Model | None:
    """The member of about that size: current before legacy, then the newest."""
    hits = [each for each in models if near(size, each)]
    return max(hits, key=lambda m: (m.status == "current", m.released or ""), default=None)


def subjects(content: Content, model_ids: Sequence[str], ask: Ask) -> tuple[Subject, ...]:
    """One subject for each model that was named, with sizes of the text put to use.

    A family without a size stays a family; whoever asked decides which member to take.
    """
    named = [content.model_by_id[each] for each in model_ids if each in content.model_by_id]
    if not named and ask.sizes_b:
        return tuple(Subject(generic(content, size)) for size in ask.sizes_b[:3])
    return tuple(_subject(content, model, ask.sizes_b) for model in named)


def _subject(content: Content, model: Model, sizes: Sequence[float]) -> Subject:
    if model.side == "open" and model.kind == "model" and model.parameters.total_b:
        if not sizes or any(near(size, model) for size in sizes):
            return Subject(model)
        return _resized(content, model, sizes[0])
    members = open_members(content, model)
    if model.kind != "family" or not sizes or not members:
        return Subject(model)
    for size in sizes:
        member = of_size(members, size)
        if member:
            return Subject(member, asked=model.name)
    if model.side == "closed":
        return Subject(model)
    return Subject(generic(content, sizes[0], model.name), "hardware_size_alone", model.name)


def _resized(content: Content, model: Model, size: float) -> Subject:
    """A model was named with another size than its own: its small sister, or the size alone."""
    sisters = [each for each in runnable(content) if each.id.startswith(f"{model.id}-")]
    sister = of_size(sisters, size)
    if sister:
        return Subject(sister, asked=model.name)
    return Subject(generic(content, size, model.name), "hardware_size_alone", model.name)


def choose_member(
    members: Sequence[Model], machine: Machine, ask: Ask, rules: Hardware
) -> Model | None:
    """The largest member that fits, a current one before a legacy one; else the smallest."""
    ordered = sorted(members, key=_size, reverse=True)
    current = [each for each in ordered if each.status == "current"]
    for model in (*current, *ordered):
        if judge(model, machine, ask, rules).state == "fits":
            return model
    return min(current or ordered, key=_size, default=None)


def _size(model: Model) -> float:
    return model.parameters.total_b or 0.0


def stand_ins(content: Content, model: Model) -> tuple[Model, ...]:
    """Open models in place of a closed one: those of the same maker, or of the same kind.

    Current ones where there are any; largest first.
    """
    kind = kind_of(model)
    alike = [each for each in runnable(content) if kind_of(each) == kind]
    own = [each for each in alike if each.vendor == model.vendor]
    advised = {point.model for point in content.advisor.starting_points}
    pool = own or [each for each in alike if each.id in advised] or alike
    current = [each for each in pool if each.status == "current"] or pool
    return tuple(sorted(current, key=_size, reverse=True))


def modest(models: Sequence[Model]) -> Model:
    """The largest that still runs on one good card: at most 40 billion parameters."""
    ordered = sorted(models, key=_size, reverse=True)
    return next((each for each in ordered if _size(each) <= ONE_CARD_B), ordered[-1])


def wanted_kind(text: str) -> ModelKind:
    """What the text wants to make; words where it says nothing."""
    words = f" {text} "
    for kind, names in WORDS:
        if any(f" {name}" in words for name in names):
            return kind
    return "text"


def best_fits(
    content: Content, machine: Machine, ask: Ask, rules: Hardware, most: int
) -> tuple[Model, ...]:
    """The largest current models that fit, at most one of a family.

    Of those that use the machine well, the ones that the advisor recommends come first.
    """
    kind = wanted_kind(ask.text)
    most_b = machine.usable_gb * 8 / min(each.bits_per_weight for each in rules.precisions)
    pool = [m for m in runnable(content) if m.status == "current" and _size(m) <= most_b]
    current = [each for each in pool if kind_of(each) == kind]
    found: dict[str, Model] = {}
    ordered = sorted(current, key=lambda m: (_size(m), m.released or ""), reverse=True)
    advised = {point.model for point in content.advisor.starting_points}
    fitting = [m for m in ordered if judge(m, machine, ask, rules).state == "fits"]
    large = [m for m in fitting if _size(m) >= WELL_USED * _size(fitting[0])]
    for model in sorted(large, key=lambda m: m.id not in advised):
        found.setdefault(model.family or model.id, model)
    for model in fitting:
        found.setdefault(model.family or model.id, model)
    return tuple(found.values())[:most]
