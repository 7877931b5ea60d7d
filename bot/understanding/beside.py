"""Follow-ups that put things side by side: "versus X?", "how do those two differ", "and gemini"."""

from __future__ import annotations

from dataclasses import replace

from bot.content.snapshot import Content
from bot.understanding.context import Context, points
from bot.understanding.leaning import ADDING, BOTH, DIFFER, OPENERS, VERSUS, is_all_name
from bot.understanding.pointing import INSTEAD, PLACE, partner
from bot.understanding.reading import Reading
from bot.understanding.request import Request

SURE = 0.75
BRIEF = 9
MOST = 4
FEW = 3


class Beside:
    """Resolves comparisons that lean on the context; holds nothing but the content."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self._things = {*content.license_by_id, *content.device_by_id}

    def another(self, reading: Reading, context: Context, short: bool) -> Request | None:
        """ "how is that different from X": the last thing beside the one that is named now, or one
        more beside those that were compared."""
        models, licenses = reading.ids("model"), reading.ids("license")
        versus = VERSUS.search(reading.corrected)
        if versus and not models and len(licenses) == 1:
            return self._another_license(licenses[0], context)
        before = [e for e in self.models(context) if e not in models]
        if len(models) != 1 or not before:
            return None
        if self._adds(reading, context):
            return self.compared((*before[: MOST - 1], *models), context.aspects)
        words = reading.corrected.split()
        is_brief = versus and len(words) <= BRIEF
        leans = short or is_brief or points(words) or PLACE.search(reading.corrected)
        compares = reading.best is not None and reading.best.intent == "ask/compare"
        opens = bool(OPENERS.match(reading.corrected))
        if not leans or not (versus or (compares and not opens)):
            return None
        beside = partner(reading.corrected, context, before)
        return self.compared((beside, *models), reading.aspects)

    def _adds(self, reading: Reading, context: Context) -> bool:
        """ "add gemini", "and gemini too", where several were compared."""
        several = context.kind == "compare" and len(self.models(context)) >= 2
        text = reading.corrected
        replaces = PLACE.search(text) or INSTEAD.search(text) or "instead" in text.split()
        return several and not replaces and is_all_name(reading) and bool(ADDING.search(text))

    def those_two(self, reading: Reading, context: Context, named: bool) -> Request | None:
        """ "how do those two differ": the last two things that were talked about."""
        models = self.earlier(context)
        if named or len(models) < 2 or len(reading.sides) == 2:
            return None
        asks_two = BOTH.search(reading.corrected) and DIFFER.search(reading.corrected)
        if context.kind == "compare" and len(context.entities) >= 2:
            if reading.aspects or DIFFER.search(reading.corrected) or _asks_cost(reading):
                return self.compared(self.models(context), _aspects(reading))
            models = self.models(context)
        return self.compared(models[:2], reading.aspects) if asks_two else None

    def aspect(self, reading: Reading, context: Context) -> Request | None:
        """ "next: transparency" after a comparison: the same two on another aspect."""
        if not reading.aspects or context.kind != "compare":
            return None
        models = self.models(context)
        request = self.compared(models, reading.aspects)
        if models:
            return request
        vendors = tuple(e for e in context.entities if e not in self._things)
        return replace(request, vendors=vendors, sides=() if vendors else ("open", "closed"))

    def both_sides(self, reading: Reading, context: Context) -> Request | None:
        """ "compare" after the security of one side: the two on that."""
        best, comparison = reading.best, self.content.guide.comparison_topic
        is_bare = len(reading.corrected.split()) <= FEW and not reading.mentions
        if best is None or best.intent != comparison or not is_bare or not context.topics:
            return None
        group, _, aspect = context.topics[0].partition("/")
        if group == comparison or f"{comparison}/{aspect}" not in self.content.section_by_id:
            return None
        return replace(self.compared((), (aspect,)), sides=("open", "closed"))

    def compared(self, models: tuple[str, ...], aspects: tuple[str, ...]) -> Request:
        topics = self.content.comparison_topics(aspects)
        return Request("compare", SURE, models=models, aspects=aspects, topics=topics)

    def models(self, context: Context) -> tuple[str, ...]:
        """The models that the last reply was about."""
        return tuple(e for e in context.entities if e in self.content.model_by_id)

    def earlier(self, context: Context) -> tuple[str, ...]:
        """The models of the last replies, the newest first."""
        return tuple(e for e in context.earlier_entities if e in self.content.model_by_id)

    def _another_license(self, named: str, context: Context) -> Request | None:
        """ "compared with apache?" after another licence."""
        known = self.content.license_by_id
        before = [e for e in context.entities if e in known and e != named]
        return Request("compare", SURE, licenses=(before[0], named)) if before else None


def _asks_cost(reading: Reading) -> bool:
    return bool(reading.best and reading.best.intent in {"ask/cost", "comparison/cost"})


def _aspects(reading: Reading) -> tuple[str, ...]:
    return ("cost",) if _asks_cost(reading) and not reading.aspects else reading.aspects
