"""What to watch out for before building on a model, as far as the content tells."""

from __future__ import annotations

from bot.content.schema import Model
from bot.content.snapshot import Content
from bot.knowledge.catalogue import SERVICE
from bot.knowledge.licenses.labels import license_name
from bot.knowledge.models.families import is_mixed, license_groups, license_of, members

WORDY = ("user-threshold", "regional-exclusion", "output-training-ban")


def cautions(content: Content, model: Model) -> tuple[str, ...]:
    """Whole sentences, the gravest first; empty where nothing is known against it."""
    found: list[str] = []
    found += _of_license(content, model)
    if is_mixed(content, model) or len(license_groups(content, members(content, model.id))) > 1:
        found.append(content.say("knowledge_caution_mixed"))
    return tuple(found)


def _of_license(content: Content, model: Model) -> list[str]:
    own = license_of(content, model)
    if own is None:
        is_open = model.side == "open" and not members(content, model.id)
        return [content.say("knowledge_caution_no_license")] if is_open else []
    if own.kind == SERVICE or own.commercial_use == "yes":
        return []
    found = []
    if own.commercial_use == "no":
        found.append(content.say("knowledge_caution_commercial", license=license_name(own)))
    limits = [limit for limit in WORDY if limit in own.limitations]
    found += [content.say(f"knowledge_caution_{limit.replace('-', '_')}") for limit in limits]
    if own.watch_out:
        found.append(own.watch_out)
    return found
