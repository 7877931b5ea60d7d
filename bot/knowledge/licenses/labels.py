"""What a licence is called, and which licences a model or a family comes under."""

from __future__ import annotations

import re

from bot.content.schema import License, Model
from bot.content.snapshot import Content
from bot.knowledge.catalogue import SERVICE
from bot.knowledge.models.families import current_members, license_groups, license_of, members
from bot.knowledge.wording import listing

# By convention a licence whose name ends so stands for all that share its `family`.
FAMILY = re.compile(r" \([^()]*family[^()]*\)$")
MOST_GROUPS = 3


def is_family(each: License) -> bool:
    return FAMILY.search(each.name) is not None


def is_under(each: License, wanted: License) -> bool:
    """Is `each` the licence `wanted`, or one of the family that `wanted` stands for?"""
    return each.id == wanted.id or (is_family(wanted) and each.family == wanted.family)


def license_name(each: License) -> str:
    """The full name, without the remark that it stands for a family."""
    return FAMILY.sub("", each.name)


def license_short(content: Content, each: License) -> str:
    """The SPDX id where there is one, so that a cell stays narrow."""
    if each.kind == SERVICE:
        return content.say("knowledge_service_terms")
    return each.spdx or license_name(each)


def license_cell(content: Content, model: Model) -> str | None:
    """The licence of a model; of a family the one that half of its current members share."""
    found = current_members(content, model.id)
    groups = license_groups(content, found) if found else ()
    own = license_of(content, model)
    if not groups:
        return license_short(content, own) if own else model.license
    usual, models = groups[0]
    if len(groups) == 1:
        return license_short(content, usual) if usual else None
    if usual and len(models) * 2 >= len(found):
        return content.say("knowledge_usually", what=license_short(content, usual))
    return license_short(content, own) if own else content.say("knowledge_differs")


def license_text(content: Content, model: Model) -> str | None:
    """The licence by its full name; a family's licences with how many members have each."""
    groups = license_groups(content, members(content, model.id) or (model,))
    if len(groups) > 1:
        shown = [
            content.say("knowledge_license_count", name=_label(content, each), n=len(models))
            for each, models in groups[:MOST_GROUPS]
        ]
        if len(groups) > MOST_GROUPS:
            shown.append(content.say("knowledge_other_licenses"))
        return listing(content, shown)
    only = license_of(content, model) or groups[0][0]
    return license_name(only) if only else model.license


def _label(content: Content, each: License | None) -> str:
    return license_name(each) if each else content.say("knowledge_license_unknown")
