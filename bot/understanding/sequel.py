"""What a message does after the last reply, where it leans on that: asks the same of another thing,
asks on, turns to the other side, or stands by itself.

The words alone don't tell: "on weekdays only" goes on with a sum, and begins nothing. So the head
that decides sees the kind of the last reply beside the words.
"""

from __future__ import annotations

from bot.content.schema import After
from bot.content.snapshot import Content
from bot.understanding.context import Context

SEQUEL = "sequel"
ALONE = "new"
NAMED: dict[str, After] = {
    "model": "model",
    "license": "license",
    "hardware": "hardware",
    "cost": "cost",
}


def mark_of(after: After) -> str:
    """The word that stands for the last reply among those that the classifiers see."""
    return f"qqafter{after}"


def after(content: Content, context: Context) -> After | None:
    """The kind of the last reply; None where nothing was said that a message could lean on."""
    if context.kind == "model" and len(context.listed) > 1:
        return "list"
    if context.kind in NAMED:
        return NAMED[context.kind]
    if context.kind == "compare":
        return "compare" if len(context.entities) > 1 else "comparison"
    if context.kind != "answer" or not context.topics:
        return None
    topic, comparison = context.topics[0], content.guide.comparison_topic
    section = content.section_by_id.get(topic)
    if comparison and topic.startswith(comparison):
        return "comparison"
    if section is not None and section.side:
        return "side"
    return "list" if len(context.listed) > 1 else "concept"
