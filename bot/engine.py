"""The one async shell: takes a message, does the I/O around the pure plan, hands back a reply.

One lock a conversation; the events are in the store before the reply is returned, in one
transaction. Where another process appended first, the turn is planned anew on what it wrote.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Protocol

import bot.reply
from bot.content.catalogue import ENGLISH
from bot.conversation import dialogue, events, snapshot, state
from bot.conversation.discreet import without_words
from bot.conversation.draft import Plan
from bot.conversation.events import Event, from_json, to_json
from bot.conversation.plan import Planner
from bot.conversation.state import State, fold
from bot.errors import Conflict
from bot.naming import Naming
from bot.reply import Reply, Standing
from bot.storage.store import Record, Session, Snapshot, Store

REMEMBERED = 2_000
ATTEMPTS = 5
SNAPSHOT_EVERY = 50
EVER = datetime(1970, 1, 1, tzinfo=UTC)
# Past such a silence in a dialogue, the person meets the content of today.
FINISHED_WITHIN = timedelta(hours=1)
FOLDING = (dialogue, events, snapshot, state, bot.reply)


@dataclass(frozen=True)
class Press:
    """A button: the session and option ids as a reply gave them."""

    session: str
    option: str


@dataclass(frozen=True)
class Message:
    """What came in from one person in one channel: a text, a press, or an option by itself.

    `option` is an option id that needs no session, as a command of a front end stands for one.
    A text beside an option is what the person adds to it. `source` names the event that brought
    the message, where it could come twice; `language` is the one to speak around the content.
    """

    user: str
    channel: str
    text: str | None = None
    press: Press | None = None
    option: str | None = None
    source: str | None = None
    language: str = ENGLISH


class Answering(Protocol):
    """What a front end needs of the engine."""

    async def handle(self, message: Message) -> Reply:
        """Answers one message; the turn is in the log before this returns. Never raises for
        anything that a person typed or pressed; raises Repeated where the message's source was
        answered before."""


@dataclass(frozen=True)
class Known:
    """A conversation as it was when last seen: its session, last sequence and folded state, the
    sequence of the snapshot that is kept of it, when its last turn was (None before any), and by
    which content its dialogue began, as a count of reloads."""

    session: Session
    sequence: int
    state: State
    snapshot: int = 0
    seen: datetime | None = None
    begun: int = 0


class Engine:
    """Answers messages; the clock and the ids are handed in.

    With `keeps_words` off nothing that a person wrote is kept, only what was understood.
    """

    def __init__(
        self,
        planner: Planner,
        store: Store,
        clock: Callable[[], datetime],
        new_id: Callable[[], str] = lambda: secrets.token_urlsafe(12),
        *,
        naming: Naming | None = None,
        keeps_words: bool = True,
        stage: Callable[[str], AbstractContextManager[object]] = nullcontext,
    ) -> None:
        """`stage` is entered for each part of a turn, by name: "wait", "load", "plan", "append"."""
        self._planners = [planner]
        self._reloads = 0
        self.store = store
        self.clock = clock
        self.new_id = new_id
        self.naming = naming or Naming()
        self.keeps_words = keeps_words
        self.stage = stage
        self._fold = code_of(FOLDING)
        self._known: OrderedDict[tuple[str, str], Known] = OrderedDict()
        self._locks: dict[tuple[str, str], asyncio.Lock] = {}
        self._waiting: dict[tuple[str, str], int] = {}

    @property
    def planner(self) -> Planner:
        """Plans by the newest content."""
        return self._planners[-1]

    def renew(self, planner: Planner) -> None:
        """Takes another content for whatever begins from now on. A dialogue that is under way is
        brought to its end by the content before, unless that is renewed once more."""
        self._planners = [self.planner, planner]
        self._reloads += 1

    async def handle(self, message: Message) -> Reply:
        """Answers one message. Raises StorageError where the turn could not be kept, and Repeated
        where its source was answered before."""
        place = (self.naming(message.user), self.naming(message.channel))
        lock = self._locks.setdefault(place, asyncio.Lock())
        self._waiting[place] = self._waiting.get(place, 0) + 1
        try:
            with self.stage("wait"):
                await lock.acquire()
            try:
                return await self._turn(message, place)
            finally:
                lock.release()
        finally:
            self._waiting[place] -= 1
            if not self._waiting[place]:
                del self._waiting[place], self._locks[place]

    async def _turn(self, message: Message, place: tuple[str, str]) -> Reply:
        for attempt in range(ATTEMPTS):
            with self.stage("load"):
                known = await self._load(place)
            if message.press and message.press.session != known.session.id:
                return await self._foreign(message, known)
            known = self._of_today(known)
            with self.stage("plan"):
                plan = self._plan(message, known)
            if plan.erases:
                await self._erase(message.user)
                return plan.reply.with_(standing=Standing(), changed={})
            try:
                with self.stage("append"):
                    await self._append(place, known, plan.events, message.source)
            except Conflict:
                self._known.pop(place, None)
                if attempt == ATTEMPTS - 1:
                    raise
                continue
            reply = plan.reply.with_(is_first=known.sequence == 0)
            if reply.event == "exported":
                kept = await everything(self.store, self.naming, message.user)
                reply = _speaking(self.planner, message).export(reply, kept)
            return _with_session(reply, known.session.id)
        raise AssertionError("the loop returns or raises")

    def _of_today(self, known: Known) -> Known:
        """The conversation, with the content by which it goes on."""
        if known.state.open_dialogue and known.seen and known.begun == self._reloads - 1:
            is_under_way = self.clock() - known.seen < FINISHED_WITHIN
            return known if is_under_way else replace(known, begun=self._reloads)
        return replace(known, begun=self._reloads)

    def _plan(self, message: Message, known: Known) -> Plan:
        now = self.clock()
        begun_with = self._planners[-1 if known.begun == self._reloads else 0]
        planner = _speaking(begun_with, message)
        today = now.date().isoformat()
        option = message.press.option if message.press else message.option
        if option is not None:
            return planner.press(option, known.state, today, said=message.text or "")
        silence = (now - known.seen).total_seconds() / 3600 if known.seen else 0.0
        return planner.text(message.text or "", known.state, today, silence=silence)

    async def _load(self, place: tuple[str, str]) -> Known:
        known = self._known.get(place)
        if known is not None:
            self._known.move_to_end(place)
            return known
        user, channel = place
        session = await self.store.find(user, channel)
        if session is None:
            return Known(Session(self.new_id(), user, channel), 0, State())
        kept, records = await self.store.resume(session.id, self._fold)
        before = snapshot.from_json(kept.data) if kept else None
        found = (from_json(record.data) for record in records)
        events_after = (event for event in found if event is not None)
        folded = fold(events_after, before.state if before else None)
        start = kept.sequence if kept else 0
        if not records:
            return Known(session, start, folded, start, before.seen if before else None)
        return Known(session, records[-1].sequence, folded, start, records[-1].at)

    async def _append(
        self,
        place: tuple[str, str],
        known: Known,
        planned: tuple[Event, ...],
        source: str | None,
    ) -> None:
        """The first event of a turn carries the source."""
        now, first = self.clock(), known.sequence + 1
        kept = planned if self.keeps_words else tuple(map(without_words, planned))
        name = self.naming(source) if source else None
        records = [
            Record(number, now, to_json(event), name if number == first else None)
            for number, event in enumerate(kept, first)
        ]
        last = records[-1].sequence
        folded, start, taken = fold(kept, known.state), known.snapshot, None
        if last - start >= SNAPSHOT_EVERY:
            taken, start = Snapshot(last, self._fold, snapshot.to_json(folded, now)), last
        await self.store.append(known.session, records, taken)
        begun = known.begun if is_same_dialogue(known.state, folded) else self._reloads
        self._known[place] = Known(known.session, last, folded, start, now, begun)
        self._known.move_to_end(place)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)

    async def _erase(self, user: str) -> None:
        names = self.naming.every(user)
        for place in [place for place in self._known if place[0] in names]:
            del self._known[place]
        for name in names:
            await self.store.erase(name)

    async def _foreign(self, message: Message, known: Known) -> Reply:
        """A button of a conversation that is not this person's, or of none at all."""
        session = message.press.session if message.press else ""
        key = "foreign" if await self.store.get(session[:64]) else "stale"
        return _speaking(self.planner, message).refuse(key, known.state)


def _speaking(planner: Planner, message: Message) -> Planner:
    return planner if message.language == ENGLISH else planner.speaking(message.language)


def is_same_dialogue(before: State, after: State) -> bool:
    """Whether a dialogue was under way before the turn and still is."""
    is_open = before.open_dialogue is not None and after.open_dialogue is not None
    return is_open and before.dialogues == after.dialogues


async def everything(store: Store, naming: Naming, user: str) -> list[tuple[Session, list[Record]]]:
    """All that is kept of a person: their conversations in all channels, and what they did as an
    operator as if it were another one."""
    kept: list[tuple[Session, list[Record]]] = []
    for name in naming.every(user):
        kept += [(each, await store.read(each.id)) for each in await store.sessions_of(name)]
        deeds = await store.deeds(EVER, who=name)
        records = [
            Record(number, deed.at, {"type": "deed", "what": deed.what, "about": deed.about})
            for number, deed in enumerate(deeds, 1)
        ]
        kept += [(Session("", name, ""), records)] if records else []
    return kept


def code_of(modules: tuple[ModuleType, ...]) -> str:
    """Names the code that folds: a snapshot of other code is not gone on from."""
    sources = (Path(str(each.__file__)).read_bytes() for each in modules)
    return hashlib.sha256(b"\n".join(sources)).hexdigest()[:16]


def _with_session(reply: Reply, session: str) -> Reply:
    """Names the session wherever there is something to press or to go on with."""
    if not (reply.options or reply.standing.in_dialogue or reply.standing.recorded):
        return reply
    return reply.with_(standing=replace(reply.standing, session=session))
