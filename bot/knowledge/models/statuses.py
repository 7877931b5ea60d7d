"""What became of a model: still current, superseded, withdrawn or renamed."""

from __future__ import annotations

from bot.content.schema import Model
from bot.content.snapshot import Content
from bot.knowledge.models.families import latest, name_of
from bot.knowledge.wording import day, word


def status_sentence(content: Content, model: Model) -> str:
    """One sentence; for all but a current model it names the successor."""
    successor = name_of(content, model.successor)
    key = f"knowledge_is_{model.status}"
    if model.status == "renamed" and successor is None:
        key = "knowledge_is_renamed_only"
    return content.say(
        key,
        name=model.name,
        kind=word(content, "kind", model.kind),
        as_of=day(content, content.guide.as_of),
        successor=successor or "",
        follower=follower(content, model),
    )


def follower(content: Content, model: Model) -> str:
    """Who came after, and who stands at the end of the line today."""
    successor = name_of(content, model.successor)
    if successor is None:
        return content.say("knowledge_follower_none")
    last = latest(content, model)
    if last is None or last.name == successor:
        return content.say("knowledge_follower_one", successor=successor)
    return content.say("knowledge_follower_two", successor=successor, latest=last.name)
