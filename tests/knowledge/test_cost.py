"""What models cost: numbers in words, list prices, bills, and an own GPU against an API."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.content.dates import is_old
from bot.content.snapshot import Content
from bot.knowledge.budget import ROOM, size
from bot.knowledge.cost import cost_reply
from bot.knowledge.cost.load import Load, load_of, monthly
from bot.knowledge.cost.own import Plan, plan_for
from bot.knowledge.cost.question import Said, heard
from bot.knowledge.numbers import amounts, no_number
from bot.render.plain import render
from bot.reply import Reply
from bot.understanding.sums import find_sums


def ask(content: Content, text: str, models: str = "") -> Reply:
    return cost_reply(content, models.split(), find_sums(text), text)


def said(content: Content, *texts: str) -> Said:
    assert content.prices is not None
    return heard(content.prices, texts[-1], (), texts[:-1])


def plan(content: Content, model_id: str, load: Load | None, *texts: str) -> Plan:
    found = plan_for(content, content.model_by_id[model_id], load, said(content, *texts))
    assert found is not None
    return found


def load(content: Content, text: str) -> Load:
    assert content.prices is not None
    found = load_of(content.prices, amounts(text), text)
    assert found is not None
    return found


class TestNumbers:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("ten", 10),
            ("a dozen users", 12),
            ("half a dozen", 6),
            ("two million tokens", 2e6),
            ("half a million words", 5e5),
            ("a quarter of a million calls", 2.5e5),
            ("one and a half million calls", 1.5e6),
            ("two hundred and fifty thousand chats", 250_000),
            ("three hundred million two hundred thousand", 300_200_000),
            ("twenty-five users", 25),
            ("500k requests", 5e5),
            ("1.5m calls", 1.5e6),
            ("2bn tokens", 2e9),
            ("2b tokens", 2e9),
            ("1,000,000 tokens", 1e6),
            ("1 000 000 tokens", 1e6),
            ("1.000.000 tokens", 1e6),
            ("1,5 million tokens", 1.5e6),
            ("10^6 requests", 1e6),
            ("1e6 requests", 1e6),
            ("a few thousand calls", 3000),
            ("hundreds of thousands of calls", 300_000),
            ("a couple of hundred emails", 200),
            ("minus five requests", -5),
            ("-5 requests", -5),
        ],
    )
    def test_values(self, text: str, value: float) -> None:
        assert amounts(text)[0].value == pytest.approx(value)

    @pytest.mark.parametrize(
        ("text", "unit", "period"),
        [
            ("10k requests a day", "items", "day"),
            ("10k requests/day", "items", "day"),
            ("every day 10k requests", "items", "day"),
            ("half a million emails a week", "items", "week"),
            ("two billion words a year", "words", "year"),
            ("50 thousand words daily", "words", "day"),
            ("20 million tokens per month", "tokens", "month"),
            ("300 messages an hour", "items", "hour"),
            ("3 requests per second", "items", "second"),
            ("forty seats", "users", None),
            ("a team of 12", "users", None),
            ("500 images a month", "images", "month"),
            ("$50 a month", "money", "month"),
            ("ten euros", "money", None),
            ("60 % utilisation", "percent", None),
            ("sixteen gigs", "gb", None),
            ("70b", "billion", None),
            ("a 7 billion parameter model", "billion", None),
            ("32k context", "context", None),
            ("context of 16k", "context", None),
            ("2k in", "tokens_in", None),
            ("300 output tokens", "tokens_out", None),
        ],
    )
    def test_units_and_periods(self, text: str, unit: str, period: str | None) -> None:
        found = amounts(text)[0]
        assert (found.unit, found.period) == (unit, period)

    @pytest.mark.parametrize("text", ["gpt-4", "8x22b", "gpt-4o and o3", "no numbers", ""])
    def test_names_are_no_amounts(self, text: str) -> None:
        assert amounts(text) == ()

    def test_a_model_name_does_not_swallow_the_amount(self) -> None:
        assert amounts("claude 3 100 requests")[-1].value == 100

    @pytest.mark.parametrize("text", ["a gazillion requests", "zillions of calls", "infinite"])
    def test_no_number(self, text: str) -> None:
        assert no_number(text)

    @settings(max_examples=300, deadline=None)
    @given(
        text=st.one_of(
            st.text(max_size=200), st.text("0123456789.,e^k mbtnhalfdozen-$%", max_size=60)
        )
    )
    def test_amounts_are_always_finite(self, text: str) -> None:
        assert all(math.isfinite(amount.value) for amount in amounts(text))


class TestLoads:
    def test_everything_spelled_out(self, content: Content) -> None:
        found = load(content, "500k requests a month of 2k in 300 out")
        assert (found.pieces, found.tokens_in, found.tokens_out) == (500_000, 2000, 300)
        assert not found.assumptions

    def test_per_day(self, content: Content) -> None:
        assert load(content, "10k requests a day").pieces == 300_000

    def test_words_are_tokens(self, content: Content) -> None:
        found = load(content, "two billion words a year")
        assert found.total == pytest.approx(2e9 * 1.33 / 12)

    def test_users_are_assumed_to_send_messages(self, content: Content) -> None:
        usual, heavy = load(content, "40 users"), load(content, "40 users chatting all day")
        assert usual.pieces == 40 * 20 * 22
        assert heavy.pieces == 3 * usual.pieces

    def test_users_and_what_each_sends(self, content: Content) -> None:
        assert load(content, "100 users with 5 messages each per day").pieces == 100 * 5 * 30

    def test_a_size_for_each_request(self, content: Content) -> None:
        found = load(content, "50k requests of 800 tokens")
        assert found.tokens_in + found.tokens_out == pytest.approx(800)
        assert found.once

    def test_the_kind_of_work_sets_the_size(self, content: Content) -> None:
        assert load(content, "200 reports a month").tokens_in > load(content, "200 calls").tokens_in

    def test_once(self, content: Content) -> None:
        found = load(content, "1000 in 500 out 30k times")
        assert found.once
        assert found.total_in == 30e6


class TestPrices:
    def test_a_price_has_its_host_and_date(self, content: Content) -> None:
        reply = ask(content, "what does claude opus 5.5 cost", "claude-opus-5-5")
        assert reply.kind == "cost"
        assert reply.text.startswith("**Claude Opus 5.5 costs $4 for a million tokens read and $20")
        assert "Prices of 10 November 2026: Anthropic." in reply.text
        assert reply.topics == ("concepts/cost-break-even",)
        assert reply.entities == ("claude-opus-5-5",)
        assert reply.sources

    def test_a_family_shows_its_current_members(self, content: Content) -> None:
        reply = ask(content, "claude pricing", "claude")
        assert reply.table is not None
        names = [row[0] for row in reply.table.rows]
        assert names[0] == "Claude Haiku 5.5"
        assert "Claude Sonnet 4.5" not in names

    def test_a_retired_model_has_its_last_price_and_its_successor(self, content: Content) -> None:
        reply = ask(content, "gpt-4 price", "gpt-4")
        assert reply.text.startswith("**GPT-4 is switched off.**")
        assert reply.table is not None
        assert reply.table.rows[0] == ("GPT-4 (off)", "$30", "$60")
        assert "GPT-5.6 Sol" in reply.text

    def test_a_renamed_product_leads_to_the_new_one(self, content: Content) -> None:
        reply = ask(content, "bard price", "bard")
        assert reply.text.startswith("**Bard is now called Gemini.**")

    def test_a_product_has_no_token_price(self, content: Content) -> None:
        reply = ask(content, "chatgpt subscription", "chatgpt")
        assert "no price per token" in reply.text
        assert reply.table is not None

    def test_a_product_without_an_api_says_so(self, content: Content) -> None:
        reply = ask(content, "midjourney price", "midjourney")
        assert "sold as a subscription" in reply.text
        assert "page of Midjourney" in reply.text

    def test_another_unit_is_told_as_it_is(self, content: Content) -> None:
        reply = ask(content, "runway price", "runway-gen-4.5")
        assert "0.12 USD per second" in reply.text

    def test_open_weights_without_a_host(self, content: Content) -> None:
        reply = ask(content, "llama 3.1 405b price", "llama-3.1-405b")
        assert "there is no one price" in reply.text

    def test_another_host_than_the_one_asked_for_is_told(self, content: Content) -> None:
        text = "llama 3.3 70b at groq, 1 billion tokens a month"
        reply = ask(content, text, "llama-3.3-70b")
        assert "no price of Groq for Llama 3.3 70B; that one is of OpenRouter" in reply.text
        same = ask(content, text.replace("groq", "openrouter"), "llama-3.3-70b")
        assert "I have no price of" not in same.text

    def test_two_families_share_the_rows(self, content: Content) -> None:
        reply = ask(content, "10k requests a day on llama or claude", "llama claude")
        assert reply.table is not None
        names = " ".join(row[0] for row in reply.table.rows)
        assert "Llama" in names
        assert "Claude" in names

    def test_without_a_model_three_typical_ones(self, content: Content) -> None:
        reply = ask(content, "how expensive is ai")
        assert reply.table is not None
        assert len(reply.table.rows) == 3
        assert "Tell me how much you need" in reply.after_table

    def test_old_prices_are_said_to_be_old(self, content: Content) -> None:
        reply = ask(content, "500 images a month with flux", "flux")
        assert "Prices of 21 October 2026, old by now" in reply.after_table

    @pytest.mark.parametrize(
        ("as_of", "old"),
        [("2026-11-10", False), ("2026-10-21", True), ("2026-11", False), ("2025", True)],
    )
    def test_age(self, as_of: str, old: bool) -> None:
        assert is_old(as_of, "2026-11-24", 30) is old

    def test_discounts_are_not_in_the_list(self, content: Content) -> None:
        reply = ask(content, "cached input price of gpt-6-luna", "gpt-6-luna")
        assert "not in my list" in reply.text


class TestBills:
    def test_the_bill_and_its_sum(self, content: Content) -> None:
        text = "500k requests a month of 2k in 300 out on claude opus"
        reply = ask(content, text, "claude-opus-5-5")
        assert reply.text.startswith("**About $7,000 a month with Claude Opus 5.5.**")
        assert "1 billion tokens read at $4 a million = $4,000" in reply.text
        assert "150 million written at $20 a million = $3,000" in reply.text
        assert "A year of it: about $84,000." in reply.text

    def test_without_a_model_three_bills_side_by_side(self, content: Content) -> None:
        reply = ask(content, "500k requests a month of 2k in 300 out")
        assert reply.table is not None
        assert [row[3] for row in reply.table.rows] == ["$175", "$7,000", "$708"]
        assert "You named no model" in reply.text

    def test_what_was_assumed_is_said_and_can_be_changed(self, content: Content) -> None:
        reply = ask(content, "10k requests a day on claude", "claude")
        assert "**I assumed** 500 tokens read and 300 written for each request" in reply.after_table
        assert "30 days a month" in reply.after_table
        assert "Tell me other figures" in reply.after_table
        changed = ask(content, "10k requests a day of 1k in 100 out on claude", "claude")
        assert "500 tokens read" not in changed.after_table
        assert changed.table != reply.table

    def test_people_chatting(self, content: Content) -> None:
        reply = ask(content, "40 users chatting all day on claude sonnet", "claude-sonnet-5-5")
        assert reply.text.startswith("**About $317 a month")
        assert "60 messages a person and working day" in reply.text

    def test_a_product_is_told_apart_from_its_api(self, content: Content) -> None:
        reply = ask(content, "monthly bill for chatgpt with 80 users", "chatgpt")
        assert "sold as a subscription" in reply.text
        assert reply.table is not None

    def test_pictures(self, content: Content) -> None:
        reply = ask(content, "1000 pictures with recraft", "recraft-v3")
        assert reply.text.startswith("**About $40 in all with Recraft V3.**")

    def test_embeddings_only_read(self, content: Content) -> None:
        reply = ask(content, "2 million tokens a day with voyage", "voyage-4")
        assert reply.text.startswith("**About $3.60 a month")

    def test_what_money_buys(self, content: Content) -> None:
        reply = ask(content, "how far does ten euros go with gpt-6-luna", "gpt-6-luna")
        assert reply.text.startswith("**$10 buys about 50,000 requests with GPT-6 Luna.**")
        assert "US dollars" in reply.text

    def test_amounts_of_the_reading_are_enough(self, content: Content) -> None:
        sums = find_sums("10000 requests")
        reply = cost_reply(content, ["gpt-6-luna"], sums, "")
        assert reply.text.startswith("**About $2 in all")


class TestImpossible:
    @pytest.mark.parametrize(
        "text",
        [
            "-5 requests a day",
            "minus ten users",
            "0 requests a month",
            "zero tokens",
            "1e30 tokens a month",
            "10^40 requests",
            "a gazillion requests",
            "infinite requests",
            "0.0000001 tokens",
            "999999999999999999999999 calls a second",
            "5000000000000 requests per second of 900k in 900k out",
        ],
    )
    def test_a_kind_question_and_no_nonsense(self, content: Content, text: str) -> None:
        reply = ask(content, text, "claude-opus-5-5")
        assert "How many would it be, roughly?" in reply.text
        assert "$" not in reply.text


class TestOwnServer:
    def test_rent_or_buy(self, content: Content) -> None:
        reply = ask(content, "two billion words a year, rent or buy")
        assert reply.text.startswith("**It depends on the model:** a rented server is $")
        assert reply.table is not None
        assert "**For the server I assumed** 30 % utilisation" in reply.after_table
        assert "Rents of March 2026, old by now, so check them" in reply.after_table
        assert "**Bought** for about $17,200" in reply.after_table

    def test_a_huge_steady_load_pays_off(self, content: Content) -> None:
        text = "is an h100 worth it for 3 billion tokens a month instead of claude opus"
        reply = ask(content, text, "claude-opus-5-5")
        assert reply.text.startswith("**At that volume a rented server is cheaper:**")
        assert "NVIDIA H100 SXM" in reply.text
        assert "I took Llama 3.3 70B for the server" in reply.text

    def test_a_small_load_does_not(self, content: Content) -> None:
        text = "rent a gpu or use gpt-6-luna for 1000 requests a day"
        reply = ask(content, text, "gpt-6-luna")
        assert reply.text.startswith("**At that volume an API is cheaper:**")
        assert "does not catch up" in reply.text

    def test_utilisation_can_be_changed(self, content: Content) -> None:
        usual = ask(content, "self-hosting llama 3.3 70b", "llama-3.3-70b")
        busy = ask(content, "self-hosting llama 3.3 70b at 60 % utilisation", "llama-3.3-70b")
        assert "At 30 % utilisation" in usual.text
        assert "Say “at 60 % utilisation”" in usual.text
        assert "At 60 % utilisation" in busy.text
        assert "Say “at 60 %" not in busy.text

    @pytest.mark.parametrize(
        "text", ["at 900 % utilisation", "at 0 % utilisation", "at -5 % utilisation"]
    )
    def test_an_absurd_utilisation_is_asked_back(self, content: Content, text: str) -> None:
        reply = ask(content, f"self-hosting llama 3.3 70b {text}", "llama-3.3-70b")
        assert "can't be" in reply.text
        assert reply.chart is None

    def test_power(self, content: Content) -> None:
        reply = ask(content, "electricity for llama 3.1 8b on a 4090", "llama-3.1-8b")
        assert reply.text.startswith("Power: NVIDIA GeForce RTX 4090 draws up to 450 W")
        assert "324 kWh" in reply.text

    def test_throughput_is_within_what_is_published(self, content: Content) -> None:
        """70B: 600 to 1,500 tokens a second for large batches, 7B: 2,000 to 5,000
        (https://www.zeroentropy.dev/concepts/throughput/)."""
        for model_id, low, high in (("llama-3.3-70b", 600, 3000), ("llama-3.1-8b", 2000, 9400)):
            server = plan(content, model_id, None, "h100")
            each = server.tokens_s / server.count
            assert low / 2 <= each <= high

    def test_more_work_needs_more_servers(self, content: Content) -> None:
        small = plan(content, "llama-3.3-70b", Load(1e5, 500, 300), "h100")
        large = plan(content, "llama-3.3-70b", Load(1e9, 500, 300), "h100")
        assert small.servers == 1
        assert large.servers > 100
        assert large.rented is not None
        assert small.rented is not None
        assert large.monthly(large.rented)[0] > small.monthly(small.rented)[0]


class TestOtherPacks:
    def test_a_pack_without_prices_answers_kindly(self, content: Content) -> None:
        bare = content.model_copy(update={"prices": None})
        reply = ask(bare, "10k requests a day")
        assert reply.kind == "cost"
        assert reply.text

    def test_a_pack_without_devices_or_models(self, content: Content) -> None:
        bare = content.model_copy(update={"devices": (), "models": (), "hardware": None})
        for name in ("device_by_id", "model_by_id"):
            bare.__dict__.pop(name, None)
        for text in ("two billion words a year, rent or buy", "what does it cost", "5 pictures"):
            assert ask(bare, text, "claude").text


NAMES = st.sampled_from(
    [
        *("claude", "gpt-4", "chatgpt", "llama", "llama-3.3-70b", "flux", "whisper", "bard"),
        *(
            "midjourney",
            "voyage-4",
            "gpt-6-luna",
            "sora",
            "gpt-image-2",
            "no-such",
            "kimi-k3.1-pro",
        ),
        *("llama-3.1-405b", "deepseek", "elevenlabs", "bert", "gemini-4-carbon", "gpt-3"),
    ]
)
SPOKEN = (
    "500k requests a month of 2k in 300 out 10k a day two billion words year rent or buy 40 users "
    "chatting all day half million gazillion -5 0 1e30 $100 ten euros images pictures each per "
    "second at 60 % utilisation h100 4090 self-host tokens hundred thousand dozen minus 10^40 ½ ∞ "
    "electricity break-even worth cached free 99999999999999999999 context /month daily NaN inf"
)
WORDS = st.sampled_from(SPOKEN.split())
TEXTS = st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=25).map(" ".join))


class TestAnything:
    @settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(text=TEXTS, model_ids=st.lists(NAMES, max_size=5))
    def test_any_message_gets_a_short_sane_reply(
        self, content: Content, text: str, model_ids: list[str]
    ) -> None:
        reply = cost_reply(content, model_ids, find_sums(text), text)
        assert reply.kind == "cost"
        assert (reply.text + reply.after_table).strip()
        assert size(reply) <= ROOM
        said = render(reply)
        assert len(said) <= 2000
        if "A question first" not in said:
            assert not re.search(r"\bnan\b|\binf\b|\bNone\b|\{\w+\}|\$-|-\$", said)

    @settings(max_examples=100, deadline=None)
    @given(
        sizes=st.tuples(st.integers(1, 10**7), st.integers(1, 10**5), st.integers(1, 10**5)),
        more=st.integers(1, 50),
    )
    def test_more_work_never_costs_less(
        self, content: Content, sizes: tuple[int, int, int], more: int
    ) -> None:
        text = "{} requests a month of {} in {} out"
        small = load(content, text.format(*sizes))
        large = load(content, text.format(sizes[0] * more, *sizes[1:]))
        assert large.total >= small.total
        assert small.is_possible

    def test_periods_are_in_order(self, content: Content) -> None:
        assert content.prices is not None
        order = ("year", "month", "week", "workday", "day", "hour", "minute", "second")
        counts = [monthly(content.prices, period) for period in order]
        assert counts == sorted(counts)
