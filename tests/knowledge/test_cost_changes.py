"""Messages that go on with a sum, and figures that grow old while the talk goes on."""

from __future__ import annotations

import pytest

from bot.content.dates import is_old
from bot.content.snapshot import Content
from bot.knowledge.cost import cost_reply
from bot.knowledge.cost.following import goes_on
from bot.knowledge.cost.load import Load
from bot.knowledge.cost.question import heard
from bot.knowledge.models.card import model_card
from bot.reply import Reply
from bot.understanding.sums import find_sums


def load(content: Content, *texts: str) -> Load:
    assert content.prices is not None
    found = heard(content.prices, texts[-1], (), texts[:-1]).load
    assert found is not None
    return found


def ask(content: Content, text: str, models: str, *earlier: str) -> Reply:
    return cost_reply(content, models.split(), find_sums(text), text, earlier)


@pytest.mark.parametrize(
    ("texts", "pieces", "read", "written"),
    [
        (("500k requests a month of 2k in 300 out", "what about 100k requests"), 1e5, 2000, 300),
        (("500k requests a month of 2k in 300 out", "and 20,000?"), 2e4, 2000, 300),
        (("500k requests a month of 2k in 300 out", "500 out"), 5e5, 2000, 500),
        (("500k requests a month of 2k in 300 out", "10k a day"), 3e5, 2000, 300),
        (("10k requests a day", "of 1k in 100 out"), 3e5, 1000, 100),
        (("40 users", "10k requests a month"), 1e4, 500, 300),
        (("10k requests a month", "40 users"), 40 * 20 * 22, 500, 300),
        (("1000 images a month", "10k requests a month"), 1e4, 500, 300),
        (("10k requests a month", "1e30 tokens", "20k requests"), 2e4, 500, 300),
    ],
)
def test_what_is_said_later_takes_the_place_of_its_like(
    content: Content, texts: tuple[str, ...], pieces: float, read: float, written: float
) -> None:
    found = load(content, *texts)
    assert (found.pieces, found.tokens_in, found.tokens_out) == (pieces, read, written)


def test_a_volume_is_replaced_and_keeps_its_period(content: Content) -> None:
    found = load(content, "500 million tokens a month", "and 2 billion tokens")
    assert found.total == 2e9
    assert not found.once
    assert load(content, "500 million tokens a month", "and 700?").total == 700


def test_pictures_take_the_place_of_tokens(content: Content) -> None:
    found = load(content, "10k requests a month of 2k in 300 out", "500 images")
    assert (found.images, found.total) == (500, 0)


def test_another_model_gets_the_same_work(content: Content) -> None:
    first = "500k requests a month of 2k in 300 out on claude opus"
    reply = ask(content, "and gpt-6-luna?", "gpt-6-luna", first)
    assert reply.text.startswith("**About $175 a month with GPT-6 Luna.**")
    assert reply.worked == (first, "and gpt-6-luna?")


def test_a_model_with_a_number_in_its_name_is_no_count(content: Content) -> None:
    first = "500k requests a month of 2k in 300 out on gpt-6-luna"
    reply = ask(content, "and claude opus 5.5?", "claude-opus-5-5", first)
    assert reply.text.startswith("**About $7,000 a month")


def test_after_an_impossible_sum_a_possible_one_goes_on(content: Content) -> None:
    talk = ("what does claude opus cost", "1e30 tokens a month")
    assert "more than anyone uses" in ask(content, talk[1], "claude-opus-5-5", talk[0]).text
    reply = ask(content, "10,000 requests a month", "claude-opus-5-5", *talk)
    assert reply.text.startswith("**About $80 a month")


def test_a_word_that_is_no_number_is_asked_back_in_mid_talk(content: Content) -> None:
    reply = ask(content, "a gazillion", "gpt-6-luna", "10k requests a day")
    assert "I can't make a sum of “gazillion”" in reply.text


def test_a_long_talk_keeps_how_it_began(content: Content) -> None:
    worked: tuple[str, ...] = ()
    for text in ("break-even of a rented gpu at 5 billion tokens", *("at 50 %", "at 60 %") * 9):
        worked = ask(content, text, "gpt-6-sol", *worked).worked
    assert worked[0].startswith("break-even")
    assert len(worked) <= 8
    assert "At 60 % utilisation" in ask(content, "at 60 %", "gpt-6-sol", *worked).text


@pytest.mark.parametrize(
    "text",
    [
        "at 60 % utilisation", "at 60 %", "over 2 years", "at 30 cents a kwh", "at $3 an hour",
        "20,000", "and half a million requests?", "40 users", "what if we buy it", "a gazillion",
    ],
)  # fmt: skip
def test_what_goes_on_with_a_sum(content: Content, text: str) -> None:
    assert goes_on(content, text, opens=False, is_settled=False) != "no"


@pytest.mark.parametrize(
    "text", ["is it open?", "a model with 32k context", "what runs in 24 gb", "70b", "thanks", ""]
)
def test_what_does_not(content: Content, text: str) -> None:
    assert goes_on(content, text, opens=False, is_settled=False) == "no"


@pytest.mark.parametrize("text", ["about 200 euros a month", "40 users", "over 2 years", "20"])
def test_an_answer_to_a_question_is_no_change(content: Content, text: str) -> None:
    assert goes_on(content, text, opens=False, is_settled=True) == "no"
    assert goes_on(content, "at 60 % utilisation", opens=False, is_settled=True) == "sure"


class TestAge:
    @pytest.mark.parametrize(
        ("day", "old"), [("2026-11-24", False), ("2026-12-10", False), ("2026-12-11", True)]
    )
    def test_a_price_is_called_old_by_the_day_of_the_talk(
        self, content: Content, day: str, old: bool
    ) -> None:
        text = ask(content.on(day), "claude opus 5.5 price", "claude-opus-5-5").text
        assert ("old by now, so check them" in text) is old
        assert "10 November 2026" in text

    def test_so_it_is_on_a_card_and_in_a_comparison(self, content: Content) -> None:
        late = content.on("2027-02-01")
        assert "10 November 2026, old by now" in model_card(late, "claude-opus-5-5").text
        assert "old by now" not in model_card(content, "claude-opus-5-5").text

    def test_the_content_of_a_day_is_otherwise_the_same(self, content: Content) -> None:
        late = content.on("2027-02-01")
        assert late.on("2027-02-01") is late
        assert late.model_copy(update={"today": None}) == content
        assert (content.read_on, late.read_on) == (content.guide.as_of, "2027-02-01")

    def test_a_month_is_old_only_after_its_last_day(self) -> None:
        assert not is_old("2026-11", "2026-12-30", 30)
        assert is_old("2026-11", "2026-12-31", 30)
