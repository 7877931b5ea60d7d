"""The one async shell: takes a message, does the I/O around the pure plan, hands back a reply.

One lock a conversation; the events are in the store before the reply is returned, in one
transaction. Where another process appended first, the turn is planned anew on what it wrote.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bot.conversation.draft import Plan
from bot.conversation.events import Event, from_json, to_json
from bot.conversation.plan import Planner
from bot.conversation.state import State, fold
from bot.errors import Conflict
from bot.reply import Reply, Standing
from bot.storage.store import Record, Session, Store

REMEMBERED = 2_000
ATTEMPTS = 5
LONGEST_NAME = 128


@dataclass(frozen=True)
class Press:
    """A button: the session and option ids as a reply gave them."""

    session: str
    option: str


@dataclass(frozen=True)
class Message:
    """What came in from one person in one channel: a text, a press, or an option by itself.

    `option` is an option id that needs no session, as a command of a front end stands for one.
    `source` names the event that brought the message, where it could come twice.
    """

    user: str
    channel: str
    text: str | None = None
    press: Press | None = None
    option: str | None = None
    source: str | None = None


class Answering(Protocol):
    """What a front end needs of the engine."""

    async def handle(self, message: Message) -> Reply:
        """Answers one message; the turn is in the log before this returns. Never raises for
        anything that a person typed or pressed; raises Repeated where the message's source was
        answered before."""


@dataclass(frozen=True)
class Known:
    """A conversation as it was when last seen: its session, last sequence and folded state,
    and the time of its last turn."""

    session: Session
    sequence: int
    state: State
    seen: datetime | None = None


class Engine:
    """Answers messages; the clock and the ids are handed in."""

    def __init__(
        self,
        planner: Planner,
        store: Store,
        clock: Callable[[], datetime],
        new_id: Callable[[], str] = lambda: secrets.token_urlsafe(12),
    ) -> None:
        self.planner = planner
        self.store = store
        self.clock = clock
        self.new_id = new_id
        self._known: OrderedDict[tuple[str, str], Known] = OrderedDict()
        self._locks: dict[tuple[str, str], asyncio.Lock] = {}
        self._waiting: dict[tuple[str, str], int] = {}

    async def handle(self, message: Message) -> Reply:
        """Answers one message. Raises StorageError where the turn could not be kept, and Repeated
        where its source was answered before."""
        place = (_name(message.user), _name(message.channel))
        lock = self._locks.setdefault(place, asyncio.Lock())
        self._waiting[place] = self._waiting.get(place, 0) + 1
        try:
            async with lock:
                return await self._turn(message, place)
        finally:
            self._waiting[place] -= 1
            if not self._waiting[place]:
                del self._waiting[place], self._locks[place]

    async def _turn(self, message: Message, place: tuple[str, str]) -> Reply:
        for attempt in range(ATTEMPTS):
            known = await self._load(place)
            if message.press and message.press.session != known.session.id:
                return await self._foreign(message.press, known)
            plan = self._plan(message, known)
            if plan.erases:
                await self._erase(place[0])
                return plan.reply.with_(standing=Standing(), changed={})
            try:
                await self._append(place, known, plan.events, message.source)
            except Conflict:
                self._known.pop(place, None)
                if attempt == ATTEMPTS - 1:
                    raise
                continue
            return _with_session(plan.reply, known.session.id)
        raise AssertionError("the loop returns or raises")

    def _plan(self, message: Message, known: Known) -> Plan:
        now = self.clock()
        today = now.date().isoformat()
        option = message.press.option if message.press else message.option
        if option is not None:
            return self.planner.press(option, known.state, today)
        silence = (now - known.seen).total_seconds() / 3600 if known.seen else 0.0
        return self.planner.text(message.text or "", known.state, today, silence=silence)

    async def _load(self, place: tuple[str, str]) -> Known:
        known = self._known.get(place)
        if known is not None:
            self._known.move_to_end(place)
            return known
        user, channel = place
        session = await self.store.find(user, channel)
        if session is None:
            return Known(Session(self.new_id(), user, channel), 0, State())
        records = await self.store.read(session.id)
        events = (from_json(record.data) for record in records)
        state = fold(event for event in events if event is not None)
        if not records:
            return Known(session, 0, state)
        return Known(session, records[-1].sequence, state, records[-1].at)

    async def _append(
        self,
        place: tuple[str, str],
        known: Known,
        events: tuple[Event, ...],
        source: str | None,
    ) -> None:
        """The first event of a turn carries the source."""
        now, first = self.clock(), known.sequence + 1
        records = [
            Record(number, now, to_json(event), source if number == first else None)
            for number, event in enumerate(events, first)
        ]
        await self.store.append(known.session, records)
        state = fold(events, known.state)
        self._known[place] = Known(known.session, records[-1].sequence, state, now)
        self._known.move_to_end(place)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)

    async def _erase(self, user: str) -> None:
        for place in [place for place in self._known if place[0] == user]:
            del self._known[place]
        await self.store.erase(user)

    async def _foreign(self, press: Press, known: Known) -> Reply:
        """A button of a conversation that is not this person's, or of none at all."""
        owner = await self.store.get(press.session[:64])
        key = "foreign" if owner else "stale"
        return self.planner.refuse(key, known.state)


def _name(text: str) -> str:
    """A user or channel id as it is kept: never empty, no NUL or surrogate, of bounded length."""
    safe = text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")
    return safe[:LONGEST_NAME] or "local"


def _with_session(reply: Reply, session: str) -> Reply:
    """Names the session wherever there is something to press or to go on with."""
    if not (reply.options or reply.standing.in_dialogue or reply.standing.recorded):
        return reply
    return reply.with_(standing=replace(reply.standing, session=session))
