"""A reply as the object of the JSON-lines interface."""

from __future__ import annotations

import json

from bot.content.schema import SourceRef
from bot.render.jsonl import to_object
from bot.reply import Answer, Change, Flip, Option, Reason, Recommendation, Reply, Standing

FIELDS = {
    "id", "kind", "topics", "entities", "confidence", "text", "options", "sources", "session",
    "in_dialogue", "asking", "recorded", "skipped", "changed", "event", "recommendation",
    "private", "elapsed_ms",
}  # fmt: skip


def test_a_bare_reply_has_every_field() -> None:
    shown = to_object(Reply("smalltalk", "Hello."), 7, 1.23456)
    assert set(shown) == FIELDS
    assert (shown["id"], shown["kind"], shown["text"]) == (7, "smalltalk", "Hello.")
    assert (shown["options"], shown["recorded"], shown["recommendation"]) == ([], {}, None)
    assert shown["elapsed_ms"] == 1.235


def test_a_turn_of_the_dialogue_shows_where_it_stands() -> None:
    small, big = Answer("tight", "open", "small"), Answer("ample", "closed", "big")
    reply = Reply(
        "question",
        "And support?",
        options=(Option("support.vendor", "A vendor to call"),),
        changed={"budget": Change(small, big), "privacy": Change(None, small)},
        event="started",
        standing=Standing("s1", True, "support", {"budget": big}, ("scale",), (1, 5)),
    )
    shown = to_object(reply, None, 0)
    assert shown["session"] == "s1"
    assert shown["in_dialogue"] is True
    assert shown["asking"] == "support"
    assert shown["recorded"] == {"budget": {"value": "ample", "leaning": "closed", "text": "big"}}
    assert shown["skipped"] == ["scale"]
    assert shown["options"] == [{"id": "support.vendor", "label": "A vendor to call"}]
    assert shown["changed"]["budget"]["from"] == {
        "value": "tight",
        "leaning": "open",
        "text": "small",
    }
    assert shown["changed"]["privacy"]["from"] is None
    assert shown["event"] == "started"


def test_a_source_is_known_by_its_address_or_else_by_its_title() -> None:
    sources = (
        SourceRef(title="The original guide"),
        SourceRef(title="OSI", url="https://opensource.org/ai"),
        SourceRef(title="…"),
    )
    shown = to_object(Reply("answer", "x", sources=sources), 1, 0)
    assert [source["id"] for source in shown["sources"]] == [
        "the-original-guide",
        "https://opensource.org/ai",
        "source",
    ]
    assert shown["sources"][0]["url"] is None


def test_a_recommendation_is_shown_whole() -> None:
    verdict = Recommendation(
        verdict="open",
        confidence="high",
        provisional=False,
        what_if=True,
        scores={"open": 0.7, "closed": 0.2, "hybrid": 0.1},
        reasons=(Reason("budget", "open", 0.5, "Money is tight."),),
        flips=(Flip("support", "vendor", "hybrid"),),
        models=("gemma",),
    )
    shown = to_object(Reply("recommendation", "Open.", recommendation=verdict), 1, 0)
    assert shown["recommendation"] == {
        "verdict": "open",
        "confidence": "high",
        "provisional": False,
        "what_if": True,
        "scores": {"open": 0.7, "closed": 0.2, "hybrid": 0.1},
        "reasons": [
            {"factor": "budget", "leaning": "open", "weight": 0.5, "text": "Money is tight."}
        ],
        "flips": [{"factor": "support", "to": "vendor", "verdict": "hybrid"}],
        "models": ["gemma"],
    }
    json.dumps(shown, allow_nan=False)
