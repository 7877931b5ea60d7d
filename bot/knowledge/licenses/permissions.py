"""What a licence allows and asks for, question by question."""

from __future__ import annotations

import re
from typing import Literal

from bot.content.schema import License, Model, Permission
from bot.content.snapshot import Content
from bot.knowledge.catalogue import SERVICE
from bot.knowledge.licenses.labels import license_name
from bot.knowledge.models.families import license_groups, members
from bot.knowledge.wording import listing, sentence, word

Question = Literal["commercial", "redistribute", "fine_tune", "outputs", "attribution", "change"]
QUESTIONS: tuple[Question, ...] = (
    "commercial", "change", "redistribute", "fine_tune", "outputs", "attribution",
)  # fmt: skip
ALWAYS = frozenset({"liability", "warranty"})
PLAIN_NOTE = re.compile(r"(?i)^(yes|no)\b[,;: ]*")


def permission(each: License, question: Question) -> Permission | None:
    """May I? None where it is not known. For "attribution": is a credit or notice asked for?"""
    if question == "commercial":
        return each.commercial_use
    if question == "redistribute":
        return each.redistribute
    if question == "fine_tune":
        return each.fine_tune
    if question == "outputs":
        return each.outputs_may_train_other_models
    return _attribution(each) if question == "attribution" else _change(each)


def _attribution(each: License) -> Permission | None:
    if each.attribution is None:
        return "yes" if "include-copyright" in each.conditions else None
    return "no" if each.attribution.lower().startswith("none") else "yes"


def _change(each: License) -> Permission | None:
    if each.kind == SERVICE:
        return "no"
    if not each.permissions:
        return None
    if "modifications" not in each.permissions:
        return "no"
    return "conditional" if each.commercial_use == "no" else "yes"


def note(content: Content, each: License, question: Question) -> str | None:
    """What the content adds to the bare yes or no."""
    if question == "change":
        key = "service" if each.kind == SERVICE else "non_commercial"
        needed = each.kind == SERVICE or permission(each, "change") == "conditional"
        return content.say(f"knowledge_change_{key}") if needed else None
    return {
        "commercial": each.commercial_condition,
        "redistribute": each.redistribute_note,
        "fine_tune": each.fine_tune_note,
        "outputs": each.outputs_note,
        "attribution": each.attribution,
    }[question]


def status_word(content: Content, each: License | None, question: Question) -> str:
    """Gives "yes", "no", "on conditions" or "not known", for a cell of a table."""
    found = permission(each, question) if each else None
    return content.say(f"knowledge_permission_{found or 'unknown'}")


def model_status(content: Content, model: Model, question: Question) -> str:
    """The status for a model; for a family that of its members where they agree."""
    groups = license_groups(content, members(content, model.id) or (model,))
    found = {status_word(content, each, question) for each, _ in groups}
    return found.pop() if len(found) == 1 else content.say("knowledge_differs")


def detail(content: Content, each: License, question: Question) -> str:
    """The status with its note, as a bullet of a card has it."""
    remark = note(content, each, question)
    status = status_word(content, each, question)
    if remark is None:
        return sentence(status)
    if question == "attribution" or PLAIN_NOTE.match(remark):
        return sentence(remark)
    return f"{sentence(status)} {sentence(remark)}"


def answer(content: Content, each: License, question: Question, model: str | None = None) -> str:
    """The question answered in a sentence or two, for a licence or for a model under it."""
    found = permission(each, question) or "unknown"
    subject = license_name(each).removeprefix("The ")
    if model is not None:
        key = "knowledge_terms_of_model" if each.kind == SERVICE else "knowledge_license_of_model"
        subject = content.say(key, model=model, license=subject)
    kind = "credit" if question == "attribution" else "answer"
    first = content.say(
        f"knowledge_{kind}_{found}",
        license=subject,
        activity=content.say(f"knowledge_activity_{question}"),
    )
    remark = note(content, each, question)
    if question == "attribution" and found == "no":
        return first
    if remark is None or found == "unknown":
        return first
    rest = PLAIN_NOTE.sub("", remark).strip("()")
    return f"{first} {sentence(rest)}" if rest else first


def duties(content: Content, each: License) -> str | None:
    """What one must do when passing the model on."""
    if not each.conditions:
        return content.say("knowledge_no_duties") if each.permissions else None
    return listing(content, [word(content, "condition", tag) for tag in each.conditions])


def limits(content: Content, each: License) -> str | None:
    """What the licence holds back, besides the usual lack of a warranty."""
    tags = [tag for tag in each.limitations if tag not in ALWAYS]
    if not tags:
        return content.say("knowledge_no_limits") if each.limitations else None
    return listing(content, [word(content, "limit", tag) for tag in tags])
