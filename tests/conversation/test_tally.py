"""What a log is summed up to for those who run the bot."""

from __future__ import annotations

from bot.conversation import events as ev
from bot.conversation.tally import tally, unanswered

LOG = [
    ("ada", ev.Heard("what is RAG?")),
    ("ada", ev.Replied("answer", topics=("concepts/rag",))),
    ("ben", ev.Heard("who wins the cup?")),
    ("ben", ev.Replied("out_of_scope")),
    ("ben", ev.Pressed("topic:concepts/rag")),
    ("ben", ev.Replied("answer", topics=("concepts/rag", "overview"))),
    ("ada", ev.Heard("it")),
    ("ada", ev.Replied("clarify")),
    ("ada", None),
    ("ada", ev.Concluded("open")),
    ("ada", ev.Replied("recommendation", topics=("factors",))),
    ("ada", ev.Rated(fits=True)),
    ("ada", ev.Replied("control")),
    ("carl", ev.Heard("who wins the cup?")),
    ("carl", ev.Replied("out_of_scope")),
]


def test_people_turns_and_outcomes_are_counted() -> None:
    found = tally(LOG)
    assert (found.people, found.turns) == (3, 7)
    assert (found.answered, found.asked_back, found.unknown) == (4, 1, 2)
    assert (found.recommendations, found.fits, found.fits_not) == (1, 1, 0)
    assert found.topics[0] == "concepts/rag"


def test_what_nothing_fitted_is_listed_once() -> None:
    assert unanswered(LOG) == ["who wins the cup?"]


def test_an_empty_log_is_all_noughts() -> None:
    assert tally([]).turns == 0
    assert unanswered([]) == []
