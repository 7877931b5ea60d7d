"""The validator finds what Discord would refuse, and shortening cuts where nothing breaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render import limits


def row(*components: dict) -> dict:
    return {"type": 1, "components": list(components)}


def button(number: int = 0, **fields: object) -> dict:
    return {"type": 2, "label": "A", "custom_id": f"id{number}", **fields}


def select(count: int) -> dict:
    options = [{"label": str(n), "value": str(n)} for n in range(count)]
    return {"type": 3, "custom_id": "s", "options": options}


def modal(**fields: object) -> dict:
    inner = {"type": 4, "custom_id": "t"}
    label = {"type": 18, "label": "Your answer", "component": inner}
    return {"title": "T", "custom_id": "m", "components": [label], **fields}


GOOD = [
    {"content": "a" * 2000},
    {"content": "a", "components": [row(*map(button, range(5)))]},
    {"content": "a", "components": [row(select(25))]},
    {"embeds": [{"title": "t" * 256, "description": "d" * 4096}]},
    {"flags": 1 << 15, "components": [{"type": 17, "components": [{"type": 10, "content": "x"}]}]},
    {"attachments": [{"size": 10 * 2**20, "description": "What it shows"}]},
    modal(),
    {"name": "ask", "description": "d" * 100, "options": [{"name": "o", "description": "x"}]},
    {"choices": [{"name": "n" * 100, "value": "v" * 100}] * 25},
]
BAD = [
    ({"content": "a" * 2001}, "2001 characters"),
    ({"content": "😀" * 1001}, "2002 characters"),
    ({"content": "  "}, "empty"),
    ({"content": "a", "components": [row(*map(button, range(6)))]}, "in a row are 6"),
    ({"content": "a", "components": [row(button(n)) for n in range(6)]}, "rows are 6"),
    ({"content": "a", "components": [row(button(label="b" * 81))]}, "button label"),
    ({"content": "a", "components": [row(button(label=" "))]}, "blank"),
    ({"content": "a", "components": [row(button(custom_id="c" * 101))]}, "custom id"),
    ({"content": "a", "components": [row(button(), button())]}, "not unique"),
    ({"content": "a", "components": [row({"type": 2, "label": "A", "url": "u" * 513})]}, "URL"),
    ({"content": "a", "components": [row(select(26))]}, "options are 26"),
    ({"content": "a", "components": [row(select(0))]}, "options are 0"),
    ({"content": "a", "components": [row(select(2), button())]}, "in a row are 2"),
    ({"embeds": [{"description": "d" * 4096}, {"description": "d" * 2000}]}, "6000"),
    ({"embeds": [{"title": "t" * 257}]}, "embed title"),
    ({"embeds": [{"fields": [{"name": "n", "value": ""}]}]}, "field value is blank"),
    ({"embeds": [{"title": "t"}] * 11}, "embeds are 11"),
    ({"flags": 1 << 15, "content": "a", "components": [{"type": 10, "content": "x"}]}, "layout"),
    ({"flags": 1 << 15, "components": [{"type": 10, "content": "x" * 4001}]}, "4001"),
    ({"flags": 1 << 15, "components": [{"type": 14}] * 41}, "components are 41"),
    ({"attachments": [{"size": 10 * 2**20 + 1}]}, "attachment"),
    ({"content": "a", "nonce": "n" * 26}, "nonce"),
    (modal(title="t" * 46), "modal title"),
    (modal(components=[]), "components of a modal are 0"),
    ({"name": "n" * 33, "description": "d"}, "command name"),
    ({"name": "n", "description": "d" * 101}, "description"),
    ({"choices": [{"name": "n", "value": "v"}] * 26}, "choices are 26"),
    ({"choices": [{"name": "n" * 101, "value": "v"}]}, "choice name"),
]


@pytest.mark.parametrize("payload", GOOD)
def test_what_discord_takes_passes(payload: dict) -> None:
    assert limits.validate(payload) == []


@pytest.mark.parametrize(("payload", "said"), BAD)
def test_what_discord_refuses_is_named(payload: dict, said: str) -> None:
    assert said in " ".join(limits.validate(payload))


def test_a_command_counts_with_its_longest_locale() -> None:
    options = [
        {"name": f"o{n}", "description": "d", "description_localizations": {"de": "x" * 99}}
        for n in range(25)
    ]
    choices = [{"name": "n" * 100, "value": "v" * 100} for _ in range(25)]
    options[0]["choices"] = options[1]["choices"] = choices
    assert "8000" in " ".join(
        limits.validate({"name": "big", "description": "d", "options": options})
    )


@pytest.mark.parametrize(
    ("text", "most", "kept"),
    [
        ("short", 10, "short"),
        ("One sentence here. Another one here.", 24, "One sentence here.…"),
        ("- first item\n- second item", 20, "- first item…"),
        ("one two three", 9, "one two…"),
        ("go to https://example.org/a/b now", 20, "go to…"),
        ("see [the long guide](https://e.org) now", 20, "see…"),
        ("as `code with words` shows", 14, "as…"),
        ("Text.\n```\ntable row\n```\nmore", 20, "Text.…"),
        ("Donaudampfschifffahrt", 10, "Donaudamp…"),
        ("https://example.org/very/long", 10, "…"),
    ],
)
def test_a_cut_breaks_no_word_link_or_code(text: str, most: int, kept: str) -> None:
    assert limits.shorten(text, most) == kept


@given(st.text(), st.integers(1, 60))
def test_what_was_shortened_fits(text: str, most: int) -> None:
    cut = limits.shorten(text, most)
    assert limits.length(cut) <= most
    assert cut == text or text.startswith(cut.removesuffix("…"))


@given(st.lists(st.text("abc", min_size=1, max_size=9), min_size=1), st.integers(10, 60))
def test_no_word_is_cut(parts: list[str], most: int) -> None:
    cut = limits.shorten(" ".join(parts), most).removesuffix("…").split()
    assert cut == parts[: len(cut)]
