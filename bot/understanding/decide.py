"""The decision by threshold and margin: answer, ask back, or say that nothing fits."""

from __future__ import annotations

from dataclasses import replace

from bot.content.snapshot import Content
from bot.understanding.compose import ASKS, Composer
from bot.understanding.context import NOTHING, Context, points
from bot.understanding.followup import Follower
from bot.understanding.reading import (
    Candidate,
    Clause,
    Mention,
    Reading,
    Stranger,
    StrangerKind,
)
from bot.understanding.request import Act, Answer, Clarify, Outcome, Request, Unknown

OUTSIDE = "outside"
RECOMMEND = "recommend"
COMPARE, MODEL, FIND = "ask/compare", "ask/model", "ask/find"
HARDWARE = "ask/hardware"
MOST_QUESTIONS = 3
NEAREST = 3
SURE_CLAUSE = 0.5
SURE_TERM = 0.9
SURE_ELSE = 0.9
FAR = 0.85
SURE_START = 0.45
CLEARLY = 0.6
RIVAL = 0.4
BARE = 3
FEW = 5
STARTING = frozenset({"control/restart", "control/resume"})
UNKNOWN: dict[StrangerKind, Act] = {
    "model": "unknown_name",
    "license": "unknown_license",
    "term": "define",
}
LONG = 12
TELLING = 2


class Decider:
    """Turns readings into outcomes by the pack's calibrated thresholds."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.composer = Composer(content)
        self.follower = Follower(content, self.composer)

    def decide(self, reading: Reading, context: Context = NOTHING) -> Outcome:
        """What to do about `reading`. The ranking in the reading stays as it was, for the log."""
        reading = self.follower.complete(reading, context)
        is_named = bool(reading.ids("model"))
        if not is_named and not (context.entities and points(reading.corrected.split())):
            reading = self._with_described(reading, context)
        outcome = self._decide(reading, context)
        stranger = reading.stranger
        if stranger and _is_weak(outcome) and _is_all(reading, stranger):
            doubt = outcome.confidence if isinstance(outcome, Unknown) else 1 - SURE_CLAUSE
            return Unknown(self._nearest(reading), doubt, stranger.name)
        return outcome

    def _decide(self, reading: Reading, context: Context) -> Outcome:
        limits = self.content.calibration
        if self._starts(reading, context):
            return Answer((Request("recommend", reading.confidence_of(RECOMMEND)),))
        begins = context.in_dialogue or reading.begins >= limits.begin.value
        if not begins and reading.begins < limits.begin_wished.value:
            reading = _without_wish(reading)
        if reading.term is not None:
            return Answer((Request("define", SURE_TERM, name=reading.term),))
        following = self.follower.resolve(reading, context)
        if following is not None:
            return Answer((following,))
        best = reading.best
        if best is None:
            return Unknown(self.content.guide.start_topics[:NEAREST], 0.0)
        if reading.stranger and self._is_meant(reading, reading.stranger, best):
            return Answer((self._stranger(reading, reading.stranger, best),))
        several = self._several(reading)
        if several and best.intent == RECOMMEND and self._ends_with_question(reading):
            return Answer(several)
        if begins and self._wants_a_choice(reading):
            return Answer((Request("recommend", SURE_CLAUSE),))
        return Answer(several) if len(several) > 1 else self._single(reading, best)

    def _starts(self, reading: Reading, context: Context) -> bool:
        """ "start the questions": begins, where nothing is there to begin anew or go on with."""
        best = reading.best
        is_idle = not (context.in_dialogue or context.has_verdict)
        if best is None or best.intent not in STARTING or not is_idle:
            return False
        is_sure = best.confidence >= self.content.calibration.answer.value
        return is_sure and reading.confidence_of(RECOMMEND) >= RIVAL * best.confidence

    def _with_described(self, reading: Reading, context: Context) -> Reading:
        """The reading with the model that is meant without its name as one that is named.

        What is asked of it stays where that is sure; else its card is wanted. Of a family, the one
        is meant that was talked of.
        """
        meant, best = reading.described, reading.best
        if meant is None or best is None:
            return reading
        is_else = best.intent in self.content.section_by_id or best.intent == RECOMMEND
        if is_else and best.confidence > meant.confidence:
            return reading
        known = self.content.model_by_id
        talked = (known[each] for each in context.entities if each in known)
        model = next((m.id for m in talked if m.family == meant.intent), meant.intent)
        named = Mention("model", model, "", 0, 0, exact=False)
        reading = replace(reading, mentions=(*reading.mentions, named), stranger=None)
        if best.intent in ASKS and best.intent != FIND:
            return reading
        card = Candidate(MODEL, meant.score, meant.confidence)
        return replace(reading, candidates=(card, *reading.candidates), clauses=())

    def _ends_with_question(self, reading: Reading) -> bool:
        """Whether a story ends by asking of one subject, and not which side to take."""
        last = reading.clauses[-1]
        if last.best is None or last.best.confidence < SURE_CLAUSE:
            return False
        choosing = {self.content.guide.comparison_topic, self.content.guide.factors_topic}
        about = last.best.intent
        return _asks_knowledge(last.best, last) and about.partition("/")[0] not in choosing

    def _stranger(self, reading: Reading, stranger: Stranger, best: Candidate) -> Request:
        """Says that nobody knows the name; the memory for its size can be told all the same."""
        sure = max(best.confidence, SURE_CLAUSE)
        sized = any(each.unit == "billion" for each in reading.sums)
        is_fit = best.intent in {HARDWARE, self.content.guide.hardware_topic}
        if is_fit and sized and not stranger.is_version:
            request = self._request(replace(best, intent=HARDWARE, confidence=sure), reading)
            return replace(request, name=stranger.name)
        return Request(UNKNOWN[stranger.kind], sure, name=stranger.name)

    def _is_meant(self, reading: Reading, stranger: Stranger, best: Candidate) -> bool:
        """Whether a name that nobody knows is what the message is about: not where it reads as
        another subject, unless there is no doubt or it holds little else."""
        if stranger.certainty != "likely":
            return stranger.certainty == "sure"
        if stranger.is_version:
            return best.intent != OUTSIDE or len(reading.corrected.split()) <= BARE
        is_else = best.intent in self.content.section_by_id and best.confidence >= SURE_ELSE
        if is_else or (reading.ids("model") and best.intent != COMPARE):
            return False
        return best.intent != OUTSIDE or best.confidence < FAR

    def _single(self, reading: Reading, best: Candidate) -> Outcome:
        limits = self.content.calibration
        if best.intent == OUTSIDE:
            return self._maybe_outside(reading, best)
        if self._is_far(reading, best):
            return Unknown(self._nearest(reading), 1 - best.confidence)
        best = self._calmer(reading, best)
        request = self._request(best, reading)
        named = bool(reading.ids("model", "license"))
        if best.confidence >= limits.answer.value or named:
            return Answer((request,))
        if best.confidence >= limits.clarify.value:
            return self._ask_back(reading, request)
        return Unknown(self._nearest(reading), 1 - best.confidence)

    def _wants_a_choice(self, reading: Reading) -> bool:
        """A longer message that tells of the person and ends by asking what to take."""
        best = reading.best
        is_else = best is not None and best.intent != RECOMMEND and best.confidence >= CLEARLY
        if reading.wants_choice and not reading.ids("model", "license") and not is_else:
            return True
        telling = len(reading.corrected.split()) > LONG and len(reading.statements) >= TELLING
        last = reading.clauses[-1].best if reading.clauses else None
        if last is None or not telling or reading.mentions:
            return False
        prefix = self.content.guide.comparison_topic
        asks = last.intent == RECOMMEND or last.intent.partition("/")[0] == prefix
        return asks and last.confidence >= self.content.calibration.answer.value

    def _is_far(self, reading: Reading, best: Candidate) -> bool:
        """A wish for advice that says nothing of ours, while another subject is as likely."""
        outside = max((c.confidence for c in reading.candidates if c.intent == OUTSIDE), default=0)
        text = f" {reading.corrected} "
        ours = bool(reading.statements or reading.sides or reading.mentions) or any(
            f" {hint.lower()} " in text for hint in self.content.vocabulary.general_hints
        )
        is_brief = BARE < len(reading.corrected.split()) <= LONG
        likely = outside >= RIVAL * best.confidence
        return best.intent == RECOMMEND and is_brief and not ours and likely

    def _calmer(self, reading: Reading, best: Candidate) -> Candidate:
        """The next guess where a weak one would begin a dialogue; two sides named compare."""
        is_open = best.intent.partition("/")[0] in {RECOMMEND, "control", "overview"}
        is_far = any(c.intent == OUTSIDE for c in reading.candidates[:3])
        topic = self.content.guide.comparison_topic
        if (
            topic
            and len(reading.sides) == 2
            and is_open
            and not is_far
            and best.confidence < SURE_CLAUSE
        ):
            return Candidate(topic, best.score, SURE_CLAUSE)
        clear = self.content.calibration.statement_unasked.value
        tells = any(said.confidence >= clear for said in reading.statements)
        if best.intent != RECOMMEND or best.confidence >= SURE_START or tells:
            return best
        likely = RIVAL * best.confidence
        others = [c for c in reading.candidates[1:] if c.intent != OUTSIDE]
        return others[0] if others and others[0].confidence >= likely else best

    def _maybe_outside(self, reading: Reading, best: Candidate) -> Outcome:
        """Out of scope, unless the message names something of ours and asks about it."""
        asks = [c for c in reading.candidates if c.intent.startswith("ask/")]
        named = [m for m in reading.mentions if m.kind == "model" and any(map(str.isdigit, m.text))]
        if named and asks and best.confidence < SURE_ELSE:
            return Answer((self._request(replace(asks[0], confidence=SURE_CLAUSE), reading),))
        if reading.ids("model", "license") and asks and best.confidence < SURE_CLAUSE:
            return Answer((self._request(asks[0], reading),))
        return Unknown(self._nearest(reading), best.confidence)

    def _ask_back(self, reading: Reading, first: Request) -> Outcome:
        """A near rival makes it a question back; alone the best guess is given."""
        limits = self.content.calibration
        rivals = [
            self._request(candidate, reading)
            for candidate in reading.candidates[1:3]
            if candidate.intent != OUTSIDE
            and first.confidence - candidate.confidence < limits.margin.value
        ]
        options = (first, *(r for r in rivals if (r.act, r.topics) != (first.act, first.topics)))
        return Clarify(options) if len(options) > 1 else Answer((first,))

    def _several(self, reading: Reading) -> tuple[Request, ...]:
        """Several questions in one message, each sure enough by itself, in order."""
        requests: list[Request] = []
        for clause in reading.clauses:
            best = clause.best
            if best is None or best.confidence < SURE_CLAUSE or not _asks_knowledge(best, clause):
                continue
            request = self.composer.compose(best, clause.mentions, clause.sides, ())
            if (request.act, request.topics, request.entities) not in [
                (r.act, r.topics, r.entities) for r in requests
            ]:
                requests.append(request)
        return tuple(requests[:MOST_QUESTIONS])

    def _request(self, candidate: Candidate, reading: Reading) -> Request:
        return self.composer.compose(candidate, reading.mentions, reading.sides, reading.aspects)

    def _nearest(self, reading: Reading) -> tuple[str, ...]:
        topics = [
            candidate.intent
            for candidate in reading.candidates
            if candidate.intent in self.content.section_by_id
        ]
        return tuple(dict.fromkeys([*topics, *self.content.guide.start_topics]))[:NEAREST]


def _without_wish(reading: Reading) -> Reading:
    """The reading of a message that begins no dialogue: not as a wish for advice."""
    kept = tuple(each for each in reading.candidates if each.intent != RECOMMEND)
    return replace(reading, candidates=kept, wants_choice=False)


def _is_weak(outcome: Outcome) -> bool:
    """Whether a message is not understood, or but guessed at and names nothing."""
    if not isinstance(outcome, Answer):
        return True
    first = outcome.requests[0]
    return first.confidence < SURE_CLAUSE and not first.entities


def _is_all(reading: Reading, stranger: Stranger) -> bool:
    """Whether a message asks about the name and hardly anything else."""
    rest = len(reading.corrected.split()) - len(stranger.name.split())
    return stranger.confidence >= SURE_TERM and rest <= FEW


def _asks_knowledge(candidate: Candidate, clause: Clause) -> bool:
    other = candidate.intent.startswith(("control/", "smalltalk/")) or candidate.intent in {
        OUTSIDE,
        "recommend",
    }
    return clause.is_question and not other
