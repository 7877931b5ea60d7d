"""Which model fits on which hardware: what people ask, and what must come back."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.content.figures import Hardware, Precision
from bot.content.schema import Model
from bot.content.snapshot import Content
from bot.knowledge.budget import ROOM, size
from bot.knowledge.hardware import estimate, fits_reply, speed_range
from bot.knowledge.hardware.ask import count_of
from bot.knowledge.hardware.memory import cache_gb, kind_of
from bot.knowledge.hardware.pick import generic
from bot.knowledge.hardware.verdict import precision_of
from bot.render.plain import render
from bot.reply import Reply
from bot.understanding.sums import find_sums

LLAMA_CPP = "https://github.com/ggml-org/llama.cpp/blob/master/tools/quantize/README.md"
OZEKI = "https://ozeki.chat/p_8590-understanding-ai-model-files.html"
BARTOWSKI = "https://huggingface.co/bartowski/"
# Model of the pack (or billions of parameters), precision, published size of the file in GB of
# 10^9 bytes, and where it is published.
PUBLISHED = [
    ("llama-3.1-8b", "q4-k-m", 4.92, LLAMA_CPP),
    ("llama-3.1-8b", "q8-0", 8.54, LLAMA_CPP),
    ("llama-3.3-70b", "q8-0", 74.98, OZEKI),
    ("llama-3.3-70b", "q6-k", 57.89, OZEKI),
    ("llama-3.3-70b", "q5-k-m", 49.95, OZEKI),
    ("llama-3.3-70b", "q4-k-m", 42.52, OZEKI),
    ("llama-3.3-70b", "iq4-xs", 37.9, OZEKI),
    ("llama-3.1-405b", "q4-k-m", 249.1, LLAMA_CPP),
    ("qwen2.5-7b", "q4-k-m", 4.683, BARTOWSKI + "Qwen2.5-7B-Instruct-GGUF"),
    (14.8, "q4-k-m", 8.988, BARTOWSKI + "Qwen2.5-14B-Instruct-GGUF"),
    ("qwen2.5-32b", "q4-k-m", 19.851, BARTOWSKI + "Qwen2.5-32B-Instruct-GGUF"),
    ("qwen3-32b", "q8-0", 34.82, "https://model.aibase.com/zh/models/details/1924737620894814208"),
    ("qwen3-32b", "bf16", 65.53, "https://model.aibase.com/zh/models/details/1924737620894814208"),
    ("phi-4", "q4-k-m", 9.05, BARTOWSKI + "phi-4-GGUF"),
    ("phi-4", "q8-0", 15.58, BARTOWSKI + "phi-4-GGUF"),
    ("phi-3.5-mini", "q4-k-m", 2.393, BARTOWSKI + "Phi-3.5-mini-instruct-GGUF"),
    ("gemma-3-4b", "q4-k-m", 2.49, BARTOWSKI + "google_gemma-3-4b-it-GGUF"),
    ("mixtral-8x22b", "q4-k-m", 85.58, BARTOWSKI + "Mixtral-8x22B-v0.1-GGUF"),
    ("gpt-oss-20b", "mxfp4", 12.1, BARTOWSKI + "openai_gpt-oss-20b-GGUF"),
    ("gpt-oss-120b", "mxfp4", 63.4, "https://ailocalcheck.com/model/unsloth/gpt-oss-120b-GGUF"),
    ("kimi-k2", "fp8", 1029.2, "https://simonwillison.net/2025/Jul/11/kimi-k2/"),
]
# Bytes of cache a token at 16 bits, from the configurations of the models.
CACHES = [
    ("llama-2-7b", 524_288),
    ("llama-3.1-8b", 131_072),
    ("llama-3.3-70b", 327_680),
    ("llama-3.1-405b", 516_096),
    ("mixtral-8x7b", 131_072),
    ("qwen2.5-7b", 57_344),
    ("qwen3-32b", 262_144),
    ("deepseek-v3", 70_272),
    ("falcon-7b", 8_192),
    ("phi-4", 204_800),
]


@pytest.fixture(scope="module")
def rules(content: Content) -> Hardware:
    assert content.hardware is not None
    return content.hardware


def ask(content: Content, text: str, models: str = "", devices: str = "") -> Reply:
    return fits_reply(content, models.split(), devices.split(), find_sums(text), text)


def shown(reply: Reply) -> str:
    return render(reply)


class TestFormulas:
    @pytest.mark.parametrize(("model", "precision", "published", "source"), PUBLISHED)
    def test_weights_come_within_15_percent_of_published_files(
        self,
        content: Content,
        rules: Hardware,
        model: str | float,
        precision: str,
        published: float,
        source: str,
    ) -> None:
        held = content.model_by_id[model] if isinstance(model, str) else generic(content, model)
        memory = estimate(held, precision_of(rules, precision), 0, 1, rules)
        assert memory.weights_gb == pytest.approx(published, rel=0.15), source

    def test_the_page_of_figures_lists_what_is_checked(self) -> None:
        page = (Path(__file__).parents[2] / "docs" / "evaluation.md").read_text("utf-8")
        rows = re.findall(r"^\| [^|]+ \| ([\w-]+) \| ([\d.]+) \| .*\]\((\S+)\) \|$", page, re.M)
        listed = [(form, float(published), source) for form, published, source in rows]
        assert listed == [(form, published, source) for _, form, published, source in PUBLISHED]

    @pytest.mark.parametrize(("model", "per_token"), CACHES)
    def test_cache_is_what_the_configuration_gives(
        self, content: Content, rules: Hardware, model: str, per_token: int
    ) -> None:
        found, _ = cache_gb(content.model_by_id[model], 1000, 1, rules)
        assert found == pytest.approx(per_token * 1000 / 1e9)

    def test_windows_bound_the_cache_of_their_layers(
        self, content: Content, rules: Hardware
    ) -> None:
        gemma = content.model_by_id["gemma-3-27b"]
        short, _ = cache_gb(gemma, 1024, 1, rules)
        long, note = cache_gb(gemma, 131_072, 1, rules)
        assert long < 128 * short / 4
        assert note == "hardware_note_window"

    def test_all_experts_are_in_memory_but_only_some_are_read(
        self, content: Content, rules: Hardware
    ) -> None:
        mixture, dense = content.model_by_id["qwen3-30b-a3b"], content.model_by_id["qwen3-32b"]
        step = precision_of(rules, "q4-k-m")
        assert estimate(mixture, step, 0, 1, rules).weights_gb > 18
        fast = speed_range(mixture, step, (936, 936), 1000, rules)
        slow = speed_range(dense, step, (936, 936), 1000, rules)
        assert fast is not None
        assert slow is not None
        assert fast[0] > 4 * slow[1] / 2

    def test_a_4090_writes_about_144_tokens_a_second_with_an_8b(
        self, content: Content, rules: Hardware
    ) -> None:
        llama, step = content.model_by_id["llama-3.1-8b"], precision_of(rules, "q4-k-m")
        speeds = speed_range(llama, step, (1008, 1008), 0, rules)
        assert speeds is not None
        assert speeds[0] < 144 < speeds[1]

    def test_an_unknown_build_gets_the_rule_of_thumb_and_says_so(
        self, content: Content, rules: Hardware
    ) -> None:
        memory = estimate(generic(content, 8), precision_of(rules, "q4-k-m"), 8192, 1, rules)
        assert "hardware_note_rule" in memory.notes
        assert memory.kv_gb == pytest.approx(1.07, rel=0.05)

    def test_the_rule_of_thumb_is_seldom_far_too_low(
        self, content: Content, rules: Hardware
    ) -> None:
        ratios = []
        for model in content.models:
            if model.architecture.attention != "gqa" or not model.parameters.total_b:
                continue
            real, note = cache_gb(model, 1000, 1, rules)
            guess, _ = cache_gb(generic(content, model.parameters.total_b), 1000, 1, rules)
            if note is None:
                ratios.append(guess / real)
        assert len(ratios) > 40
        assert min(ratios) > 0.5
        assert sum(ratio < 2.05 for ratio in ratios) > 0.6 * len(ratios)

    def test_pictures_have_no_cache_but_need_room(self, content: Content, rules: Hardware) -> None:
        flux = content.model_by_id["flux-1-dev"]
        memory = estimate(flux, precision_of(rules, "q8-0"), 100_000, 1, rules)
        assert memory.kv_gb == 0
        assert memory.total_gb == pytest.approx(15, rel=0.15)

    @pytest.mark.parametrize(
        ("model", "kind"),
        [
            ("claude", "text"),
            ("flux", "image"),
            ("midjourney", "image"),
            ("wan", "video"),
            ("whisper-large-v3", "speech"),
            ("voxtral-small-24b", "text"),
            ("musicgen", "audio"),
            ("bge-m3", "embedding"),
        ],
    )
    def test_kinds(self, content: Content, model: str, kind: str) -> None:
        assert kind_of(content.model_by_id[model]) == kind


class TestOneModelOnADevice:
    def test_a_70b_goes_onto_two_3090s_only_just(self, content: Content) -> None:
        reply = ask(content, "llama 70b on 2x3090", "llama", "rtx-3090")
        assert reply.kind == "hardware"
        assert reply.text.startswith("**Only just, with 4-bit weights.** Llama 3.3 70B")
        assert "weights 43.2" in reply.text
        assert "of 43.2 GB usable (48.0 GB in all)" in reply.text
        assert "For “Llama” I took Llama 3.3 70B." in reply.text
        assert "tokens a second" in reply.text
        assert "3 × NVIDIA GeForce RTX 3090 would do" in reply.text
        assert reply.topics == ("concepts/hardware",)
        assert reply.entities == ("llama", "rtx-3090")
        assert reply.sources

    def test_the_sum_adds_up(self, content: Content) -> None:
        reply = ask(content, "llama 3.1 8b on a 3060", "llama-3.1-8b", "rtx-3060")
        parts = re.search(
            r"weights ([\d.]+) \+ cache for [\d,]+ tokens ([\d.]+) \+ overhead ([\d.]+) = "
            r"\*\*([\d.]+) GB",
            reply.text,
        )
        assert parts is not None
        weights, cache, overhead, total = map(float, parts.groups())
        assert weights + cache + overhead == pytest.approx(total, abs=0.15)

    def test_one_3090_is_not_enough_and_says_what_would_help(self, content: Content) -> None:
        reply = ask(content, "can a 3090 run llama 3.3 70b", "llama-3.3-70b", "rtx-3090")
        assert reply.text.startswith("**No, not with 4-bit weights.**")
        assert "**What would help:**" in reply.text
        assert "Llama 3.1 8B fits" in reply.text
        assert "much slower" in reply.text

    def test_a_small_model_fits_in_full(self, content: Content) -> None:
        reply = ask(content, "llama 3.1 8b on a 4090", "llama-3.1-8b", "rtx-4090")
        assert reply.text.startswith("**Yes, even with its full 16-bit weights.**")

    def test_the_precision_that_was_asked_for_is_kept(self, content: Content) -> None:
        reply = ask(content, "qwen3 32b in q8 on a 4090", "qwen3-32b", "rtx-4090")
        assert reply.text.startswith("**No, not with 8-bit weights.**")

    def test_a_long_context_counts(self, content: Content) -> None:
        reply = ask(
            content, "llama 3.1 8b in q8 with 128k context, 3090", "llama-3.1-8b", "rtx-3090"
        )
        assert "cache for 128,000 tokens 16.8" in reply.text
        assert "A shorter context" in reply.text

    def test_a_context_past_the_models_limit_is_capped(self, content: Content) -> None:
        reply = ask(content, "phi-4 with 200k context on a 4090", "phi-4", "rtx-4090")
        assert "Phi-4 takes 16,384 tokens at most" in reply.text

    def test_many_users_at_once_need_many_caches(self, content: Content) -> None:
        text = "server for llama 3.1 8b with fifty people at once on one L4"
        reply = ask(content, text, "llama-3.1-8b", "l4")
        assert "cache for 50 × 4,096 tokens" in reply.text
        assert "**Fewer at once:** with 25 at the same time" in reply.text

    def test_several_devices_get_a_line_each(self, content: Content) -> None:
        text = "3090 or 4060 for qwen3 14b"
        reply = ask(content, text, "qwen3-14b", "rtx-3090 rtx-4060")
        assert reply.text.startswith("**It depends:**")
        assert "- **Qwen3 14B on NVIDIA GeForce RTX 3090:** yes" in reply.text
        assert "- **Qwen3 14B on NVIDIA GeForce RTX 4060:** no" in reply.text

    def test_several_models_get_a_line_each(self, content: Content) -> None:
        reply = ask(content, "qwen3 14b or phi-4 on a 3060", "qwen3-14b phi-4", "rtx-3060")
        assert "Qwen3 14B on" in reply.text
        assert "Phi-4 on" in reply.text

    @pytest.mark.parametrize(
        ("text", "count"),
        [
            ("llama 70b on 2x3090", 2),
            ("llama 70b on two 3090s", 2),
            ("on 2 rtx 3090", 2),
            ("a pair of used 3090", 2),
            ("dual 3090 rig", 2),
            ("3090 x4", 4),
            ("four RTX 3090 cards", 4),
            ("one 3090", 1),
            ("a 3090", 1),
            ("llama 3.3 70b on a 3090", 1),
            ("3090 with 24 gb", None),
        ],
    )
    def test_counts(self, content: Content, text: str, count: int | None) -> None:
        assert count_of(text.lower(), content.device_by_id["rtx-3090"]) == count


class TestSizesAndFamilies:
    def test_a_mac_with_8_gb_takes_a_small_qwen(self, content: Content) -> None:
        reply = ask(content, "MacBook Air M1 8 GB, which size of qwen", "qwen", "m1")
        assert reply.text.startswith("**Yes")
        assert "Qwen2.5 3B" in reply.text
        assert "Apple M1 (8 GB)" in reply.text
        assert "several sizes" in reply.text
        assert "Qwen3 8B: no" in reply.text

    def test_6_gb_takes_the_smallest_flux(self, content: Content) -> None:
        reply = ask(content, "is 6gb vram enough for flux", "flux")
        assert reply.text.startswith("**Yes, with 4-bit weights.** FLUX.2 [klein] 4B")
        assert "FLUX.2 [dev]: no" in reply.text
        assert "this is rough" in reply.text
        assert "cache" not in reply.text

    def test_a_device_sold_in_sizes_is_shown_at_both_ends(self, content: Content) -> None:
        reply = ask(content, "mistral 7b on an m4", "mistral-7b", "m4")
        assert "Apple M4 (16 GB)" in reply.text
        assert "Apple M4 (32 GB)" in reply.text

    def test_a_size_that_the_family_lacks_is_reckoned_alone(self, content: Content) -> None:
        reply = ask(content, "llama 13b on a 3060", "llama", "rtx-3060")
        assert "Llama 13B fits" in reply.text
        assert "no Llama of that size" in reply.text

    def test_a_small_r1_is_the_distilled_one(self, content: Content) -> None:
        reply = ask(content, "deepseek r1 32b on a 4090", "deepseek-r1", "rtx-4090")
        assert content.model_by_id["deepseek-r1-distill-32b"].name in reply.text

    def test_a_bare_size_is_enough(self, content: Content) -> None:
        reply = ask(content, "can i run a 70b on 24 gb")
        assert reply.text.startswith("**No, not with 4-bit weights.** A typical 70B model")

    def test_a_family_alone_shows_its_members(self, content: Content) -> None:
        reply = ask(content, "how much vram for gemma", "gemma")
        assert reply.table is not None
        assert "Gemma 4 31B" in {row[0] for row in reply.table.rows}
        assert reply.text.startswith("**It depends on the size.**")


class TestModelAlone:
    def test_what_a_70b_needs_at_32k(self, content: Content) -> None:
        text = "what do I need for Llama 3.3 70B at 32k context"
        reply = ask(content, text, "llama-3.3-70b")
        assert reply.text.startswith("**About 58.0 GB of memory with 4-bit weights.**")
        assert reply.table is not None
        assert [row[0] for row in reply.table.rows] == ["16-bit", "8-bit", "4-bit"]
        assert "it fits on, for example" in reply.after_table

    def test_a_model_released_in_few_bits_is_not_blown_up(self, content: Content) -> None:
        reply = ask(content, "gpt-oss-20b requirements", "gpt-oss-20b")
        assert reply.table is not None
        assert [row[0] for row in reply.table.rows] == ["MXFP4"]

    def test_closed_models_cannot_be_run(self, content: Content) -> None:
        reply = ask(content, "gpt-4o vram", "gpt-4o")
        assert reply.text.startswith("**GPT-4o can't be run on your own hardware.**")
        assert "nearest open model of the same maker is gpt-oss" in reply.text

    def test_a_closed_model_without_an_open_sister_gets_one_of_its_kind(
        self, content: Content
    ) -> None:
        reply = ask(content, "can i run claude on a 4090", "claude", "rtx-4090")
        assert "can't be run" in reply.text
        assert "An open model of its kind is" in reply.text
        assert "On NVIDIA GeForce RTX 4090: yes" in reply.text

    def test_closed_pictures_get_open_pictures(self, content: Content) -> None:
        reply = ask(content, "midjourney on my gaming pc", "midjourney")
        names = [m.name for m in content.models if kind_of(m) == "image" and m.side == "open"]
        assert any(name in reply.text for name in names)


class TestDeviceAlone:
    def test_what_fits_in_24_gb(self, content: Content) -> None:
        reply = ask(content, "what fits in 24 GB")
        assert reply.text.startswith("**Models of up to about 31 billion parameters")
        assert reply.table is not None
        assert len(reply.table.rows) >= 4
        needs = [float(row[3]) for row in reply.table.rows]
        assert all(need <= 22.8 for need in needs)
        assert all(row[4] for row in reply.table.rows)

    def test_pictures_on_12_gb(self, content: Content) -> None:
        reply = ask(content, "best image model for 12gb")
        assert reply.table is not None
        names = {row[0] for row in reply.table.rows}
        assert "FLUX.2 [klein] 4B" in names

    def test_words_and_digits_are_the_same(self, content: Content) -> None:
        digits, words = (
            ask(content, "what fits in 16 gb"),
            ask(content, "what fits in sixteen gigs"),
        )
        assert digits.text == words.text

    def test_a_mac_of_several_sizes(self, content: Content) -> None:
        reply = ask(content, "what can an m4 run", "", "m4")
        assert "sold with several amounts of memory" in reply.text

    @pytest.mark.parametrize(
        ("text", "place"),
        [
            ("can my laptop handle mistral", "a laptop"),
            ("does mistral run on a phone", "a good phone"),
            ("mistral on an old office computer", "an old office computer"),
            ("mistral on cpu only", "a computer without a graphics card"),
            ("mistral on my gaming pc", "a gaming PC"),
        ],
    )
    def test_kinds_of_devices(self, content: Content, text: str, place: str) -> None:
        reply = ask(content, text, "mistral")
        assert place in reply.text

    def test_a_laptop_with_memory_named(self, content: Content) -> None:
        reply = ask(content, "can my laptop with 16gb ram run llama 3.1 8b", "llama-3.1-8b")
        assert "a laptop without its own graphics card (16 GB)" in reply.text


class TestNothingNamed:
    def test_the_rule_of_thumb_and_what_to_tell(self, content: Content) -> None:
        reply = ask(content, "what hardware do i need")
        assert reply.text.startswith("**Rule of thumb:**")
        assert reply.table is not None
        assert "Tell me a model" in reply.after_table

    def test_a_pack_without_figures_answers_kindly(self, content: Content) -> None:
        bare = content.model_copy(update={"hardware": None, "devices": ()})
        reply = ask(bare, "what fits in 24 gb")
        assert reply.kind == "hardware"
        assert reply.text

    def test_a_pack_without_devices_still_reckons(self, content: Content) -> None:
        bare = content.model_copy(update={"devices": ()})
        bare.__dict__.pop("device_by_id", None)
        reply = ask(bare, "llama 3.1 8b in 24 gb", "llama-3.1-8b", "rtx-4090")
        assert reply.text.startswith("**Yes")


class TestFineTuning:
    def test_an_8b_on_24_gb_by_lora(self, content: Content) -> None:
        reply = ask(content, "can i finetune an 8b on 24 gigabytes")
        assert reply.text.startswith("**LoRA fits on")
        assert reply.table is not None
        assert [row[2] for row in reply.table.rows] == ["no", "fits", "fits"]

    def test_a_model_alone(self, content: Content) -> None:
        reply = ask(content, "gpu for fine-tuning llama 3.3 70b", "llama-3.3-70b")
        assert "QLoRA" in reply.text


def models() -> st.SearchStrategy[str]:
    names = "llama llama-3.3-70b qwen claude gpt-4o flux flux-1-dev whisper deepseek-r1 gpt-oss"
    more = "midjourney wan mistral bert gemma-4-31b jamba2-mini no-such-model voyage-4 chatgpt"
    return st.sampled_from(f"{names} {more}".split())


def devices() -> st.SearchStrategy[str]:
    names = "rtx-3090 m1 m3-max h100-sxm raspberry-pi-5 phone-flagship pc-ddr5-dual dgx-spark nope"
    return st.sampled_from(names.split())


SPOKEN = (
    "llama 70b on 2x3090 8x h100 24 gb 6gb vram 128k context q4 8-bit fp16 laptop phone 0 -5 "
    "1e30 999999999999 gb users at once two hundred half a million fine-tune pictures video "
    "7b 0.5b 10000b 1tb context tokens macbook 64 gb ram what fits in ∞ ½ ² x × q2"
)
WORDS = st.sampled_from(SPOKEN.split())
TEXTS = st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=25).map(" ".join))


class TestAnything:
    @settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        text=TEXTS,
        model_ids=st.lists(models(), max_size=5),
        device_ids=st.lists(devices(), max_size=4),
    )
    def test_any_message_gets_a_short_sane_reply(
        self, content: Content, text: str, model_ids: list[str], device_ids: list[str]
    ) -> None:
        reply = fits_reply(content, model_ids, device_ids, find_sums(text), text)
        assert reply.kind == "hardware"
        assert reply.text.strip()
        assert size(reply) <= ROOM
        said = shown(reply)
        assert len(said) <= 2000
        assert not re.search(r"\b(?:nan|inf|None)\b|\{\w+\}", said.replace("Infinity", ""))
        assert not re.search(r"(?<![\w-])-\d", said.replace(text, ""))

    @settings(max_examples=150, deadline=None)
    @given(
        model_id=st.sampled_from(
            [
                *("llama-3.3-70b", "deepseek-v3", "qwen3.5-9b", "gemma-3-27b", "gpt-oss-20b"),
                *("flux-1-dev", "dbrx", "jamba2-mini", "wan-2.2-14b", "whisper-large-v3"),
                *("gemma-4-31b", "command-a"),
            ]
        ),
        contexts=st.tuples(st.integers(0, 2_000_000), st.integers(0, 2_000_000)),
        batches=st.tuples(st.integers(1, 500), st.integers(1, 500)),
    )
    def test_more_never_needs_less(
        self,
        content: Content,
        model_id: str,
        contexts: tuple[int, int],
        batches: tuple[int, int],
    ) -> None:
        rules = content.hardware
        assert rules is not None
        model: Model = content.model_by_id[model_id]
        by_bits: list[Precision] = sorted(rules.precisions, key=lambda p: p.bits_per_weight)
        short, long = sorted(contexts)
        few, many = sorted(batches)
        totals = [estimate(model, p, short, few, rules).total_gb for p in by_bits]
        assert totals == sorted(totals)
        step = by_bits[0]
        least = estimate(model, step, short, few, rules)
        assert least.total_gb <= estimate(model, step, long, few, rules).total_gb
        assert least.total_gb <= estimate(model, step, short, many, rules).total_gb
        assert math.isfinite(least.total_gb)
        assert least.total_gb == pytest.approx(least.weights_gb + least.kv_gb + least.overhead_gb)
