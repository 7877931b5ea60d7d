"""Messages that lean on the talk before: "and closed?", "what about cost", "the second one"."""

from __future__ import annotations

from dataclasses import replace

from bot.content.snapshot import Content
from bot.understanding.beside import Beside
from bot.understanding.compose import Composer
from bot.understanding.context import Context, points
from bot.understanding.leaning import (
    ANOTHER,
    BOTH,
    FEW,
    LEANS,
    MANY,
    OPENERS,
    SUPPOSING,
    SURE_IT,
    SURELY,
    WEAK,
    answers,
    asks_of_it,
    elliptic,
    is_all_name,
    is_alone,
    is_own,
    leaning_of,
    leans,
    names_any,
    names_two,
    with_subject,
)
from bot.understanding.onward import OF_IT, Onward
from bot.understanding.pointing import (
    ALONE,
    member_of_family,
    opposite,
    pointed_at,
    sized_member,
)
from bot.understanding.reading import Candidate, Mention, Reading
from bot.understanding.request import Act, Request

SHORT = 5
ASKED: dict[str, Act] = {"ask/license": "license", "ask/cost": "cost", "ask/hardware": "hardware"}
BRIEF = 9
MOST_ASKED = 3
LONG = 14
OWN_SENSE = 0.7
CLEARLY = 0.2
POINTED = 0.8


class Follower:
    """Resolves what leans on the context; everything else is left to the message itself."""

    def __init__(self, content: Content, composer: Composer) -> None:
        self.content = content
        self.composer = composer
        self.beside = Beside(content)
        self.onward = Onward(content, composer, self.beside)

    def complete(self, reading: Reading, context: Context) -> Reading:
        """The reading with a model that is named by its size or variant alone: "and the 70b?"."""
        named = reading.ids("model")
        if len(named) == 1:
            return self._sized(reading, named[0])
        if context.kind is None or named:
            return reading
        most = LONG if leans(reading) else SHORT
        model = member_of_family(self.content, reading.corrected, context, most)
        if model is None:
            return reading
        meant = Mention("model", model, "", 0, 0, exact=False)
        best, leaning = reading.best, reading.contextual[:1]
        is_of_it = bool(leaning) and (best is None or leaning[0].confidence > best.confidence)
        return replace(
            reading,
            mentions=(*reading.mentions, meant),
            candidates=reading.contextual if is_of_it else reading.candidates,
            term=None,
        )

    def _sized(self, reading: Reading, family: str) -> Reading:
        """The reading with the model that a size beside a family's name means."""
        model = sized_member(self.content, family, reading.corrected)
        if model is None:
            return reading
        narrowed = (replace(m, id=model) if m.id == family else m for m in reading.mentions)
        return replace(reading, mentions=tuple(narrowed))

    def resolve(self, reading: Reading, context: Context) -> Request | None:
        """The request that the message makes as a follow-up, or None where it stands by itself."""
        if context.kind is None or (context.asking and answers(reading)):
            return None
        words = reading.corrected.split()
        opens = bool(OPENERS.match(reading.corrected))
        short = len(words) <= SHORT
        pointed = self._pointed(reading, context, opens or len(words) <= 2) if short else None
        pointed = (
            pointed
            or self._placed(reading, context)
            or self._part(reading, context, short)
            or self.beside.both_sides(reading, context)
            or self._supposing(reading, context)
            or self._still_on_topic(reading, context)
            or self._on_same_side(reading, context)
            or self._rather_on_topic(reading, context)
            or self.onward.request(reading, context)
        )
        if pointed or names_two(reading) or self._stands_alone(reading):
            return pointed
        pair = self.beside.another(reading, context, short)
        if pair or not (short or opens or BOTH.search(reading.corrected)):
            return pair or self._about_it(reading, context) or self._on_topic(reading, context)
        named = [m for m in reading.mentions if m.kind in {"model", "license"}]
        return (
            self.beside.those_two(reading, context, bool(named))
            or (self._same_of_another(reading, context) if named else None)
            or (self.beside.aspect(reading, context) if not named else None)
            or (self._side(reading, context, opens) if not named else None)
            or (self._same_subject(reading, context) if opens and not named else None)
            or self._about_it(reading, context)
            or self._on_topic(reading, context)
        )

    def _pointed(self, reading: Reading, context: Context, opens: bool) -> Request | None:
        """A few words that point at the other side of what was shown."""
        if reading.mentions or not opens:
            return None
        return self._side(reading, context, opens)

    def _stands_alone(self, reading: Reading) -> bool:
        """A message that is clear by itself, or tells of the person, leans on nothing."""
        best = reading.best
        if best is None:
            return True
        says = max((s.confidence for s in reading.statements), default=0.0)
        if says > best.confidence and not (reading.is_question or reading.mentions):
            return True
        return is_own(reading) and not reading.mentions and not asks_of_it(reading)

    def _placed(self, reading: Reading, context: Context) -> Request | None:
        """ "which licence does the second one have": what is asked of one of those listed. While a
        question is pending, "the second one" is an answer to that."""
        thing = pointed_at(reading.corrected, context) if not context.asking else None
        named = reading.ids("model", "license")
        if thing is None or thing in named or not {*named} <= {*context.listed}:
            return None  # "forget falcon, the first one" names what was listed as well
        if named and reading.best and reading.best.intent == "ask/compare":
            return None
        if thing in self.content.license_by_id:
            return Request("license", POINTED, licenses=(thing,))
        if thing not in self.content.model_by_id:
            return Request("section", POINTED, topics=(thing,))
        likely = (
            c for c in (*reading.contextual[:1], *reading.candidates[:2]) if c.intent in ASKED
        )
        asked = next(likely, None)
        act = ASKED[asked.intent] if asked and asked.confidence >= LEANS else "model"
        sequel = leans(reading)
        act = OF_IT.get(sequel.intent, act) if sequel else act
        if ALONE.match(reading.corrected):  # "and the first one?": the same question of that
            act = OF_IT.get(context.kind or "", act)
        return Request(act, POINTED, models=(thing,), devices=reading.ids("device"))

    def _part(self, reading: Reading, context: Context, short: bool) -> Request | None:
        """ "and support?" after what to weigh, or after another part of it."""
        if not short or not reading.aspects or reading.mentions or not context.topics:
            return None
        if context.asking or is_own(reading):
            return None
        group = context.topics[0].partition("/")[0]
        topic = f"{group}/{reading.aspects[0]}"
        if topic not in self.content.section_by_id or topic == context.topics[0]:
            return None
        if context.kind == "compare":
            return self.beside.aspect(reading, context)
        return Request("section", POINTED, topics=(topic,))

    def _supposing(self, reading: Reading, context: Context) -> Request | None:
        """ "and if the shop makes a million a year?": the licence is still what is asked about."""
        is_license = context.kind == "license" and not reading.mentions
        if not is_license or not SUPPOSING.match(reading.corrected):
            return None
        models, licenses = self.beside.models(context)[:1], self._licenses(context)[:1]
        if len(reading.corrected.split()) > LONG or not (models or licenses):
            return None
        return Request("license", 0.75, models=models, licenses=() if models else licenses)

    def _same_subject(self, reading: Reading, context: Context) -> Request | None:
        """A near guess within the subject of the talk, for "and what will open source do?"."""
        best = reading.best
        if best is None or best.confidence >= WEAK or not context.topics:
            return None
        group = context.topics[0].partition("/")[0]
        for candidate in reading.candidates:
            known = candidate.intent in self.content.section_by_id
            if known and candidate.intent.partition("/")[0] == group:
                if context.kind == "compare":
                    aspects = (candidate.intent.partition("/")[2],)
                    return self.beside.aspect(replace(reading, aspects=aspects), context)
                return Request("section", candidate.confidence, topics=(candidate.intent,))
        return None

    def _same_of_another(self, reading: Reading, context: Context) -> Request | None:
        """ "and gpt-2?" after a question about GPT-4: the same question of another thing."""
        best = reading.best
        act = OF_IT.get(context.kind or "")
        models, licenses = reading.ids("model"), reading.ids("license")
        is_bare = (
            best is None
            or best.intent in {"ask/model", "ask/compare", "ask/find", "outside"}
            or best.confidence < WEAK
            or is_all_name(reading)
        )
        if act is None or not is_bare or len(models) + len(licenses) != 1:
            return None
        if licenses:
            return Request("license", 0.75, licenses=licenses)
        return Request(act, 0.75, models=models, devices=reading.ids("device"))

    def _side(self, reading: Reading, context: Context, opens: bool) -> Request | None:
        """ "and the closed ones?": the same aspect of the other side."""
        named = reading.sides[0] if len(reading.sides) == 1 else None
        side = opposite(self.content, reading.corrected, context) or named
        if side is None or not context.topics:
            return None
        topic = self.composer.other_side(context.topics[0], side)
        best = reading.best
        has_own_subject = best is not None and best.confidence >= WEAK and not opens
        if topic is None or has_own_subject:
            return None
        bare = len(reading.corrected.split()) <= SHORT + 3
        return Request("section", 0.75, topics=(topic,), sides=(side,)) if bare else None

    def _on_same_side(self, reading: Reading, context: Context) -> Request | None:
        """ "where do those hurt" after the advantages of closed models: the challenges of these,
        where the side was but guessed."""
        best = reading.best
        talked = self.content.section_by_id.get(context.topics[0]) if context.topics else None
        guessed = self.content.section_by_id.get(best.intent) if best else None
        if best is None or talked is None or guessed is None or reading.sides or reading.mentions:
            return None
        words = reading.corrected.split()
        is_other = talked.side and guessed.side and talked.side != guessed.side
        if not is_other or not (points(words) or len(words) <= SHORT):
            return None
        topic = self.composer.other_side(guessed.id, talked.side) if talked.side else None
        return Request("section", best.confidence, topics=(topic,)) if topic else None

    def _on_topic(self, reading: Reading, context: Context) -> Request | None:
        """ "does one lose much by it": still the subject of the last reply."""
        is_of_thing = bool(context.entities) and context.kind != "answer"
        topic = next(iter(context.topics), "")
        best, leaning = reading.best, with_subject(reading, topic)
        if leaning is None or is_of_thing or not topic:
            return None
        is_out = best is None or best.intent == "outside"
        is_same = leaning.intent == topic
        is_known = leaning.intent in self.content.section_by_id
        if not (is_same or (is_out and is_known)) or leaning.confidence < LEANS:
            return None
        is_clear = best is not None and best.confidence > max(leaning.confidence, OWN_SENSE)
        if best is not None and is_clear and best.intent != "outside":
            return None
        return Request("section", leaning.confidence, topics=(leaning.intent,))

    def _still_on_topic(self, reading: Reading, context: Context) -> Request | None:
        """ "and in companies?" after a subject: more of that, unless another one is named."""
        best, topic = reading.best, next(iter(context.topics), "")
        is_section = context.kind == "answer" and topic in self.content.section_by_id
        if best is None or not is_section or context.in_dialogue or reading.mentions:
            return None
        rest = elliptic(reading.corrected)
        known = self.content.section_by_id.get(best.intent)
        is_other = known is None and best.intent not in {"outside", "recommend"}
        names = " ".join((known.id, known.title, *known.aliases)) if known else ""
        if not rest or is_other or reading.aspects or names_any(rest, names):
            return None
        if any(self.composer.other_side(topic, side) for side in reading.sides):
            return None
        meant = with_subject(reading, topic)
        if meant and meant.intent in self.content.section_by_id and meant.intent != topic:
            return None  # "and the snags?" after the advantages
        return Request("section", SURE_IT, topics=(topic,), name="more")

    def _rather_on_topic(self, reading: Reading, context: Context) -> Request | None:
        """ "how do i get out of it" after lock-in: no wish to stop, though it reads alike."""
        best = reading.best
        group = best.intent.partition("/")[0] if best else ""
        if best is None or context.in_dialogue or group not in {"control", "smalltalk"}:
            return None
        request = self._on_topic(reading, context)
        return request if request and request.confidence > best.confidence + CLEARLY else None

    def _about_it(self, reading: Reading, context: Context) -> Request | None:
        """ "is it free", "commercially tho?": the last reply's thing in the place of "it"."""
        if not reading.contextual or not context.entities or ANOTHER.search(reading.corrected):
            return None
        best, leaning = reading.best, leaning_of(reading)
        if is_alone(reading) and leaning.confidence < SURELY:
            return None
        is_own_wish = best and best.intent.startswith(("control/", "smalltalk/"))
        if best and is_own_wish and best.confidence >= WEAK and not asks_of_it(reading):
            return None
        words = reading.corrected.split()
        few = len(words) <= FEW
        opens = bool(OPENERS.match(reading.corrected))
        is_brief = len(words) <= BRIEF and leaning.intent in ASKED and not MANY.search(reading.text)
        if not (few or points(words) or opens or is_brief or asks_of_it(reading)):
            return None
        is_weak = best is None or best.confidence < LEANS
        least = LEANS / 2 if few or (is_weak and points(words)) else LEANS
        if not leaning.intent.startswith("ask/") or leaning.confidence < least:
            return None
        is_sure = leaning.confidence >= SURE_IT and len(words) <= BRIEF
        is_pointed = points(words) and (len(words) <= SHORT or is_sure)
        is_pointed = is_pointed or (is_brief and (few or self._is_same(best, leaning)))
        alone = max(leaning.confidence, OWN_SENSE)
        if best and best.confidence > alone and best.intent != "outside" and not is_pointed:
            return None
        most = MOST_ASKED if context.kind == "compare" and leaning.intent in ASKED else 1
        models, licenses = self.beside.models(context)[:most], self._licenses(context)[:1]
        mentions = reading.mentions
        request = self.composer.compose(leaning, mentions, reading.sides, reading.aspects)
        if request.models or request.licenses:
            return None
        filled = replace(request, models=models, licenses=() if models else licenses)
        act = {"find": "model", "section": "license", "vendor": "model"}.get(filled.act, filled.act)
        if leaning.intent in {"ask/compare", "ask/model"}:
            act = "model"
        return replace(filled, act=act, confidence=leaning.confidence)  # type: ignore[arg-type]

    def _licenses(self, context: Context) -> tuple[str, ...]:
        return tuple(e for e in context.entities if e in self.content.license_by_id)

    def _is_same(self, best: Candidate | None, leaning: Candidate) -> bool:
        """Whether a topic is what is asked of a thing: that of hardware, of licences, of costs."""
        return best is not None and self.composer.act_of_topic(best.intent) == ASKED[leaning.intent]
