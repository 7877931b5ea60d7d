"""The paragraphs and bullets of a licence's card."""

from __future__ import annotations

from bot.content.schema import License
from bot.content.snapshot import Content
from bot.knowledge.budget import Part
from bot.knowledge.catalogue import SERVICE
from bot.knowledge.licenses.permissions import QUESTIONS, Question, detail, duties, limits
from bot.knowledge.models.families import name_of
from bot.knowledge.wording import bullet, day, sentence, some_of

MOST_EXAMPLES = 5


def body(content: Content, each: License, question: Question | None = None) -> list[Part]:
    """The paragraphs and bullets of a card, without its title."""
    parts = [Part(sentence(each.summary), 1 if question else 0)]
    ranks = {"commercial": 1, "outputs": 2, "redistribute": 3, "fine_tune": 3, "change": 4}
    for asked in QUESTIONS:
        if asked not in {question, "attribution"}:
            text = detail(content, each, asked)
            parts.append(Part(bullet(content, f"knowledge_may_{asked}", text), ranks[asked]))
    for label, value, rank in (
        ("duties", duties(content, each), 2),
        ("credit", None if question == "attribution" else each.attribution, 3),
        ("limits", limits(content, each), 2),
        ("osi", _osi(content, each), 2),
        ("osaid", each.osaid, 6),
        ("watch_out", each.watch_out, 1),
        ("examples", _examples(content, each), 5),
    ):
        if value:
            parts.append(Part(bullet(content, f"knowledge_row_{label}", sentence(value)), rank))
    return [*parts, Part(advice(content, each))]


def _osi(content: Content, each: License) -> str | None:
    if each.kind == SERVICE:
        return None
    known = {True: "yes", False: "no", None: "unknown"}[each.osi_approved]
    return content.say(f"knowledge_osi_{known}")


def _examples(content: Content, each: License) -> str | None:
    names = [name for name in (name_of(content, m) for m in each.example_models) if name]
    return some_of(content, names, MOST_EXAMPLES) or None


def advice(content: Content, each: License) -> str:
    """That this is no legal advice, of what day it is, and where the text stands (in a link that
    doesn't unfurl)."""
    as_of = day(content, each.as_of or content.guide.as_of)
    if each.url is None:
        return content.say("knowledge_not_legal", as_of=as_of)
    return content.say("knowledge_not_legal_read", as_of=as_of, url=f"<{each.url}>")
