"""A conversation that is opened from a snapshot is the one that was left."""

from __future__ import annotations

import json
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st
from test_fold import EVENTS

from bot.conversation import snapshot
from bot.conversation.plan import Planner
from bot.conversation.state import fold
from bot.engine import SNAPSHOT_EVERY, Engine, Message
from bot.storage.memory import MemoryStore
from bot.storage.store import Record


@given(EVENTS, st.integers(0, 30))
def test_folding_may_stop_anywhere_and_go_on_from_a_snapshot(events: list, stop: int) -> None:
    text = json.dumps(snapshot.to_json(fold(events[:stop])))
    assert fold(events[stop:], snapshot.from_json(json.loads(text))) == fold(events)


class Counting(MemoryStore):
    """Counts the records that are read."""

    most = 0

    async def read(self, session_id: str, after: int = 0) -> list[Record]:
        found = await super().read(session_id, after)
        self.most = max(self.most, len(found))
        return found


async def test_a_long_conversation_is_opened_by_reading_its_end(
    planner: Planner, new_id: Callable[[], str], clock: Callable
) -> None:
    store = Counting()
    await store.open()
    first = Engine(planner, store, clock, new_id)
    texts = ["help me choose", "our budget is tiny", "what is RAG?", "and open models?"] * 25
    for text in texts:
        await first.handle(Message("ada", "lab", text=text))
    (session,) = await store.sessions_of("ada")
    total = len(await store.read(session.id))
    assert total > 4 * SNAPSHOT_EVERY
    store.most = 0
    second = Engine(planner, store, clock, new_id)
    ask = Message("ada", "lab", text="show my answers")
    assert await second.handle(ask) == await first.handle(ask)
    assert store.most < SNAPSHOT_EVERY + 20
