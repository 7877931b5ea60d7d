"""Cards and comparisons as layouts, as embeds, or as text; a dialogue stays in one form."""

from __future__ import annotations

import pytest
import simcord
from any_replies import REPLIES
from hypothesis import given, settings
from hypothesis import strategies as st
from scripted_engine import ScriptedEngine
from simulated import Discord, bodies, check_all_payloads, labels, parts, said

from bot.content.cache import Cache
from bot.content.schema import SourceRef
from bot.content.snapshot import Content
from bot.knowledge.licenses.card import license_card
from bot.knowledge.models.card import model_card
from bot.render import limits
from bot.render.discord import render
from bot.render.discord_card import KINDS, Form, rows
from bot.render.discord_words import Words
from bot.reply import Bar, Chart, Option, Reply, Standing, Table
from bot.transports.discord.client import AjarClient
from bot.transports.discord.components import view_of

SOURCE = SourceRef(title="The guide", url="https://example.org/guide")
TABLE = Table(("Feature", "Llama", "GPT-4"), (("Licence", "Llama 3.3", "service terms"),))
COMPARED = Reply(
    "compare",
    "They differ.",
    title="Llama and GPT-4",
    table=TABLE,
    after_table="**Same for both:** text.",
    sources=(SOURCE,),
    options=(Option("more:it", "More"),),
    standing=Standing("s1"),
)
FORMS = ["layout", "embed"]


@settings(max_examples=150, deadline=None)
@given(REPLIES, st.sampled_from(sorted(KINDS)), st.sampled_from(FORMS))
def test_any_card_keeps_every_limit(words: Words, reply: Reply, kind: str, form: Form) -> None:
    payload = render(reply.with_(kind=kind), words, "123456789012345678", form)
    assert limits.validate(payload.to_api()) == []


@settings(max_examples=60, deadline=None)
@given(REPLIES, st.sampled_from(sorted(KINDS)))
def test_the_view_is_what_the_validator_saw(words: Words, reply: Reply, kind: str) -> None:
    payload = render(reply.with_(kind=kind), words, "1", "layout")
    view = view_of(payload)
    if payload.is_layout:
        told = payload.to_api()["components"]
        kinds = [each["type"] for each in limits.walk(view.to_components())]
        assert kinds == [each["type"] for each in limits.walk(told)]


@pytest.mark.parametrize("kind", ["answer", "question", "recommendation", "summary", "export"])
@pytest.mark.parametrize("form", FORMS)
def test_all_else_is_text(words: Words, kind: str, form: Form) -> None:
    assert render(COMPARED.with_(kind=kind), words, "1", form).card is None


def test_a_table_is_read_row_by_row() -> None:
    assert rows(TABLE) == "**Licence**\n- Llama: Llama 3.3\n- GPT-4: service terms"


async def compared(discord: Discord, scripted: ScriptedEngine) -> simcord.ResponseMessage:
    scripted.script["compare Llama and GPT-4"] = COMPARED
    result = await discord.ada.slash(discord.channel, "compare", first="Llama", second="GPT-4")
    return result.response


async def test_a_comparison_is_a_layout_without_content(
    discord: Discord, scripted: ScriptedEngine
) -> None:
    message = await compared(discord, scripted)
    assert message.flags.components_v2
    assert (message.content, message.embeds) == ("", [])
    texts = [each["content"] for each in parts(message) if each["type"] == limits.TEXT]
    assert texts == [
        "### Llama and GPT-4\nThey differ.",
        "**Licence**\n- Llama: Llama 3.3\n- GPT-4: service terms",
        "**Same for both:** text.",
        "-# Sources: [The guide](<https://example.org/guide>)",
    ]
    assert labels(message) == ["More"]


async def test_its_buttons_work_after_a_restart_and_leave_it_as_it_is(
    discord: Discord, scripted: ScriptedEngine
) -> None:
    scripted.script["compare Llama and GPT-4"] = COMPARED.with_(
        standing=Standing(f"s{discord.ada.id}")
    )
    result = await discord.ada.slash(discord.channel, "compare", first="Llama", second="GPT-4")
    await discord.restart()
    before = said(result.response)
    clicked = await discord.ada.click(result.response, label="More")
    assert clicked.response.content == "More of it."
    assert said(result.response) == before


async def test_a_stranger_may_not_press_in_a_layout(
    discord: Discord, scripted: ScriptedEngine
) -> None:
    message = await compared(discord, scripted)
    refused = await discord.ben.click(message, label="More")
    assert refused.ephemeral
    assert "not your dialogue" in refused.response.content


async def test_a_mention_is_answered_by_a_layout_below_it(
    discord: Discord, scripted: ScriptedEngine
) -> None:
    scripted.script["llama or gpt-4"] = COMPARED
    await discord.ada.send(discord.channel, f"{discord.me} llama or gpt-4")
    assert discord.last.flags.components_v2
    assert discord.last.reference is not None
    assert "They differ." in said(discord.last)


async def test_a_slow_comparison_takes_the_place_of_thinking(
    content: Content, scripted: ScriptedEngine
) -> None:
    client = AjarClient(content, scripted, Cache(None), patience=0)
    async with simcord.run(client) as env:
        channel = env.create_guild().create_text_channel("general")
        ada = channel.guild.add_member(env.create_user("ada"))
        await env.settle()
        message = await compared(Discord(env, channel, ada, ada), scripted)
        assert message.flags.components_v2
        assert "They differ." in said(message)
        check_all_payloads(env)


async def test_what_takes_the_place_of_a_question_stays_text(
    discord: Discord, scripted: ScriptedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A layout can't be edited back, and the next step of the dialogue would have to."""
    result = await discord.ada.slash(discord.channel, "recommend")
    pressed = scripted._pressed

    def card_first(message: object, press: object) -> Reply:
        return COMPARED if press.option == "control:why" else pressed(message, press)

    monkeypatch.setattr(scripted, "_pressed", card_first)
    await discord.ada.click(result.response, label="Why?")
    assert not result.response.flags.components_v2
    assert result.response.content.startswith("**Llama and GPT-4**")


class TestTheClassicForm:
    @pytest.fixture
    def simcord_bot(self, content: Content, scripted: ScriptedEngine) -> AjarClient:
        return AjarClient(content, scripted, Cache(None), form="embed")

    async def test_a_comparison_is_an_embed_below_its_title(
        self, discord: Discord, scripted: ScriptedEngine
    ) -> None:
        message = await compared(discord, scripted)
        assert not message.flags.components_v2
        assert message.content == "**Llama and GPT-4**"
        (embed,) = message.embeds
        assert embed.description.startswith("They differ.\n\n**Licence**\n- Llama: Llama 3.3")
        assert embed.description.endswith("-# Sources: [The guide](<https://example.org/guide>)")
        assert labels(message) == ["More"]

    async def test_a_question_has_none(self, discord: Discord) -> None:
        result = await discord.ada.slash(discord.channel, "ask", question="what is a fork?")
        assert result.response.embeds == []


class TestTextAlone:
    @pytest.fixture
    def simcord_bot(self, content: Content, scripted: ScriptedEngine) -> AjarClient:
        return AjarClient(content, scripted, Cache(None), form=None)

    async def test_a_comparison_is_a_table_in_text(
        self, discord: Discord, scripted: ScriptedEngine
    ) -> None:
        message = await compared(discord, scripted)
        assert message.content.startswith("**Llama and GPT-4**\n\nThey differ.\n\n```")
        assert not any(body.get("embeds") for body in bodies(discord.env))


@pytest.mark.parametrize("form", FORMS)
def test_every_shipped_card_fits_without_a_cut(words: Words, form: Form) -> None:
    """Of models and licences alike; comparisons are tried by pairs in the benchmarks."""
    content = words.content
    cards = [model_card(content, model.id) for model in content.models]
    cards += [license_card(content, each.id) for each in content.licenses]
    for reply in cards:
        made = render(reply, words, "1", form)
        assert limits.validate(made.to_api()) == []
        assert not any(part.endswith(limits.MORE) for part in made.card.parts)


async def test_a_picture_stands_in_the_layout_with_its_alt_text(
    discord: Discord, scripted: ScriptedEngine
) -> None:
    bars = (Bar("Cost", 1.0, "100 %", "open"),)
    chart = Chart("Weights", "", "", (), (), "Weights", bars, "A bar chart of one bar.")
    scripted.script["compare Llama and GPT-4"] = COMPARED.with_(chart=chart)
    result = await discord.ada.slash(discord.channel, "compare", first="Llama", second="GPT-4")
    (gallery,) = [each for each in parts(result.response) if each["type"] == limits.GALLERY]
    assert gallery["items"][0]["description"] == "A bar chart of one bar."
    assert [file.filename for file in result.response.attachments] == ["chart.png"]
    assert "█" not in said(result.response)
