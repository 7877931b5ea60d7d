"""The card of a vendor: what it makes, by how open it is."""

from __future__ import annotations

from bot.content.schema import Model
from bot.content.snapshot import Content
from bot.knowledge.budget import ROOM, Part, compose
from bot.knowledge.catalogue import GONE
from bot.knowledge.models.families import examples_topic, vendor_models
from bot.knowledge.nearest import nearest_models, unknown_model
from bot.knowledge.sources import model_sources
from bot.knowledge.wording import bullet, capital, some_of, word
from bot.reply import Reply

MOST = 8
STEPS = ("open-source", "open-weights", "closed")


def vendor_card(content: Content, vendor_id: str) -> Reply:
    """The models of a vendor, grouped; `vendor_id` is the slug of its name."""
    models = vendor_models(content, vendor_id)
    if not models:
        return unknown_model(content, vendor_id, nearest_models(content, vendor_id))
    sides = dict.fromkeys(model.side for model in sorted(models, key=lambda each: each.side))
    title = models[0].vendor
    return Reply(
        kind="model",
        title=title,
        text=compose(_parts(content, models), ROOM - len(title)),
        topics=tuple(topic for side in sides for topic in examples_topic(content, side)),
        entities=(vendor_id,),
        sources=tuple(s for model in models[:2] for s in model_sources(content, model, 1)),
    )


def _parts(content: Content, models: tuple[Model, ...]) -> list[Part]:
    steps = [step for step in STEPS if any(model.openness == step for model in models)]
    label = word(content, "openness", steps[0])
    key = "knowledge_vendor_mixed" if len(steps) > 1 else "knowledge_vendor_one"
    parts = [Part(content.say(key, vendor=models[0].vendor, n=len(models), what=label))]
    families = [model.name for model in models if model.kind == "family"]
    if families:
        text = some_of(content, families, MOST)
        parts.append(Part(bullet(content, "knowledge_row_families", text), 1))
    for step in steps:
        names = [each.name for each in models if each.openness == step and _is_current(each)]
        if names:
            head = f"{capital(word(content, 'openness', step))} ({_why(content, step)})"
            parts.append(Part(f"- **{head}:** {some_of(content, names, MOST)}"))
    older = [model.name for model in models if model.status == "legacy"]
    gone = [model.name for model in models if model.status in GONE]
    for row, names in (("older", older), ("gone", gone)):
        if names:
            text = some_of(content, names, MOST)
            parts.append(Part(bullet(content, f"knowledge_row_{row}", text), 2))
    return parts


def _is_current(model: Model) -> bool:
    return model.status == "current" and model.kind != "family"


def _why(content: Content, step: str) -> str:
    return word(content, "openness_why", step)


def main_family(content: Content, vendor_id: str) -> str | None:
    """The entry to compare where only a vendor was named: its family with most members."""
    models = vendor_models(content, vendor_id)
    sizes: dict[str, int] = {}
    for model in models:
        if model.family:
            sizes[model.family] = sizes.get(model.family, 0) + 1
    if sizes:
        return max(sizes, key=lambda family: sizes[family])
    return models[0].id if models else None
