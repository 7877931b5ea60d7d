"""A process that is killed amid its turns loses none that it acknowledged, and doubles none."""

from __future__ import annotations

from benchmarks.kills import kill_often

KILLS = 6


def test_no_kill_loses_or_doubles_a_turn(address: str) -> None:
    outcome = kill_often(address, KILLS)
    assert outcome.acknowledged >= KILLS
    assert outcome.is_sound, outcome
