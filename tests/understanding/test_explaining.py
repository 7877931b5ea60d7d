"""Every reading can say why, and the log keeps what was in question."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.content.snapshot import Content
from bot.conversation.plan import Planner
from bot.engine import Engine, Message
from bot.storage.sql import SqlStore
from bot.understanding.artefacts import Artefacts
from bot.understanding.decide import Decider
from bot.understanding.explain import explanation
from bot.understanding.grounds import grounds_of
from bot.understanding.understander import Understander

SAID = (
    "what is the catch with open models?",
    "can I sell what I make with mistral large",
    "our budget is tiny and the data must stay in house",
    "hmm",
    "who won the match last night",
    "compare gpt-4 and llama on price, and also tell me what rag is",
)


@pytest.mark.parametrize("text", SAID)
def test_the_grounds_of_a_guess_sum_up_to_its_score(understander: Understander, text: str) -> None:
    reading = understander.understand(text)
    for candidate in reading.candidates:
        grounds = grounds_of(understander.ranker, "intent", reading.seen, candidate.intent)
        assert grounds.score == pytest.approx(candidate.score, abs=1e-3)
        shares = [abs(each.share) for each in grounds.features]
        assert shares == sorted(shares, reverse=True)


def test_an_explanation_shows_what_was_found_and_what_decided(
    understander: Understander, content: Content
) -> None:
    text = "What are the requirments of Llama 3.3 70B? We have 24 GB, and money is tight."
    reading = understander.understand(text)
    told = explanation(understander, reading, Decider(content).decide(reading))
    assert "seen as:    " in told
    assert "qqmodel" in told
    assert "corrected:  requirments -> requirements" in told
    assert "-> model llama-3.3" in told
    assert "quantity:   24 gb = 24 gb" in told
    assert f"candidate:  {reading.candidates[0].intent}  score" in told
    assert f"candidate:  {reading.candidates[-1].intent}  score" in told
    assert 'letters "' in told
    assert "before any feature" in told
    assert "statement:  budget = tight" in told
    for name in ("answer", "clarify", "margin", "statement_unasked", "asked"):
        assert f"{name} {getattr(content.calibration, name).value:g}" in told
    assert told.splitlines()[-1].startswith("decision:   ")


def test_what_was_read_before_changes_nothing(understander: Understander, content: Content) -> None:
    artefacts: Artefacts = understander.ranker.artefacts
    anew = {text: Understander(content, artefacts).understand(text) for text in SAID}
    for text in (*SAID, *reversed(SAID)):
        assert understander.understand(text) == anew[text]


@pytest.mark.parametrize("text", SAID)
async def test_the_log_keeps_the_ranking_whatever_was_decided(
    planner: Planner, understander: Understander, tmp_path: Path, text: str
) -> None:
    store = SqlStore(f"sqlite:///{tmp_path / 'ajar.db'}")
    await store.open()
    engine = Engine(planner, store, clock=_clock)
    await engine.handle(Message("ada", "lab", text=text))
    session = await store.find("ada", "lab")
    assert session is not None
    (heard,) = [
        record.data for record in await store.read(session.id) if record.data["type"] == "heard"
    ]
    await store.close()
    best = understander.understand(text).candidates[:5]
    assert [name for name, _ in heard["ranking"]] == [each.intent for each in best]
    assert [sure for _, sure in heard["ranking"]] == [round(each.confidence, 4) for each in best]


def _clock() -> datetime:
    return datetime(2026, 11, 26, tzinfo=UTC)
