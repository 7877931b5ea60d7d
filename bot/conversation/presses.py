"""What a button does. Anything stale, forged or unknown is answered kindly and changes nothing."""

from __future__ import annotations

from bot.conversation import asking
from bot.conversation import events as ev
from bot.conversation.controls import CONTROLS
from bot.conversation.draft import Draft
from bot.conversation.options import SKIP, is_live, parse_answer
from bot.conversation.summaries import FILES, FORMATS, export
from bot.knowledge.compare import compare_models
from bot.knowledge.find import more_models
from bot.knowledge.glossary import words_reply
from bot.knowledge.licenses.card import license_card
from bot.knowledge.models.card import model_card
from bot.knowledge.sections import section_reply
from bot.reply import Reply
from bot.understanding.reading import Reading

NO_READING = Reading(text="", corrected="")


def refuse(draft: Draft, key: str) -> Reply:
    return Reply("refuse", draft.content.say(key), private=True)


def press_reply(draft: Draft, option: str) -> Reply:
    """The reply to a press of `option`, as some earlier reply may have given it."""
    answer = parse_answer(option)
    if answer is not None:
        if not is_live(answer, draft.content, draft.before):
            return refuse(draft, "stale")
        return _answered(draft, answer.factor, answer.value)
    what, _, which = option.partition(":")
    reply = _other(draft, what, which)
    if reply is None:
        return refuse(draft, "unknown_button")
    is_side_reply = what in {"topic", "more", "words", "model", "license", "compare", "find"}
    return asking.with_question(draft, reply) if draft.asking and is_side_reply else reply


def _answered(draft: Draft, factor: str, value_id: str) -> Reply:
    if value_id == SKIP:
        return CONTROLS["skip"](draft, NO_READING)
    value = draft.content.values[factor][value_id]
    draft.add(ev.Recorded(factor, value.id, value.leaning, value.label))
    return asking.advance(draft, asking.acknowledge(draft))


def _other(draft: Draft, what: str, which: str) -> Reply | None:
    content = draft.content
    if what == "topic" and which in content.section_by_id:
        return section_reply(content, which)
    if what == "more" and which in content.section_by_id:
        return section_reply(content, which, "more")
    if what == "license" and which in content.license_by_id:
        return license_card(content, which)
    if what == "compare":
        models = [each for each in which.split(",") if each in content.model_by_id]
        return compare_models(content, models) if len(models) > 1 else None
    if what == "words":
        return words_reply(content, which)
    if what == "model" and which in content.model_by_id:
        return model_card(content, which)
    if what == "find":
        return more_models(content, f"find:{which}")
    if what == "export" and which in FILES:
        return export(draft, FORMATS[[*FILES].index(which)])
    if what != "control":
        return None
    if which == "start":
        return asking.start(draft)
    if which == "delete-yes" and not draft.before.is_deleting:
        return None
    return CONTROLS[which](draft, NO_READING) if which in CONTROLS else None
