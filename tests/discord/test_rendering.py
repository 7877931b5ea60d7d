"""Whatever a reply holds, it becomes a message that Discord takes and that nobody can misuse."""

from __future__ import annotations

import re

from any_replies import ANYTHING, LONG, REPLIES
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.schema import SourceRef
from bot.render import discord_ids as ids
from bot.render import limits
from bot.render.discord import Button, Menu, Payload, render
from bot.render.discord_text import inert, text_of
from bot.render.discord_words import Words
from bot.reply import Reply, Standing

LINK = re.compile(r"\w://\S|\]\((?!<https://example\.org/a\?b=c>\))|<[@#/]|@everyone|discord\.gg/")


@settings(max_examples=150, deadline=None)
@given(REPLIES)
def test_any_reply_keeps_every_limit(words: Words, reply: Reply) -> None:
    payload = render(reply, words, "123456789012345678")
    assert limits.validate(payload.to_api()) == []


@settings(max_examples=80, deadline=None)
@given(REPLIES)
def test_every_button_brings_back_an_option_of_the_reply(words: Words, reply: Reply) -> None:
    payload = render(reply, words, "1")
    on_offer = {option.id for option in reply.options}
    for button in buttons(payload):
        match = ids.PRESS.fullmatch(button.custom_id)
        if match:
            assert match["session"] == (reply.standing.session or "")
            assert match["option"] in on_offer
        else:
            assert ids.WORDS.fullmatch(button.custom_id)
    for menu in menus(payload):
        assert {value for _, value in menu.choices} <= on_offer
    assert sum(button.style == "primary" for button in buttons(payload)) <= 1


@given(ANYTHING | LONG)
def test_nothing_in_a_text_can_be_clicked(text: str) -> None:
    assert not LINK.search(text_of(Reply("answer", text, title=text)))


@given(st.sampled_from(["https://a.b", "[x](y)", "<@1>", "@here", "dsc.gg/x", "</ask:1>"]))
def test_what_was_made_inert_looks_the_same(text: str) -> None:
    assert inert(text) != text
    assert inert(text).replace("\u200b", "") == text
    assert inert("a < b and 5 <3, <=4") == "a < b and 5 <3, <=4"


@given(st.text(st.characters(codec="utf-8", exclude_characters=":\n"), max_size=22), st.text())
def test_an_id_is_found_again_or_not_made(session: str, option: str) -> None:
    custom_id = ids.press(ids.Place(session, is_edited=True), option)
    if custom_id is not None:
        match = ids.PRESS.fullmatch(custom_id)
        assert (match["session"], match["option"], match["stay"]) == (session, option, "e")


def test_the_ids_of_a_real_dialogue_fit() -> None:
    place = ids.Place("A" * 22, is_edited=True)
    assert ids.press(place, "123456.123456:performance:" + "x" * 34)
    assert ids.words("9" * 20, "x" * 60)
    assert ids.FORM.fullmatch(ids.form("x" * 60))


def test_sources_become_links_as_far_as_there_is_room() -> None:
    few = SourceRef(title="A (2025)", url="https://example.org/a")
    by_hand = SourceRef(title="A book", url=None)
    reply = Reply("answer", "Text.", sources=(few, by_hand))
    assert text_of(reply).endswith("Sources: [A (2025)](<https://example.org/a>), A book")
    full = text_of(Reply("answer", "word " * 500, sources=(few, by_hand)))
    assert full.endswith("A (2025), A book")
    assert limits.length(full) <= limits.CONTENT


def test_a_source_that_is_no_web_address_is_no_link() -> None:
    odd = SourceRef(title="Odd", url="javascript:alert(1)")
    assert text_of(Reply("answer", "Text.", sources=(odd,))).endswith("Sources: Odd")


def test_a_question_says_how_far_the_dialogue_has_come(words: Words) -> None:
    asked = Reply("question", "How much?", standing=Standing("s", asking="budget", progress=(2, 6)))
    assert render(asked, words, "1").content == "How much?\n-# Question 2 of about 6"
    assert render(asked.with_(kind="answer"), words, "1").content == "How much?"


def test_an_empty_reply_still_says_something(words: Words) -> None:
    assert render(Reply("answer", " "), words, "1").content.strip()


def test_a_file_that_is_too_large_is_left_out(words: Words) -> None:
    big = ("data.json", "x" * (limits.ATTACHMENT_BYTES + 1))
    assert render(Reply("export", "Here.", attachment=big), words, "1").file is None


def test_a_pack_without_these_phrases_gets_those_of_the_program(words: Words) -> None:
    bare = words.content.model_copy(update={"phrases": type(words.content.phrases)()})
    assert Words(bare).say("discord_pick") == words.say("discord_pick")
    assert Words(bare).button("discord_own_words") == "In my own words"


def buttons(payload: Payload) -> list[Button]:
    return [button for row in payload.rows if not isinstance(row, Menu) for button in row]


def menus(payload: Payload) -> list[Menu]:
    return [row for row in payload.rows if isinstance(row, Menu)]
