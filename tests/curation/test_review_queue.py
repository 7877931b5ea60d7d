"""What comes into the review queue, and what stays out of it."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.conversation import events as ev
from bot.curation.queue import Missed, missed, queue
from bot.storage.store import Record

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


def log(*turns: tuple[ev.Event, ...]) -> list[Record]:
    events = [event for turn in turns for event in turn]
    return [Record(n, NOON, ev.to_json(event)) for n, event in enumerate(events, 1)]


def turn(text: str, kind: str, top: str = "open/definition") -> tuple[ev.Event, ...]:
    return ev.Heard(text, ((top, 0.5),)), ev.Replied(kind)


def press(option: str) -> tuple[ev.Event, ...]:
    return ev.Pressed(option), ev.Replied("answer")


def test_what_had_no_answer_and_what_was_asked_back_comes_in() -> None:
    records = log(
        turn("what is RAG", "answer"),
        turn("bake a cake", "out_of_scope"),
        turn("the thing", "clarify"),
    )
    assert list(missed("s", records)) == [
        Missed("bake a cake", "unanswered", (("s", 3),)),
        Missed("the thing", "clarified", (("s", 5),)),
    ]


def test_the_topic_that_was_picked_next_is_kept_as_the_choice() -> None:
    records = log(turn("the thing", "clarify"), press("topic:open/licenses"))
    (found,) = missed("s", records)
    assert found.chosen == "open/licenses"


def test_another_press_is_no_choice_of_a_topic() -> None:
    records = log(turn("the thing", "clarify"), press("control:start"))
    (found,) = missed("s", records)
    assert found.chosen is None


def test_an_answer_that_was_voted_down_comes_in() -> None:
    records = log(
        turn("how big is it", "answer"),
        turn("that was no help", "control", "control/feedback-bad"),
    )
    assert list(missed("s", records)) == [Missed("how big is it", "downvoted", (("s", 1),))]


def test_a_verdict_that_was_voted_down_is_no_message_to_learn_from() -> None:
    heard, replied = turn("no good", "control", "control/feedback-bad")
    records = log(turn("money is tight", "recommendation"), (heard, ev.Rated(False), replied))
    assert list(missed("s", records)) == []


def test_nothing_comes_in_twice_for_one_message() -> None:
    records = log(
        turn("bake a cake", "out_of_scope"),
        turn("that was no help", "control", "control/feedback-bad"),
    )
    assert [each.why for each in missed("s", records)] == ["unanswered"]


def test_the_same_words_of_several_people_stand_once_and_the_most_frequent_first() -> None:
    found = [
        Missed("the thing", "clarified", (("a", 1),)),
        Missed("Bake a cake!", "unanswered", (("a", 3),), chosen="x"),
        Missed("bake a cake", "unanswered", (("b", 1),)),
    ]
    (cake, thing) = queue(found, set(), set())
    assert cake.places == (("a", 3), ("b", 1))
    assert cake.chosen == "x"
    assert thing.text == "the thing"


def test_what_was_reviewed_comes_up_in_nobodys_conversation_again() -> None:
    found = [
        Missed("bake a cake", "unanswered", (("a", 3),)),
        Missed("bake a cake", "unanswered", (("b", 1),)),
    ]
    assert queue(found, {("a", 3)}, set()) == []
    assert len(queue(found, {("c", 3)}, set())) == 1


def test_known_utterances_and_messages_without_words_stay_out() -> None:
    found = [
        Missed("Bake a cake?", "unanswered", (("a", 1),)),
        Missed("", "unanswered", (("a", 3),)),
        Missed("?!", "unanswered", (("a", 5),)),
    ]
    assert queue(found, set(), {"bake a cake"}) == []
