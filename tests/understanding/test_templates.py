"""How wishes about the weighing are heard from templates that are content."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.content.advising import Advising
from bot.content.cache import Cache
from bot.content.loader import Pack, default_root, load_content
from bot.understanding.normalize import plain, tokens
from bot.understanding.templates import Templates, Wish

CONTENT = load_content(Pack(default_root()), Cache(None))
assert CONTENT.advising
TEMPLATES = Templates(CONTENT.advising)


def wish(text: str, *, is_question: bool = False) -> Wish:
    return TEMPLATES.wish(" ".join(tokens(plain(text))), is_question=is_question)


@pytest.mark.parametrize(
    ("text", "weights"),
    [
        ("privacy matters most", {"privacy": 2.0}),
        ("for us data protection comes first", {"privacy": 2.0}),
        ("cost is not that important", {"budget": 0.5}),
        ("the price isn't so important", {"budget": 0.5}),
        ("weigh support double", {"support": 2.0}),
        ("please count quality three times", {"performance": 3.0}),
        ("forget about price", {"budget": 0.0}),
        ("leave vendor lock-in out of it", {"lock_in": 0.0}),
        ("security and privacy matter most, cost matters less",
         {"security": 2.0, "privacy": 2.0, "budget": 0.5}),
        ("privacy matters more than cost", {"privacy": 1.5}),
        ("count support as usual", {"support": 1.0}),
        ("support matters a lot to us", {"support": 1.5}),
        ("we have support", {}),
        ("what does support cost", {}),
    ],
)  # fmt: skip
def test_weights(text: str, weights: dict[str, float]) -> None:
    heard = wish(text).weights
    assert heard == weights


def test_a_question_gives_no_weight_but_a_request_does() -> None:
    assert wish("is privacy what matters most?", is_question=True).weights == {}
    assert wish("can you weigh privacy double?", is_question=True).weights == {"privacy": 2.0}


@pytest.mark.parametrize(
    "text", ["everything counts the same again", "reset the weights", "weigh everything equally"]
)
def test_everything_as_usual(text: str) -> None:
    assert wish(text).is_even


def test_other_wishes() -> None:
    assert wish("compare both scenarios").side_by_side
    assert not wish("compare open and closed").side_by_side
    assert wish("share it with my answers").is_open
    assert not wish("share it without my answers").is_open
    assert wish("export it as html").formats == ("html",)
    assert wish("that fits us well").fits is True
    assert wish("it does not fit").fits is False
    assert wish("hello").fits is None


@given(st.text(max_size=300), st.booleans())
def test_any_text_is_read(text: str, is_question: bool) -> None:
    heard = wish(text, is_question=is_question)
    assert set(heard.weights) <= set(CONTENT.factors)
    assert set(heard.weights) <= set(heard.named_weights)


@given(
    st.lists(
        st.sampled_from(["a", "the", "and", "privacy", "cost", "matters", "most"]), max_size=300
    )
)
def test_words_in_any_number_are_read(words: list[str]) -> None:
    heard = wish(" ".join(words))
    assert TEMPLATES.rest(" ".join(words)) <= len(words)
    assert set(heard.weights) <= {"privacy", "budget"}


@pytest.mark.parametrize(
    "template", ["weigh it", "{factor} and {factor}", "({factor}|x) counts", "[a (b|c)] {factor}"]
)
def test_a_template_that_cannot_work_is_refused(template: str) -> None:
    raw = {
        "articles": ["the"], "joints": ["and"], "names": {"budget": ["cost"]},
        "importance": [{"weight": 2.0, "templates": [template]}],
    }  # fmt: skip
    with pytest.raises(ValidationError):
        Advising.model_validate(raw)
