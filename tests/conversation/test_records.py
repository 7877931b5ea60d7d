"""The decision as a file: Markdown, JSON, and a page that needs nothing else."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest

from bot.content.snapshot import Content
from bot.conversation import events as ev
from bot.conversation.plan import Planner
from bot.conversation.state import State, fold

NASTY = "<script>alert(1)</script> & “no money”"


class Reader(HTMLParser):
    """Tags and their attributes, and whether every tag is closed in order."""

    VOID = frozenset({"meta", "rect", "line", "br"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture
def state() -> State:
    return fold(
        [
            ev.DialogueStarted(),
            ev.Recorded("budget", "tight", "open", NASTY),
            ev.Recorded("privacy", "split", "neutral", "some may, some may not"),
            ev.Recorded("support", "vendor", "closed", "a hotline"),
            ev.Recorded("scale", "unknown", "unknown", "idk"),
            ev.Skipped("scale"),
            ev.Weighed("support", 2.0),
            ev.Concluded("hybrid"),
        ]
    )


def written(planner: Planner, state: State, option: str) -> str:
    attachment = planner.press(option, state).reply.attachment
    assert attachment is not None
    return attachment[1]


def test_the_page_is_sound_and_asks_nothing_of_the_network(planner: Planner, state: State) -> None:
    text = written(planner, state, "export:html")
    page = Reader(text)
    tags = [tag for tag, _ in page.tags]
    assert page.open == []
    assert tags.count("svg") == 1
    assert not {"script", "link", "img", "iframe"} & set(tags)
    assert "&lt;script&gt;alert(1)" in text
    links = [attrs["href"] for tag, attrs in page.tags if tag == "a"]
    assert links
    assert all(str(link).startswith("https://") for link in links)


def test_the_page_draws_every_pull(planner: Planner, state: State) -> None:
    page = Reader(written(planner, state, "export:html"))
    bars = [attrs for tag, attrs in page.tags if tag == "rect"]
    assert len(bars) == 4  # a split answer pulls both ways
    label = next(attrs["aria-label"] for tag, attrs in page.tags if tag == "svg")
    assert "Support" in str(label)


def test_json_holds_answers_weights_reasons_and_sources(planner: Planner, state: State) -> None:
    held = json.loads(written(planner, state, "export:json"))
    assert {each["factor"] for each in held["answers"]} == {"budget", "privacy", "support", "scale"}
    assert held["answers"][0]["text"] == NASTY
    assert held["weights"] == {"support": 2.0}
    assert held["skipped"] == ["scale"]
    verdict = held["recommendation"]
    assert {each["factor"] for each in verdict["reasons"]} == {"budget", "privacy", "support"}
    assert all(each["source"]["title"] for each in verdict["reasons"])
    assert verdict["models"]


def test_markdown_quotes_without_obeying(planner: Planner, state: State) -> None:
    text = written(planner, state, "export:markdown")
    assert text.startswith("# ")
    assert "<script>" not in text
    assert "Support × 2" in text


def test_without_a_verdict_the_answers_alone(planner: Planner, content: Content) -> None:
    state = fold([ev.DialogueStarted(), ev.Recorded("budget", "tight", "open", "broke")])
    held = json.loads(written(planner, state, "export:json"))
    assert held["recommendation"] is None
    page = Reader(written(planner, state, "export:html"))
    assert "svg" not in [tag for tag, _ in page.tags]


def test_nothing_is_written_while_nothing_is_held(planner: Planner) -> None:
    for option in ("export:html", "control:export"):
        assert planner.press(option, State()).reply.attachment is None
