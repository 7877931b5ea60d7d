"""What a message asks that goes on from the last reply, by what it does after that."""

from __future__ import annotations

from dataclasses import replace

from bot.content.snapshot import Content
from bot.understanding.beside import MOST, Beside
from bot.understanding.compose import Composer
from bot.understanding.context import Context, points
from bot.understanding.leaning import (
    ANOTHER,
    BOTH,
    MANY,
    MAYBE,
    SURELY,
    is_all_name,
    leans,
    wants_advice,
    with_subject,
)
from bot.understanding.pointing import across, opposite
from bot.understanding.reading import Candidate, Reading
from bot.understanding.request import Act, Request
from bot.understanding.sequel import ALONE

OF_IT: dict[str, Act] = {
    "model": "model",
    "license": "license",
    "hardware": "hardware",
    "cost": "cost",
}
OF_A_VENDOR = frozenset({"license", "cost"})
LOOKING_BACK = frozenset({"shorter", "more", "repeat", "source"})
SAME, OTHER_SIDE = frozenset({"same", "stay"}), "other-side"
MEMORY = "gb"
HELD = 0.3
OUTSIDE = "outside"
GUESSES = frozenset({"recommend", "ask/compare"})
CHAT, CONTROL = "smalltalk/", "control/"
LIKELY, REMAINS = 0.6, 0.5
FIND, SEARCHES = "ask/find", 0.4
GUESSED = 0.25
CERTAIN = 0.85
# What can be done only where a dialogue is open, or was concluded.
OF_A_DIALOGUE = frozenset(
    {"control/back", "control/change", "control/result", "control/skip", "control/skip-all"}
    | {"control/what-changes", "control/real-answers", "control/why-asked", "control/why-verdict"}
    | {"control/yes"}
)
SURE = 0.99


class Onward:
    """Composes the request of a message that leans on the last reply."""

    def __init__(self, content: Content, composer: Composer, beside: Beside) -> None:
        self.content = content
        self.composer = composer
        self.beside = beside

    def request(self, reading: Reading, context: Context) -> Request | None:
        """The request, or None where the message stands by itself or has a clearer sense."""
        if not reading.sequels or reading.sequels[0].intent == ALONE:
            return None
        if MANY.search(reading.text) or ANOTHER.search(reading.corrected):
            return None
        if wants_advice(reading):
            return None
        is_of_one = context.kind != "model" or len(context.listed) < 2
        if is_of_one or points(reading.corrected.split()):
            asked = self._asked_of_it(reading, context) or self._beside(reading, context)
            if asked is not None:
                return asked
        sequel = leans(reading)
        if sequel is None:
            return None
        if opposite(self.content, reading.corrected, context):
            return self._other_side(sequel, reading, context)
        meant = self._of_subject(reading, context)
        if meant is not None and meant.confidence >= max(SURELY, sequel.confidence):
            return meant
        if self._has_own_sense(reading, context, sequel.confidence):
            return None
        if sequel.intent in LOOKING_BACK:
            return Request("control", sequel.confidence, name=sequel.intent)
        ways = {
            "same": self._stay,
            "stay": self._stay,
            OTHER_SIDE: self._other_side,
            "chat": self._chat,
        }
        way = ways.get(sequel.intent)
        onward = way(sequel, reading, context) if way else None
        if onward is None and sequel.intent == OTHER_SIDE:
            return self._stay(sequel, reading, context)
        return onward

    def _beside(self, reading: Reading, context: Context) -> Request | None:
        """A comparison with what was talked of, by both readings."""
        after = sum(c.confidence for c in reading.sequels if c.intent == "compare")
        put_in = sum(c.confidence for c in reading.contextual if c.intent == "ask/compare")
        return self._compare(reading, context) if after + put_in >= LIKELY else None

    def _has_own_sense(self, reading: Reading, context: Context, likely: float) -> bool:
        best = reading.best
        if best is None or best.intent in GUESSES:
            return False
        is_idle = not (context.in_dialogue or context.has_verdict)
        if is_idle and best.intent in OF_A_DIALOGUE:
            return False
        after = reading.sequels[0].intent
        if best.intent.partition("/")[2] == after:
            return False
        if best.intent.startswith(CHAT) and (after != "chat" or likely >= SURELY):
            return False  # "sorry, i meant the other one", "hm ok. got an example"
        if best.intent == FIND and best.confidence >= SEARCHES:
            return True
        is_section = best.intent in self.content.section_by_id
        is_of_it = bool(context.entities) and points(reading.corrected.split())
        if is_section and best.confidence >= CERTAIN and not is_of_it:
            return True
        return best.confidence > likely

    def _asked_of_it(self, reading: Reading, context: Context) -> Request | None:
        """What is asked of the last reply's thing, or of one that is named now: by what the message
        does after that reply and how it reads with the thing put in, which add up."""
        after = {c.intent: c.confidence for c in reading.sequels}
        put_in = {c.intent: c.confidence for c in reading.contextual}
        last = OF_IT.get(context.kind or "")
        of_maker = self._of_maker(last, SURELY, reading, context) if is_all_name(reading) else None
        if of_maker is not None:
            return of_maker
        same = sum(after.get(each, 0.0) for each in SAME)
        goes_on = {
            act: after.get(name, 0.0) + (same if act == last else 0.0)
            for name, act in OF_IT.items()
        }
        likely = {act: sure + put_in.get(f"ask/{act}", 0.0) for act, sure in goes_on.items()}
        if any(each.unit == MEMORY for each in reading.sums):
            likely["hardware"] += HELD
        if last and not self._shows_any(context):  # there is nothing to set beside
            likely[last] += after.pop("compare", 0.0)
        act = max(likely, key=lambda act: likely[act])
        if last is None and same > likely[act]:
            return None  # "why" after a comparison: more of that
        if after.get("compare", 0.0) + put_in.get("ask/compare", 0.0) > likely[act]:
            return None
        others = (sure for name, sure in after.items() if name not in {*OF_IT, *SAME})
        if likely[act] < LIKELY or max(others, default=0.0) > REMAINS:
            return None
        is_outside = reading.best is not None and reading.best.intent == OUTSIDE
        sure = goes_on[act] if is_outside else likely[act]
        if self._has_own_sense(reading, context, sure):
            return None  # with a thing put in, what is of another world reads as asked of that
        return self._of_it(act, min(likely[act], SURE), reading, context)

    def _of_it(
        self, act: Act, confidence: float, reading: Reading, context: Context
    ) -> Request | None:
        of_maker = self._of_maker(act, confidence, reading, context)
        if of_maker is not None:
            return of_maker
        models, licenses = reading.ids("model"), reading.ids("license")
        talked = self._talked(reading, context)
        models = self._exchanged(models, context) or models
        is_its_own = {*licenses} <= {*context.entities} or points(reading.corrected.split())
        if licenses and not models and is_its_own:
            models = talked[:1]  # "nice, apache. so i can sell it": said of the model's own
        if not (models or licenses):
            known = self.content.license_by_id
            models = talked if act != "license" or context.kind == "compare" else talked[:1]
            licenses = () if models else tuple(e for e in context.entities if e in known)
        if act == "license" and not models and len(licenses) > 1 and context.kind == "compare":
            return replace(self.beside.compared((), ()), licenses=licenses[:2])
        is_worked = context.kind in {"hardware", "cost"} and act == context.kind
        if not models and not is_worked and (act != "license" or not licenses):
            return None
        return Request(
            act,
            confidence,
            models=models,
            licenses=licenses[:1] if act == "license" else (),
            devices=reading.ids("device"),
            earlier=context.worked if is_worked else (),
        )

    def _of_maker(
        self, act: Act | None, confidence: float, reading: Reading, context: Context
    ) -> Request | None:
        """ "and openai's?": the same of what another maker makes, where only that is named."""
        if act not in OF_A_VENDOR or reading.ids("model", "license"):
            return None
        others = self.composer.other_makers(reading.ids("vendor"), self.beside.models(context))
        return Request(act, confidence, vendors=others[:1]) if others else None

    def _shows_any(self, context: Context) -> bool:
        """Whether the last reply was about a model or a licence."""
        content = self.content
        return any(e in content.model_by_id or e in content.license_by_id for e in context.entities)

    def _talked(self, reading: Reading, context: Context) -> tuple[str, ...]:
        """The models of the last reply, or the last two where the message means two."""
        talked = self.beside.models(context)
        is_sure = reading.sequels[0].confidence >= SURELY
        if not talked and (is_sure or points(reading.corrected.split())):
            return self.beside.earlier(context)[:1]
        if len(talked) == 1 and BOTH.search(reading.corrected):
            return self.beside.earlier(context)[:2]
        return talked

    def _stay(self, sequel: Candidate, reading: Reading, context: Context) -> Request | None:
        """More on the subject of the last reply, or the last comparison with another thing."""
        if context.kind == "compare":
            return self._compared_on(sequel, reading, context)
        topic = next(iter(context.topics), "")
        if topic not in self.content.section_by_id or context.kind != "answer":
            return None
        if reading.mentions and is_all_name(reading):
            return self._same_for(sequel, reading, topic)
        if reading.mentions or reading.sides:
            return None
        meant = self._of_subject(reading, context)
        steers = reading.best is not None and reading.best.intent.startswith(CONTROL)
        if meant is not None and steers:
            return meant
        if self._has_own_sense(reading, context, sequel.confidence / 2):
            return None
        return meant or Request("section", sequel.confidence, topics=(topic,), name="more")

    def _of_subject(self, reading: Reading, context: Context) -> Request | None:
        """The section that the message asks for with the last reply's subject put in."""
        meant = with_subject(reading, next(iter(context.topics), ""))
        if meant is None or context.kind != "answer" or reading.mentions or reading.sides:
            return None
        is_section = meant.intent in self.content.section_by_id
        if not is_section or meant.intent in context.topics or meant.confidence < MAYBE:
            return None
        return Request("section", meant.confidence, topics=(meant.intent,))

    def _same_for(self, sequel: Candidate, reading: Reading, topic: str) -> Request | None:
        """ "anthropic too?" after a subject: what was said of that holds for them as well."""
        vendors, models = reading.ids("vendor"), reading.ids("model")
        if sequel.intent != "same" or not (vendors or models):
            return None
        return Request(
            "section", sequel.confidence, topics=(topic,), models=models, vendors=vendors
        )

    def _compared_on(self, sequel: Candidate, reading: Reading, context: Context) -> Request | None:
        """The same things side by side, with one that is named now, or on another aspect; where
        nothing new is asked, once more."""
        stays = sequel.intent == "stay"
        named, before = reading.ids("model"), self.beside.models(context)
        exchanged = self._exchanged(named, context)
        if exchanged:
            return self.beside.compared(exchanged, context.aspects)
        if reading.ids("license") and not named:
            return self._with_license(reading, context)
        if named:
            kept = tuple(each for each in before if each not in named)
            shown = kept[: MOST - 1] if stays else kept[:1]
            return self.beside.compared((*shown, *named), context.aspects)
        if reading.aspects:
            return self.beside.aspect(reading, context)
        prefix = self.content.aspect_topic("")
        likely = (*reading.contextual, *reading.candidates)
        guessed = max(
            (c for c in likely if c.intent.startswith(prefix) and c.confidence >= GUESSED),
            key=lambda c: c.confidence,
            default=None,
        )
        if guessed is None:
            is_other = reading.best is not None and reading.best.intent == OUTSIDE
            is_same = stays and before and sequel.confidence >= SURELY and not is_other
            return self.beside.compared(before, context.aspects) if is_same else None
        told = replace(reading, aspects=(guessed.intent.removeprefix(prefix),))
        return self.beside.aspect(told, context)

    def _exchanged(self, named: tuple[str, ...], context: Context) -> tuple[str, ...]:
        """ "swap mistral for gemma": what was talked of, with the one that is new in the place of
        the other; nothing where not just these two are named."""
        before = self.beside.models(context)
        old = [each for each in named if each in before]
        new = [each for each in named if each not in before]
        if len(old) != 1 or len(new) != 1:
            return ()
        return tuple(new[0] if each == old[0] else each for each in before)

    def _with_license(self, reading: Reading, context: Context) -> Request | None:
        """One licence more beside those that were compared."""
        before = [each for each in context.entities if each in self.content.license_by_id]
        things = tuple(dict.fromkeys((*before[: MOST - 1], *reading.ids("license"))))
        return replace(self.beside.compared((), ()), licenses=things) if before else None

    def _other_side(self, sequel: Candidate, reading: Reading, context: Context) -> Request | None:
        side = across(self.content, context)
        topic = self.composer.other_side(context.topics[0], side) if side else None
        return Request("section", sequel.confidence, topics=(topic,)) if topic else None

    def _compare(self, reading: Reading, context: Context) -> Request | None:
        """What is named beside what was talked of, or the last two things beside each other."""
        if context.kind == "license":
            things = self._two_licenses(reading, context)
            if len(things) > 1:
                return replace(self.beside.compared((), ()), licenses=things)
        named = reading.ids("model")
        if reading.ids("license") and not named:
            return self._with_license(reading, context)
        before = self.beside.models(context) or self.beside.earlier(context)[:1]
        both = tuple(dict.fromkeys((*before, *named)))
        models = both if named else self.beside.earlier(context)[:2]
        return self.beside.compared(models, reading.aspects) if len(models) > 1 else None

    def _two_licenses(self, reading: Reading, context: Context) -> tuple[str, ...]:
        """The licence that was shown last, and the one that is named now or was shown before."""
        known, last = self.content.license_by_id, {*context.entities}
        shown = [each for each in context.entities if each in known][:1]
        before = [e for e in context.earlier_entities if e in known and e not in last]
        others = [*reading.ids("license"), *before]
        return tuple(dict.fromkeys([*shown, *others[:1]]))

    def _chat(self, sequel: Candidate, reading: Reading, context: Context) -> Request | None:
        if reading.mentions or reading.is_question:
            return None
        return Request("smalltalk", sequel.confidence, name="ack")
