"""The plan for a turn: state and reading in, events and reply out. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence

from bot.content.snapshot import Content
from bot.conversation import events as ev
from bot.conversation.draft import Draft, Plan, context_of
from bot.conversation.mending import instead_of_the_lost, is_question_gone, mend
from bot.conversation.presses import press_reply, refuse
from bot.conversation.routing import route
from bot.conversation.silence import note_silence
from bot.conversation.state import State
from bot.conversation.summaries import Kept, with_everything
from bot.reply import Reply
from bot.understanding.decide import Decider
from bot.understanding.normalize import clean
from bot.understanding.understander import Understander

LOGGED_RANKS = 5


class Planner:
    """Plans turns for one content pack; of a turn it keeps nothing.

    `today` is the day of the turn, as "2026-06-30", by which figures are called old; without it
    the day of the content counts.
    """

    def __init__(self, content: Content, understander: Understander) -> None:
        self.content = content
        self.understander = understander
        self.decider = Decider(content)
        self._read = content
        self._others: dict[str, Planner] = {}

    def speaking(self, language: str) -> Planner:
        """One that says in this language what stands around the content, as far as the pack has it
        translated; what it understands and decides is the same."""
        if language not in self.content.translation:
            return self
        if language not in self._others:
            self._others[language] = Planner(self.content.in_language(language), self.understander)
        return self._others[language]

    def text(
        self, text: str, state: State, today: str | None = None, *, silence: float = 0.0
    ) -> Plan:
        """The plan for a message. `text` may be anything; `silence` is in hours since the last."""
        draft = Draft(self._read_on(today), state)
        is_mended = mend(draft)
        is_lost = is_question_gone(draft)
        context = context_of(draft.state)
        reading = self.understander.understand(text, context)
        ranking = tuple((c.intent, round(c.confidence, 4)) for c in reading.candidates)
        draft.add(ev.Heard(reading.text, ranking[:LOGGED_RANKS]))
        note_silence(draft, silence)
        if is_lost:
            return finish(draft, instead_of_the_lost(draft, reading))
        reply = route(draft, reading, self.decider.decide(reading, context))
        if is_mended:
            note = self.content.say("content_changed")
            reply = reply.with_(text=f"{note}\n\n{reply.text}")
        if reading.is_cut:
            reply = reply.with_(text=f"{self.content.say('cut_note')}\n\n{reply.text}")
        return finish(draft, reply)

    def press(self, option: str, state: State, today: str | None = None, *, said: str = "") -> Plan:
        """The plan for a button of this conversation; `said` is what the person adds to it."""
        draft = Draft(self._read_on(today), state)
        mend(draft)
        draft.add(ev.Pressed(option[:100]))
        if is_question_gone(draft):
            return finish(draft, instead_of_the_lost(draft))
        reply = press_reply(draft, option)
        remark, _ = clean(said)
        if remark:
            draft.add(ev.Remarked(remark))
        return finish(draft, reply)

    def export(self, reply: Reply, kept: Sequence[Kept]) -> Reply:
        """The reply to a wish for one's data, with all that is kept in its file."""
        return with_everything(self.content, reply, kept)

    def refuse(self, key: str, state: State) -> Reply:
        """A kind refusal that is no turn: nothing is logged and nothing changes."""
        draft = Draft(self.content, state)
        return refuse(draft, key).with_(standing=draft.standing())

    def _read_on(self, today: str | None) -> Content:
        """The content as of that day; kept for the day, since its lookups are made but once."""
        if today and self._read.today != today:
            self._read = self.content.on(today)
        return self._read if today else self.content


def finish(draft: Draft, reply: Reply) -> Plan:
    """Adds what the front ends need to know, and what later turns do."""
    reply = reply.with_(
        changed=draft.changes(),
        standing=draft.standing(),
        confidence=_everyday(draft.content, reply),
    )
    entities = tuple(reply.entities)
    known = draft.content
    draft.add(
        ev.Replied(
            kind=reply.kind,
            topics=reply.topics,
            entities=entities,
            sides=(),
            aspects=(),
            listed=_listed(known, reply),
            options=tuple(option.id for option in reply.options),
            confidence=reply.confidence,
            worked=reply.worked,
            search=reply.search,
        )
    )
    return Plan(tuple(draft.events), reply, draft.erases)


def _everyday(content: Content, reply: Reply) -> float:
    """The confidence as everyday messages bear it out; what was asked back keeps its doubt."""
    sure = reply.confidence
    if reply.kind == "clarify" or not 0 < sure < 1:
        return sure
    odds = math.log(sure / (1 - sure)) + content.calibration.everyday.value
    return round(1 / (1 + math.exp(-odds)), 4)


def _listed(content: Content, reply: Reply) -> tuple[str, ...]:
    """What the reply lists in order: the parts of a topic, or the models that it names."""
    if reply.kind == "answer" and reply.topics:
        parent = reply.topics[0]
        return tuple(s for s in content.section_order if s.startswith(f"{parent}/"))
    if reply.kind in {"compare", "model"} and len(reply.entities) > 1:
        models = tuple(e for e in reply.entities if e in content.model_by_id)
        return models or tuple(e for e in reply.entities if e in content.license_by_id)
    if reply.recommendation:
        return reply.recommendation.models
    return ()
