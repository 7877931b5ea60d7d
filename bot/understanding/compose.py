"""From a ranking, names, sides and aspects to a request: the grid of the domain.

"Is bloom's licence ok to sell with" needs no intent of its own: the question type is the
classifier's, the model is a name, and together they are a request.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.content.schema import Side
from bot.content.snapshot import Content
from bot.understanding.names import vendor_id
from bot.understanding.reading import Candidate, Mention
from bot.understanding.request import Act, Request

ASKS: dict[str, Act] = {
    "ask/model": "model",
    "ask/license": "license",
    "ask/hardware": "hardware",
    "ask/cost": "cost",
    "ask/compare": "compare",
    "ask/find": "find",
    "ask/define": "define",
}
SURE_TOPIC = 0.6
SURE_BESIDE = 0.4
SURE_OF_ALL = 0.85


class Composer:
    """Composes requests for one content pack."""

    def __init__(self, content: Content) -> None:
        self.content = content
        guide = content.guide
        self._grid = {
            (section.side, section.aspect): section.id
            for section in content.sections
            if section.side and section.aspect
        }
        self._acts_of_topics: dict[str | None, Act] = {
            guide.licenses_topic: "license",
            guide.hardware_topic: "hardware",
            guide.cost_topic: "cost",
            content.aspect_topic("cost"): "cost",
        }

    def compose(
        self,
        candidate: Candidate,
        mentions: Sequence[Mention],
        sides: tuple[Side, ...],
        aspects: tuple[str, ...],
    ) -> Request:
        """The request that `candidate` makes together with what the message names."""
        intent = candidate.intent
        request = Request(
            act="section",
            confidence=candidate.confidence,
            models=_ids(mentions, "model"),
            licenses=_ids(mentions, "license"),
            devices=_ids(mentions, "device"),
            vendors=_ids(mentions, "vendor"),
            sides=sides,
            aspects=aspects,
        )
        group, _, name = intent.partition("/")
        if group in {"control", "smalltalk"}:
            return replace(request, act="control" if group == "control" else "smalltalk", name=name)
        if intent == "recommend":
            return replace(request, act="recommend")
        if intent in ASKS:
            return self._asked(request, ASKS[intent])
        return self._topic(request, intent)

    def _asked(self, request: Request, act: Act) -> Request:
        """A question about something named; without a name it is about the subject in general."""
        if len(request.vendors) >= 2 and act in {"compare", "model", "cost"}:
            aspects = ("cost",) if act == "cost" else request.aspects
            return self._comparison(replace(request, aspects=aspects))
        named = len(request.models) + len(request.licenses)
        is_with_one = act == "compare" and named + len(request.sides) >= 1
        if is_with_one and self.other_makers(request.vendors, request.models):
            return self._comparison(request)
        if act == "compare" and (not named or named + len(request.sides) >= 2):
            return self._comparison(request)
        if act == "model" and len(request.models) >= 2:
            return self._comparison(request)
        if act == "license" and len(request.licenses) > max(1, len(request.models)):
            return self._comparison(request)
        if act == "cost" and len(request.models) >= 2:
            return replace(request, act="compare", aspects=("cost",))
        if act == "model" and request.licenses and not request.models:
            return replace(request, act="license")
        if act in {"model", "compare"} and not request.models:
            return (
                replace(request, act="vendor") if request.vendors else self._without_name(request)
            )
        if act == "license" and not (named or request.vendors):
            topic = self.content.guide.licenses_topic
            return replace(request, act="section", topics=(topic,) if topic else ())
        return replace(request, act="model" if act == "compare" else act)

    def _without_name(self, request: Request) -> Request:
        examples = self.content.guide.examples_topic
        if len(request.sides) == 1 and examples:
            return replace(request, topics=(examples[request.sides[0]],))
        if request.devices:
            return replace(request, act="hardware")
        return replace(request, act="find")

    def other_makers(self, vendors: Sequence[str], models: Sequence[str]) -> tuple[str, ...]:
        """Those of the vendors that are not the makers of the models."""
        makers = {vendor_id(self.content.model_by_id[each].vendor) for each in models}
        return tuple(each for each in vendors if each not in makers)

    def _comparison(self, request: Request) -> Request:
        topics = self.content.comparison_topics(request.aspects)
        return replace(request, act="compare", topics=topics)

    def _topic(self, request: Request, topic: str) -> Request:
        """A section; with things named it may be a question about those instead."""
        is_comparison = topic == self.content.guide.comparison_topic or topic.startswith(
            self.content.aspect_topic("")
        )
        if is_comparison:
            aspect = topic.partition("/")[2]
            others = tuple(a for a in request.aspects if a != aspect)
            extra = others if request.confidence < SURE_TOPIC or len(others) == 1 else ()
            request = replace(request, aspects=(*((aspect,) if aspect else ()), *extra))
            makers = self.other_makers(request.vendors, request.models)
            is_alone = len(request.sides) != 1 and not makers
            if len(request.models) == 1 and is_alone:
                return replace(request, act="cost" if aspect == "cost" else "model")
            return self._comparison(request)
        act = self._acts_of_topics.get(topic)
        if act and request.models:
            return replace(request, act=act, topics=(topic,))
        if act == "license" and (request.licenses or request.vendors):
            return self._asked(replace(request, topics=(topic,)), act)
        if request.models and request.confidence < SURE_BESIDE:
            return self._asked(request, "model")
        if len(request.models) >= 2 and request.confidence < SURE_OF_ALL:
            return self._comparison(request)
        return replace(request, topics=(self._right_side(topic, request.sides),))

    def _right_side(self, topic: str, sides: tuple[Side, ...]) -> str:
        """The same aspect's section of the side that was named, where the other was guessed."""
        section = self.content.section_by_id.get(topic)
        if section and section.side and section.aspect and len(sides) == 1:
            return self._grid.get((sides[0], section.aspect), topic)
        return topic

    def act_of_topic(self, topic: str) -> Act | None:
        """What is asked of a thing where a message asks about that topic and names one."""
        return self._acts_of_topics.get(topic)

    def other_side(self, topic: str, side: Side) -> str | None:
        """The section of `side` with the same aspect as `topic`, if there is one."""
        section = self.content.section_by_id.get(topic)
        return self._grid.get((side, section.aspect)) if section and section.aspect else None


def _ids(mentions: Sequence[Mention], kind: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mention.id for mention in mentions if mention.kind == kind))
