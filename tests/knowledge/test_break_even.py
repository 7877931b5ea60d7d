"""A server of one's own, rented or bought, beside an API: the sums, and the chart of them."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.content.snapshot import Content
from bot.knowledge.cost import cost_reply
from bot.knowledge.cost.own import plan_for
from bot.knowledge.cost.question import heard
from bot.render import bars
from bot.render.limits import ALT_TEXT
from bot.render.plain import render
from bot.reply import Chart, Reply
from bot.understanding.sums import find_sums


def ask(content: Content, text: str, models: str = "", *earlier: str) -> Reply:
    return cost_reply(content, models.split(), find_sums(text), text, earlier)


def charted(content: Content, text: str, models: str = "") -> Chart:
    chart = ask(content, text, models).chart
    assert chart is not None
    return chart


RENT = "break-even of renting a gpu against gpt-6-sol at 500 million tokens a month"
BUY = "buy an h100 for llama 3.3 70b, 200 million tokens a month"
LLAMA = "llama-3.3-70b"


class TestSums:
    def test_the_sum_of_a_bought_card_is_price_over_months_and_power(
        self, content: Content
    ) -> None:
        assert content.prices is not None
        said = heard(
            content.prices, f"{BUY} at $20,000 a card, over 40 months, $0.50 a kwh", (), ()
        )
        plan = plan_for(content, content.model_by_id[LLAMA], said.load, said)
        assert plan is not None
        assert plan.bought is not None
        assert plan.device.id == "h100-sxm"
        kwh = 0.7 * plan.count * plan.hours
        expected = plan.count * 20_000 / 40 + kwh * 0.50
        assert plan.monthly(plan.bought) == pytest.approx((expected, expected))

    def test_a_bought_server_alone_where_only_buying_is_asked_for(self, content: Content) -> None:
        reply = ask(content, BUY, LLAMA)
        assert "a bought server" in reply.text
        assert "rented for" not in reply.text
        assert "Prices of cards: 2026" in reply.text

    def test_both_where_both_are_asked_for(self, content: Content) -> None:
        reply = ask(content, "rent or buy an h100 for llama 3.3 70b", LLAMA)
        assert "rented for" in reply.text
        assert "**Bought** for about" in reply.text
        assert "less than the rent after" in reply.text

    def test_a_card_without_a_price_asks_for_one(self, content: Content) -> None:
        text = "rent or buy an l40s for llama 3.1 8b"
        reply = ask(content, text, "llama-3.1-8b")
        assert "I have no price for buying NVIDIA L40S" in reply.text
        told = ask(content, f"{text} at $8,000 a card", "llama-3.1-8b")
        assert "**Bought** for about $8,000" in told.text

    def test_a_card_that_nobody_rents_out_can_be_bought(self, content: Content) -> None:
        reply = ask(content, "should we buy an rtx 5080 for phi-4-mini", "phi-4-mini")
        assert "RTX 5080" in reply.text
        assert "the price when it came out" in reply.text

    def test_a_rent_that_was_named_counts(self, content: Content) -> None:
        reply = ask(content, "renting an h100 at $2 an hour for llama 3.3 70b", LLAMA)
        assert "2 × NVIDIA H100 SXM with Llama 3.3 70B, rented for $4 an hour" in reply.text
        assert "Rents of" not in reply.text

    def test_the_mix_of_tokens_can_be_set(self, content: Content) -> None:
        reply = ask(content, "100 million tokens a month, 90 % input, gpt-6-luna", "gpt-6-luna")
        assert "90 million tokens read" in reply.text
        assert "I assumed" not in reply.text

    def test_what_was_assumed_is_listed_with_words_that_change_it(self, content: Content) -> None:
        text = ask(content, "rent or buy a gpu for llama 3.3 70b", LLAMA).text
        assert (
            "**For the server I assumed** 30 % utilisation, 64 requests at once, 36 months of use "
            "and $0.14 a kWh. Say “at 60 % utilisation”, “over 24 months”, “at 25 cents a kWh” or "
            "“at $2 an hour” to change that."
        ) in text

    @pytest.mark.parametrize(
        "change", ["at 60 % utilisation", "over 24 months", "at 25 cents a kWh", "at $2 an hour"]
    )
    def test_the_words_that_are_offered_work_at_once_and_later(
        self, content: Content, change: str
    ) -> None:
        text = "rent or buy a gpu for llama 3.3 70b, 2 billion tokens a month"
        usual = ask(content, text, LLAMA)
        at_once = ask(content, f"{text}, {change}", LLAMA)
        later = ask(content, change, LLAMA, text)
        assert usual.text != at_once.text
        assert later.text == at_once.text
        assert later.chart == at_once.chart
        assert f"“{change}”" in usual.text
        assert f"“{change}”" not in later.text

    @pytest.mark.parametrize(
        "term",
        [
            "at 0 % utilisation",
            "at 900 % utilisation",
            "over 0 months",
            "over 900 years",
            "at $0 a kWh",
            "at $1,000 a kWh",
            "at $0 an hour",
            "at -$2 an hour",
            "at $90,000,000 a card",
        ],
    )
    def test_a_term_that_cannot_be_is_asked_back(self, content: Content, term: str) -> None:
        text = f"rent or buy a gpu for llama 3.3 70b, 2 billion tokens a month, {term}"
        reply = ask(content, text, LLAMA)
        assert "can't be, so I left the sum alone" in reply.text
        assert reply.chart is None


class TestChart:
    def test_it_shows_the_api_and_the_server(self, content: Content) -> None:
        chart = charted(content, RENT, "gpt-6-sol")
        api, server = chart.lines
        assert api.name == "API: GPT-6 Sol"
        assert server.name.startswith("Rented: ")
        assert server.upper
        assert "30 % utilisation" in chart.title

    def test_the_mark_stands_where_the_lines_cross(self, content: Content) -> None:
        chart = charted(content, RENT, "gpt-6-sol")
        (mark,) = chart.marks
        (_, _), (x, y) = chart.lines[0].points
        assert mark.y == pytest.approx(y / x * mark.x)
        assert mark.y == pytest.approx(chart.lines[1].points[0][1])

    def test_the_closed_model_that_was_named_is_among_the_lines(self, content: Content) -> None:
        chart = charted(content, "break-even of llama on an own gpu against claude", "llama claude")
        names = [line.name for line in chart.lines]
        assert any("Claude" in name for name in names)

    def test_an_open_model_is_shown_at_its_host(self, content: Content) -> None:
        chart = charted(content, f"renting a gpu, {BUY}", LLAMA)
        assert chart.lines[0].name == "Llama 3.3 70B at OpenRouter"

    def test_more_than_one_server_is_a_stair(self, content: Content) -> None:
        chart = charted(content, "rent a gpu for llama 3.3 70b, 9 billion tokens a month", LLAMA)
        costs = [y for _, y in chart.lines[1].points]
        assert costs == sorted(costs)
        assert len(set(costs)) > 3

    def test_the_bars_say_the_same_in_text(self, content: Content) -> None:
        reply = ask(content, RENT, "gpt-6-sol")
        assert reply.chart is not None
        assert reply.chart.bars[0].shown in reply.text
        own = next(bar for bar in reply.chart.bars if "500 million" in bar.label)
        assert own.shown == "$2,500"
        assert bars.block(reply.chart, 1000) in render(reply)

    def test_those_who_cannot_see_it_are_told(self, content: Content) -> None:
        alt = charted(content, RENT, "gpt-6-sol").alt
        assert "API: GPT-6 Sol: $3,750 at 750 million tokens" in alt
        assert "as dear as the server at 259.9 million to 458.4 million tokens" in alt

    def test_a_plain_price_has_no_chart(self, content: Content) -> None:
        assert ask(content, "what does gpt-6-sol cost", "gpt-6-sol").chart is None
        assert ask(content, "10k requests a day on gpt-6-sol", "gpt-6-sol").chart is None


SPOKEN = (
    "rent buy a gpu h100 4090 l40s at 60 % utilisation 0 900 over 24 months 3 years $2 an hour "
    "25 cents kwh $20,000 card 500 million tokens a month 10k requests day 90 input half billion "
    "break-even self-host 1e15 0.001 -5 vs worth electricity two 40 users 7 gazillion"
)
TALK = st.lists(
    st.lists(st.sampled_from(SPOKEN.split()), max_size=14).map(" ".join), min_size=1, max_size=4
)
MODELS = st.lists(
    st.sampled_from([LLAMA, "gpt-6-sol", "claude", "llama-3.1-8b", "kimi-k3", "flux", "gpt-4"]),
    max_size=3,
)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts=TALK, models=MODELS)
def test_any_talk_of_servers_gives_a_sound_chart_or_none(
    content: Content, texts: list[str], models: list[str]
) -> None:
    *earlier, text = texts
    reply = ask(content, f"gpu {text}", " ".join(models), *earlier)
    assert len(render(reply)) <= 2000
    chart = reply.chart
    if chart is None:
        return
    assert 0 < len(chart.alt) <= ALT_TEXT
    for line in chart.lines:
        points = [*line.points, *line.upper]
        assert all(math.isfinite(x) and math.isfinite(y) and min(x, y) >= 0 for x, y in points)
        for side in (line.points, line.upper):
            assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in pairwise(side))
    assert len(chart.bars) >= 2
    assert all(math.isfinite(bar.value) and bar.value >= 0 for bar in chart.bars)
    assert bars.block(chart, 1000) in render(reply)
