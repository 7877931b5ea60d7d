"""The frame of answers in the language of a person's own Discord, or of the server."""

from __future__ import annotations

from collections.abc import Callable

import discord as dpy
import pytest
import simcord
from scripted_engine import ScriptedEngine
from simulated import Discord, labels, said

from bot.content.cache import Cache
from bot.content.snapshot import Content
from bot.engine import Engine
from bot.render import limits
from bot.render.discord_words import Words
from bot.reply import Option, Reply
from bot.transports.discord.checkup import manifest_of
from bot.transports.discord.client import AjarClient
from bot.transports.discord.localising import language_of

Speaks = Callable[[str], None]
LOCALES = [("de", "de"), ("es-ES", "es"), ("es-419", "es"), ("fr", "fr")]
ENGLISH = ["en-US", "en-GB", "ja", "pt-BR"]
NOTED = {
    "de": ("Was ich kann", "Was ich speichere"),
    "es": ("Lo que sé hacer", "Lo que guardo"),
    "fr": ("Ce que je sais faire", "Ce que je garde"),
}
FIRST = Reply("answer", "You asked.", is_first=True)


@pytest.mark.parametrize(("locale", "language"), LOCALES)
async def test_help_and_privacy_are_told_in_the_persons_language(
    discord: Discord, speaks: Speaks, locale: str, language: str
) -> None:
    speaks(locale)
    for name, wanted in zip(("help", "privacy"), NOTED[language], strict=True):
        result = await discord.ada.slash(discord.channel, name)
        assert result.ephemeral
        assert wanted in result.response.content
        assert "</forget:" in result.response.content


@pytest.mark.parametrize("locale", ENGLISH)
async def test_english_is_spoken_where_there_is_no_catalogue(
    discord: Discord, speaks: Speaks, locale: str
) -> None:
    speaks(locale)
    result = await discord.ada.slash(discord.channel, "help")
    assert "What I can do" in result.response.content


@pytest.mark.parametrize(("locale", "language"), LOCALES)
async def test_that_the_content_is_english_is_said_once_and_kindly(
    discord: Discord, scripted: ScriptedEngine, speaks: Speaks, words: Words, locale: str,
    language: str,
) -> None:  # fmt: skip
    speaks(locale)
    note = words.in_language(language).say("discord_content_english")
    scripted.script["what is a licence?"] = FIRST
    first = await discord.ada.slash(discord.channel, "ask", question="what is a licence?")
    assert first.response.content == f"You asked.\n-# {note}"
    later = await discord.ada.slash(discord.channel, "ask", question="and a fork?")
    assert note not in later.response.content


async def test_in_english_nothing_is_said_of_that(
    discord: Discord, scripted: ScriptedEngine
) -> None:
    scripted.script["what is a licence?"] = FIRST
    result = await discord.ada.slash(discord.channel, "ask", question="what is a licence?")
    assert result.response.content == "You asked."


@pytest.mark.parametrize(("locale", "language"), LOCALES)
async def test_the_engine_is_told_the_language(
    discord: Discord, scripted: ScriptedEngine, speaks: Speaks, locale: str, language: str
) -> None:
    speaks(locale)
    await discord.ada.slash(discord.channel, "recommend")
    await discord.ada.click(discord.answers()[0], label="Money is tight")
    assert [message.language for message in scripted.heard] == [language, language]


@pytest.mark.parametrize(("locale", "language"), LOCALES)
async def test_the_form_and_its_button_are_in_the_persons_language(
    discord: Discord, speaks: Speaks, words: Words, locale: str, language: str
) -> None:
    speaks(locale)
    local = words.in_language(language)
    result = await discord.ada.slash(discord.channel, "recommend")
    own = local.button("discord_own_words")
    assert own in labels(result.response)
    shown = await discord.ada.click(result.response, label=own)
    (field,) = shown.modal["components"]
    assert field["label"] == local.say("discord_form_label")


@pytest.mark.parametrize(("locale", "language"), LOCALES)
async def test_a_wrong_or_old_button_is_refused_in_the_persons_language(
    discord: Discord, speaks: Speaks, words: Words, locale: str, language: str
) -> None:
    local = words.in_language(language)
    result = await discord.ada.slash(discord.channel, "recommend")
    speaks(locale)
    refused = await discord.ben.click(result.response, label="In my own words")
    assert refused.ephemeral
    begin = local.say("discord_not_yours").partition("{")[0]
    assert refused.response.content.startswith(begin)


@pytest.mark.parametrize(("locale", "language"), LOCALES)
async def test_a_fault_is_told_in_the_persons_language(
    discord: Discord, speaks: Speaks, words: Words, locale: str, language: str
) -> None:
    speaks(locale)
    result = await discord.ada.slash(discord.channel, "ask", question="break")
    assert result.response.content == words.in_language(language).say("discord_error")


@pytest.mark.parametrize(("locale", "language"), LOCALES)
async def test_the_admin_is_answered_in_their_language(
    discord: Discord, speaks: Speaks, words: Words, locale: str, language: str
) -> None:
    discord.env.bot.tree.get_command("ajar").default_permissions = None
    await discord.env.bot.tree.sync()
    speaks(locale)
    result = await discord.ada.slash(discord.channel, "ajar setup")
    assert result.response.content == words.in_language(language).say("discord_not_allowed")


@pytest.mark.parametrize("language", ["de", "es", "fr"])
async def test_a_server_sets_the_language_of_messages(
    discord: Discord, scripted: ScriptedEngine, words: Words, language: str
) -> None:
    guild = discord.channel.guild
    boss = guild.add_member(
        discord.env.create_user("boss"),
        roles=[guild.create_role("boss", permissions=dpy.Permissions(manage_guild=True))],
    )
    result = await boss.slash(discord.channel, "ajar setup", language=language)
    named = words.in_language(language).say("discord_language")
    assert f"where I answer a mention: {named}" in result.response.content
    await discord.ada.send(discord.channel, f"{discord.me} what is a licence?")
    assert scripted.heard[-1].language == language
    assert words.in_language(language).say("discord_sources") in discord.last.content
    await discord.ada.send(discord.channel, discord.me)
    begin = words.in_language(language).say("discord_blank").partition("{")[0]
    assert discord.last.content.startswith(begin)
    back = await boss.slash(discord.channel, "ajar setup", language="auto")
    assert "where I answer a mention: the server's own" in back.response.content


async def test_without_a_setting_the_servers_own_language_holds(
    discord: Discord, scripted: ScriptedEngine
) -> None:
    guild = discord.env.create_guild("Chez nous", preferred_locale="fr")
    channel = guild.create_text_channel("salon")
    zoe = guild.add_member(discord.env.create_user("zoe"))
    await discord.env.settle()
    await zoe.send(channel, f"{discord.me} what is a licence?")
    assert scripted.heard[-1].language == "fr"


async def test_a_direct_message_is_answered_in_english(
    discord: Discord, scripted: ScriptedEngine
) -> None:
    await discord.ada.send_dm("what is a licence?")
    assert scripted.heard[-1].language == "en"


async def test_a_sealed_reply_is_shown_in_the_language_of_who_opens_it(
    discord: Discord, scripted: ScriptedEngine, speaks: Speaks
) -> None:
    go = (Option("control:start", "Go"),)
    scripted.script["mine"] = Reply("summary", "Yours.", options=go, private=True)
    await discord.ada.send(discord.channel, f"{discord.me} mine")
    speaks("de")
    result = await discord.ada.click(discord.last, label="Show it to me")
    assert result.response.content == "Yours."
    stranger = await discord.ben.click(discord.last, label="Show it to me")
    assert "jemand anderem" in stranger.response.content


@pytest.mark.parametrize(
    ("locale", "language"),
    [(None, "en"), ("en-GB", "en"), ("es-419", "es"), (dpy.Locale.german, "de"), ("zh-CN", "zh")],
)
def test_a_locale_has_a_language(locale: object, language: str) -> None:
    assert language_of(locale) == language


async def test_every_command_has_a_name_in_every_language(content: Content) -> None:
    for command in await manifest_of(content):
        assert limits.validate(command) == []
        if command["name"] != "ajar":
            assert {"de", "es-ES", "es-419", "fr", "en-US", "en-GB"} <= set(
                command["name_localizations"]
            )
        for each in (command, *command.get("options", [])):
            for key in ("name", "description"):
                local = each.get(f"{key}_localizations") or {}
                assert local.get("en-US") == local.get("en-GB")
                assert local.get("en-US") in (None, each.get(key))


async def test_the_names_in_english_are_those_that_the_program_knows(content: Content) -> None:
    words = Words(content)
    for command in await manifest_of(content):
        if command.get("type", 1) != 1 or command["name"] == "ajar":
            continue
        assert words.say(f"discord_name_{command['name']}") == command["name"]
        for option in command["options"]:
            assert words.say(f"discord_option_{option['name']}") == option["name"]


@pytest.mark.parametrize("language", ["de", "es", "fr"])
def test_every_button_of_a_reply_fits_in_every_language(words: Words, language: str) -> None:
    local = words.in_language(language)
    for table in (words.content.translation[language].buttons,):
        assert {key for key, text in table.items() if limits.length(text) > 34} == set()
    assert local.button("discord_own_words") != words.button("discord_own_words")


def test_a_pack_that_says_something_else_is_not_overruled(words: Words) -> None:
    phrases = words.content.phrases
    other = phrases.model_copy(
        update={
            "phrases": phrases.phrases | {"discord_pick": "Pick a tea"},
            "buttons": phrases.buttons | {"discord_own_words": "In tea leaves"},
        }
    )
    fields = dict(words.content) | {"phrases": other, "translations": ()}
    own = Content.model_construct(**fields)
    local = Words(own, "de")
    assert local.say("discord_pick") == "Pick a tea"
    assert local.button("discord_own_words") == "In tea leaves"
    assert local.say("discord_form_label") == "Deine Antwort"


class TestWithTheRealEngine:
    @pytest.fixture
    def simcord_bot(self, content: Content, engine: Engine) -> AjarClient:
        return AjarClient(content, engine, Cache(None))

    async def test_a_dialogue_in_german_keeps_its_content_in_english(
        self, discord: Discord, speaks: Speaks
    ) -> None:
        speaks("de")
        result = await discord.ada.slash(discord.channel, "recommend")
        assert "Gerne helfe ich." in result.response.content
        assert "Frage 1 von etwa" in result.response.content
        assert {"Überspringen", "In meinen Worten"} <= set(labels(result.response))
        await discord.ada.click(result.response, label="Überspringen")
        assert "Übersprungen, das zählt nicht mit." in result.response.content
        assert "bisher auf Englisch" not in result.response.content

    async def test_a_card_has_its_sources_and_the_note_in_spanish(
        self, discord: Discord, speaks: Speaks
    ) -> None:
        speaks("es-419")
        result = await discord.ada.slash(discord.channel, "model", name="model:llama-3.3-70b")
        text = said(result.response)
        assert "**Licence:** Llama 3.3 Community License" in text
        assert "Fuentes:" in text
        assert text.endswith("También entiendo mejor las preguntas en inglés.")

    async def test_a_strangers_click_is_refused_in_french(
        self, discord: Discord, speaks: Speaks
    ) -> None:
        result = await discord.ada.slash(discord.channel, "recommend")
        speaks("fr")
        refused = await discord.ben.click(result.response, label=labels(result.response)[0])
        assert refused.ephemeral
        assert "quelqu’un d’autre" in refused.response.content

    async def test_what_is_forgotten_is_asked_about_and_confirmed_in_german(
        self, discord: Discord, speaks: Speaks
    ) -> None:
        speaks("de")
        result = await discord.ada.slash(discord.channel, "forget")
        await discord.ada.click(result.response, label="Ja, löschen")
        assert "Alles, was ich von dir hatte, ist gelöscht." in result.response.content


async def test_discord_is_told_every_language_at_the_start(simcord_env: simcord.Env) -> None:
    (told,) = [each for each in simcord_env.http_requests if each.method == "PUT"]
    (ask,) = [each for each in told.json if each["name"] == "ask"]
    assert ask["name_localizations"]["de"] == "fragen"
    assert ask["options"][0]["name_localizations"]["fr"] == "question"
    (feedback,) = [each for each in told.json if each["name"] == "feedback"]
    assert feedback["options"][0]["choices"][0]["name_localizations"]["es-ES"] == "Me encaja"
    (menu, _) = [each for each in told.json if each["type"] == 3]
    assert menu["name_localizations"]["de"] == "Ajar dazu fragen"
