"""Cards of models, licences and vendors: what is known, what is not, and what to watch out for."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.cache import Cache
from bot.content.loader import Pack, default_root, load_content
from bot.content.snapshot import Content
from bot.knowledge.budget import ROOM, size
from bot.knowledge.licenses.card import license_card, licenses_of_models
from bot.knowledge.licenses.permissions import QUESTIONS, Question
from bot.knowledge.models.card import model_card
from bot.knowledge.models.families import license_of
from bot.knowledge.models.focus import Focus
from bot.knowledge.models.vendor import main_family, vendor_card
from bot.knowledge.unknown import nearest_models, unknown_model
from bot.render.plain import render
from bot.reply import Reply
from bot.understanding.names import vendor_id

FOCUSES: tuple[Focus | None, ...] = (None, *get_args(Focus))
ASKED: tuple[Question | None, ...] = (None, *QUESTIONS)


def fits(reply: Reply) -> bool:
    shown = render(reply)
    return size(reply) <= ROOM and reply.text in shown and "{" not in shown


def without_catalogue(content: Content) -> Content:
    """The same content as a team has it that knows no models."""
    fields = {name: getattr(content, name) for name in Content.model_fields}
    return Content(**(fields | {"models": (), "licenses": (), "devices": ()}))


# Models


def test_bard_became_gemini_and_the_card_says_so_first(content: Content) -> None:
    reply = model_card(content, "bard")
    assert reply.kind == "model"
    assert reply.text.startswith("**Bard is called Gemini now:**")
    assert reply.entities == ("bard",)
    assert reply.topics == ("models/bard", "closed/examples")


def test_gpt_4_is_withdrawn_and_its_card_names_who_followed(content: Content) -> None:
    reply = model_card(content, "gpt-4")
    assert reply.text.startswith("**GPT-4 has been withdrawn:**")
    assert "GPT-5.6 Sol" in reply.text
    assert "last recorded price before the model was switched off" in reply.text


def test_a_long_line_of_successors_is_followed_to_its_end(content: Content) -> None:
    text = model_card(content, "gpt-3", "status").text
    assert "GPT-3.5 Turbo followed it, and GPT-5.6 Terra is the newest of that line" in text


@pytest.mark.parametrize(
    ("model", "words"),
    [
        ("llama", "open-weights, not open source"),
        ("gemma-3-27b", "open-weights, not open source"),
        ("olmo-3-32b", "is open source:"),
        ("claude", "is closed:"),
        ("qwen", "mixed family, mostly open weights"),
        ("grok", "mixed family, mostly closed"),
    ],
)
def test_is_it_open_is_answered_in_the_first_sentence(
    content: Content, model: str, words: str
) -> None:
    assert words in model_card(content, model, "open").text.split("\n")[0]


@pytest.mark.parametrize(
    ("focus", "words"),
    [
        ("maker", "Anthropic"),
        ("price", "$8 in, $40 out per million tokens (Anthropic, 10 November 2026)"),
        ("context", "1,000,000 tokens"),
        ("released", "on 9 November 2026"),
        ("status", "is current"),
    ],
)
def test_what_was_asked_comes_first(content: Content, focus: Focus, words: str) -> None:
    assert words in model_card(content, "claude-fable-5-2", focus).text.split("\n")[0]


def test_a_price_keeps_its_small_print(content: Content) -> None:
    assert "off-peak 0.66/1.98" in model_card(content, "deepseek-v4-pro").text
    assert "from 2026-12-01 4/20" in model_card(content, "gemini-4-argon", "price").text
    assert "0.40 USD per second" in model_card(content, "veo-3.1").text


def test_what_is_not_known_is_said_and_never_made_up(content: Content) -> None:
    text = model_card(content, "gpt-6.2-sol").text
    assert "- **Size:** not known" in text
    assert "I know no list price" in model_card(content, "bard", "price").text
    assert "not known to me" in model_card(content, "voyage-4", "released").text


@pytest.mark.parametrize(
    ("model", "words"),
    [
        ("flux-1-dev", "No commercial use"),
        ("minimax-m2.7", "No commercial use"),
        ("command-r", "No commercial use"),
        ("musicgen", "Code is MIT but the weights are CC BY-NC"),
        ("hunyuan-video", "leaves out some regions"),
        ("mistral-large-4", "Watch out"),
        ("kimi-k3.1-pro", "licence was not established"),
        ("deepseek-r1-distill-32b", "often mistaken for R1 itself"),
        ("qwen", "look at the single model"),
    ],
)
def test_the_traps_are_on_the_card(content: Content, model: str, words: str) -> None:
    assert words in model_card(content, model).text


def test_free_models_carry_no_false_alarm(content: Content) -> None:
    for model in ("flux-1-schnell", "qwen3-8b", "command-a-plus", "gemma-4-31b"):
        assert "Watch out" not in model_card(content, model).text


def test_a_family_lists_its_newest_members(content: Content) -> None:
    reply = model_card(content, "qwen")
    assert reply.title == "Qwen (family)"
    assert "- **Current members:** Qwen3.8 27B" in reply.text
    assert "and 7 more" in reply.text


def test_facts_that_nobody_looked_up_are_marked(content: Content) -> None:
    assert "- **From memory, not looked up:** Release date" in model_card(content, "gpt-4").text


# Licences


@pytest.mark.parametrize(
    ("license_id", "question", "start"),
    [
        ("mit", "commercial", "**Yes:** commercial use is allowed by the MIT License."),
        ("flux-nc", "commercial", "**No:** commercial use is not allowed"),
        ("gemma-terms", "commercial", "**On conditions:** commercial use is allowed within"),
        ("llama-2-community", "outputs", "**No:** training other models on the outputs"),
        ("grok-2-community", "commercial", "**Not known:**"),
        ("mit-0", "attribution", "**No:** a credit or notice is not asked for"),
        ("apache-2.0", "attribution", "**Yes:** a credit or notice is asked for"),
        ("cc-by-nc-nd-4.0", "change", "**No:** changing the model is not allowed"),
        ("cc-by-nc-4.0", "change", "**On conditions:** changing the model"),
    ],
)
def test_may_i_is_answered_first(
    content: Content, license_id: str, question: Question, start: str
) -> None:
    assert license_card(content, license_id, question).text.startswith(start)


def test_a_licence_card_says_what_one_must_and_where_the_text_stands(content: Content) -> None:
    reply = license_card(content, "apache-2.0")
    assert (reply.kind, reply.entities) == ("license", ("apache-2.0",))
    assert reply.topics == ("licenses/apache-2.0", "open/licenses")
    assert "say what you changed" in reply.text
    assert "approved as an open-source licence" in reply.text.lower()
    assert reply.text.endswith("read the text: <https://www.apache.org/licenses/LICENSE-2.0>")


def test_a_licence_goes_by_its_other_names_too(content: Content) -> None:
    assert license_card(content, "stabilityai-community").entities == ("stability-community",)
    assert license_card(content, "no such licence").kind == "clarify"


@pytest.mark.parametrize(
    ("model", "question", "words", "entities"),
    [
        ("flux-1-dev", "commercial", "**No:**", ("flux-1-dev", "flux-nc")),
        ("flux-1-schnell", "commercial", "**Yes:**", ("flux-1-schnell", "apache-2.0")),
        ("qwen2.5-3b", "commercial", "**No:**", ("qwen2.5-3b", "qwen-research")),
        ("musicgen", "commercial", "**No:**", ("musicgen", "cc-by-nc-4.0")),
        ("gpt-4", "outputs", "**No:**", ("gpt-4", "openai-terms")),
        ("imagen-4", None, "is closed", ("imagen-4", "google-gemini-terms")),
        ("midjourney", None, "Midjourney Terms", ("midjourney", "midjourney-terms")),
        ("grok-4.7", None, "use of a service, not a copy", ("grok-4.7", "proprietary")),
        ("krea-2", None, "was not established", ("krea-2",)),
    ],
)
def test_the_licence_of_a_model(
    content: Content,
    model: str,
    question: Question | None,
    words: str,
    entities: tuple[str, ...],
) -> None:
    reply = licenses_of_models(content, [model], question)
    assert words in reply.text
    assert reply.entities == entities


def test_three_unlike_licences_are_all_called_modified_mit(content: Content) -> None:
    models = ("kimi-k2", "minimax-m2", "devstral-2")
    assert len({licenses_of_models(content, [each]).entities[1] for each in models}) == 3


def test_a_family_shows_which_member_has_which_licence(content: Content) -> None:
    reply = licenses_of_models(content, ["qwen"])
    assert "Most members of **Qwen** come under the Apache License 2.0 (19 of 25" in reply.text
    assert "**Qwen Research License Agreement** (commercial use: no): Qwen2.5 3B" in reply.text
    asked = licenses_of_models(content, ["command"], "commercial")
    assert asked.text.startswith("**It depends on the member:**")
    assert "**Apache License 2.0** (commercial use: yes): Command A+" in asked.text


def test_several_models_stand_in_a_table(content: Content) -> None:
    reply = licenses_of_models(content, ["flux-1-dev", "flux-1-schnell", "gpt-4"])
    assert reply.table is not None
    assert [row[2] for row in reply.table.rows] == ["no", "yes", "on conditions"]
    assert reply.entities[:3] == ("flux-1-dev", "flux-1-schnell", "gpt-4")


# Vendors and unknown names


def test_a_vendor_has_open_and_closed_models(content: Content) -> None:
    reply = vendor_card(content, "openai")
    assert reply.entities == ("openai",)
    assert set(reply.topics) == {"closed/examples", "open/examples"}
    assert "**Open weights" in reply.text
    assert "gpt-oss-120b" in reply.text
    assert main_family(content, "anthropic") == "claude"


def test_an_unknown_name_gets_the_nearest_as_buttons(content: Content) -> None:
    reply = unknown_model(content, "gpt-9", nearest_models(content, "gpt-9"))
    assert (reply.kind, reply.entities) == ("clarify", ())
    assert reply.options[0].id == "model:gpt"
    assert all(option.id.startswith("model:gpt") for option in reply.options)
    assert nearest_models(content, "midjorney")[0].startswith("midjourney")


def test_a_name_that_is_like_nothing_gets_no_guess(content: Content) -> None:
    reply = unknown_model(content, "zzz", nearest_models(content, "zzz"))
    assert reply.options == ()
    assert "zzz" in reply.text


@given(name=st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_no_name_breaks_the_answer(content: Content, name: str) -> None:
    reply = unknown_model(content, name, nearest_models(content, name))
    assert size(reply) <= ROOM
    assert reply.kind == "clarify"


# Every card


@pytest.mark.parametrize("focus", FOCUSES)
def test_every_model_card_fits(content: Content, focus: Focus | None) -> None:
    assert all(fits(model_card(content, model.id, focus)) for model in content.models)


@pytest.mark.parametrize("question", ASKED)
def test_every_licence_card_fits(content: Content, question: Question | None) -> None:
    assert all(fits(license_card(content, each.id, question)) for each in content.licenses)
    assert all(fits(licenses_of_models(content, [m.id], question)) for m in content.models)


def test_every_vendor_card_fits(content: Content) -> None:
    for vendor in {model.vendor for model in content.models}:
        reply = vendor_card(content, vendor_id(vendor))
        assert reply.title is not None
        assert vendor_id(reply.title) == vendor_id(vendor)
        assert fits(reply)


def test_every_licence_that_is_named_is_known(content: Content) -> None:
    lacking = [m.id for m in content.models if m.license and license_of(content, m) is None]
    assert lacking == []


def test_a_pack_without_models_or_licences_answers_kindly(content: Content) -> None:
    bare = without_catalogue(content)
    assert model_card(bare, "gpt-4").kind == "clarify"
    assert vendor_card(bare, "openai").kind == "clarify"
    assert license_card(bare, "mit").kind == "clarify"
    assert licenses_of_models(bare, ["gpt-4"]).kind == "clarify"


def test_two_contents_at_once_keep_their_own_catalogues(content: Content) -> None:
    other = load_content(Pack(default_root()), Cache(None))
    assert model_card(other, "gpt-4") == model_card(content, "gpt-4")
    assert model_card(without_catalogue(content), "gpt-4").kind == "clarify"
    assert model_card(content, "gpt-4").kind == "model"
