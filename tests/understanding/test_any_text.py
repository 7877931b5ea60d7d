"""Whatever anybody types, of any length, is read, answered kindly, and fit to be kept."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.content.snapshot import Content
from bot.conversation.plan import Planner
from bot.conversation.state import State, fold
from bot.understanding.context import Context
from bot.understanding.normalize import MAX_CHARACTERS, MAX_PLAIN, plain
from bot.understanding.sums import find_sums
from bot.understanding.understander import Understander

NASTY = (
    "\x00", "\x1b[31m", "\r\n", "\t", "\ud800", "\udfff", "\u200b", "\u200d", "\u2060", "\ufeff",
    "\u202e", "\u2066", "\xad", "e\u0301\u0302\u0303", "\u043e\u0440\u0435\u043f", "\u0391\u0399",
    "\uff4f\uff50\uff45\uff4e", "\ufdfa", "\U0001d4f8", "\U0001f525", "\U0001f469\u200d\U0001f4bb",
    "\U0001f1e9\U0001f1ea", "\u2764\ufe0f", "\U000e0061", "\u5f00\u653e", "\u0e01\u0e47", "\u0663",
    "\u00a0", "\u3000", "a", "A", "aaaa", "1", "1,000", "1.5", "$", "%", "x", " ", ",", ".", "?",
    "!", ";", "-", "'", "\u2019", "\"", "(", ")", "[", "]", "<", "<@1>", "<:a:1>", "<t:1:R>", "*",
    "_", "`", "|", "\\", "/", "{model}", "{", "}", "gpt-4", "llama", "open", "closed", "not", "it",
    "what is", "how much", "and also", "but", "so", "if we", "12x", "24 gb", "2x4090", "idk",
)  # fmt: skip
ANY = st.characters(exclude_categories=())
PIECES = st.one_of(st.sampled_from(NASTY), st.text(ANY, max_size=6))
TEXTS = st.builds(
    lambda pieces, glue, times, end: glue.join(pieces * times) + end,
    st.lists(PIECES, max_size=6),
    st.sampled_from(["", " "]),
    st.sampled_from([1, 2, 40, 3_000]),
    PIECES,
)
some = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def is_safe(text: str) -> bool:
    """Fit for a log, a database and a screen."""
    text.encode("utf-8")
    return not any(unicodedata.category(char) in {"Cc", "Cs"} for char in text)


@some
@given(text=TEXTS)
def test_any_text_is_read(understander: Understander, text: str) -> None:
    reading = understander.understand(text)
    assert len(reading.text) <= MAX_CHARACTERS
    assert is_safe(reading.text)
    assert reading.is_cut == (len(text) > MAX_CHARACTERS)
    assert all(0 <= candidate.confidence <= 1 for candidate in reading.candidates)


@some
@given(text=TEXTS, asking=st.sampled_from(["budget", "hardware", "modality"]))
def test_any_text_may_be_an_answer(understander: Understander, text: str, asking: str) -> None:
    answer = understander.understand(text, Context(asking=asking)).answer
    assert answer is None or answer.factor == asking


@some
@given(text=TEXTS)
def test_any_text_gets_a_kind_reply(planner: Planner, content: Content, text: str) -> None:
    reply = planner.text(text, State()).reply
    assert is_safe(reply.text.replace("\n", " "))
    assert reply.text.strip()
    assert reply.text.startswith(content.say("cut_note")) == (len(text) > MAX_CHARACTERS)


@some
@given(text=TEXTS)
def test_any_text_in_a_dialogue_leaves_a_state_that_goes_on(planner: Planner, text: str) -> None:
    state = fold(planner.text("help me choose", State()).events)
    state = fold(planner.text(text, state).events, state)
    assert planner.text("show my answers", state).reply.text


@pytest.mark.parametrize("text", ["a" * 100_000, "word " * 40_000, "\U0001f525" * 50_000])
def test_a_very_long_message_is_cut_and_says_so(
    planner: Planner, content: Content, text: str
) -> None:
    assert content.say("cut_note") in planner.text(text, State()).reply.text


@given(text=st.text(ANY, max_size=50))
def test_one_letter_that_is_short_for_many_makes_no_text_endless(text: str) -> None:
    assert len(plain("\ufdfa" * MAX_CHARACTERS + text)) <= 2 * MAX_PLAIN


def test_a_row_of_digits_before_a_letter_is_no_quantity() -> None:
    """Each digit given back and tried anew would take minutes here."""
    assert find_sums("1" * 50_000 + "a") == ()


@pytest.mark.parametrize("text", ["9" * 1_500 + "b", "1" + ",000" * 300 + " users"])
def test_a_number_past_all_measure_is_no_quantity(planner: Planner, text: str) -> None:
    assert find_sums(text) == ()
    reply = planner.text(f"list open models with {text} parameters", State()).reply
    assert " inf " not in reply.text


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("we have 1,000,000 users", 1_000_000, "users"),
        ("about 1.5m tokens a day", 1_500_000, "tokens"),
        ("$2 000 a month", 2_000, "money"),
        ("a 70b model", 70, "billion"),
        ("24gb", 24, "gb"),
    ],
)
def test_quantities_are_still_read(text: str, value: float, unit: str) -> None:
    (found,) = find_sums(text)
    assert (found.value, found.unit) == (value, unit)
