"""Packs made from guides, asked in words that are none of their headings, without the encoder."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from rich.console import Console

from bot.engine import Engine, Message
from bot.render.words import Words
from bot.reply import Reply
from bot.transports.jsonl import serve
from bot.transports.terminal import Chat

EngineOf = Callable[[str | None], Awaitable[Engine]]


async def told(engine: Engine, *texts: str) -> list[Reply]:
    return [await engine.handle(Message("ada", "lab", text=text)) for text in texts]


@pytest.mark.parametrize(
    ("guide", "question", "topic", "words"),
    [
        ("allotment.md", "can i use a sprinkler", "water", "sprinklers are banned"),
        ("allotment.md", "when do you turn the taps on", "water", "from April to October"),
        ("allotment.md", "am i allowed to burn branches", "bonfires", "untreated wood"),
        ("allotment.md", "may i keep a cockerel", "animals", "Cockerels are not allowed"),
        ("allotment.md", "who has the keys", "who-is-who", "Maud Price"),
        ("allotment.md", "where does the manure go", "getting-rid-of-waste", "three bays"),
        ("sourdough.md", "how many times do i fold the dough", "for-a-plain-loaf-mix-500", "four"),
        ("sourdough.md", "how hot must the oven be", "heat-the-oven-to-250", "250 degrees"),
        ("sourdough.md", "can i freeze slices", "let-the-bread-cool-on-a", "three months"),
        ("sourdough.md", "is pink mould bad", "a-ripe-starter-lives-in-the", "into the bin"),
        (None, "what is drm", "glossary/copy-protection", "A lock on a file"),
        (None, "does paper rest my eyes", "paper/advantages", "paper doesn't shine"),
        (None, "how heavy are thick novels", "paper/drawbacks", "fill a suitcase"),
    ],
)
async def test_a_question_finds_its_part_of_the_guide(
    guide: str | None, question: str, topic: str, words: str, engine_of: EngineOf
) -> None:
    (reply,) = await told(await engine_of(guide), question)
    assert (reply.kind, reply.topics[:1]) == ("answer", (topic,))
    assert words in reply.text
    assert reply.sources


async def test_what_is_no_subject_of_the_guide_is_turned_away(engine_of: EngineOf) -> None:
    replies = await told(await engine_of("allotment.md"), "who won the football", "tell me a joke")
    assert [reply.kind for reply in replies] == ["out_of_scope", "out_of_scope"]
    assert "Green Lane allotments" in replies[0].text
    assert all(option.id.startswith("topic:") for option in replies[0].options)


async def test_a_guide_without_sides_offers_no_choice(engine_of: EngineOf) -> None:
    engine = await engine_of("allotment.md")
    (hello,) = await told(engine, "hello")
    assert hello.kind == "smalltalk"
    assert all(option.id.startswith("topic:") for option in hello.options)
    assert "choose" not in hello.text
    (pressed,) = [await engine.handle(Message("ada", "lab", text="help me choose"))]
    assert pressed.kind != "question"


async def test_both_sides_are_compared_on_a_point_and_as_a_whole(engine_of: EngineOf) -> None:
    engine = await engine_of(None)
    whole, price = await told(engine, "what is the difference", "which is cheaper")
    assert whole.kind == price.kind == "compare"
    assert whole.table is not None
    assert whole.table.header[1:] == ("Paper books", "E-books")
    assert price.topics == ("comparison/price",)
    assert "- **E-books:** Often a third cheaper." in price.text


async def test_the_drafted_questions_lead_to_a_recommendation(engine_of: EngineOf) -> None:
    engine = await engine_of(None)
    (first,) = await told(engine, "help me choose")
    assert first.kind == "question"
    assert first.text.endswith("what would you rather have?")
    reply = first
    for _ in range(13):
        if reply.kind == "question":
            (reply,) = await told(engine, "the second one")
    assert reply.recommendation is not None
    assert reply.recommendation.verdict == "closed"
    assert reply.title == "Recommendation: E-books"


async def test_the_cells_of_the_table_are_understood_as_answers(engine_of: EngineOf) -> None:
    engine = await engine_of(None)
    await told(engine, "help me choose")
    (reply,) = await told(engine, "10 to 25 euros each")
    assert reply.standing.recorded["price"].leaning == "open"


async def test_a_drafted_pack_talks_json_lines(engine_of: EngineOf) -> None:
    engine = await engine_of("allotment.md")

    async def sent() -> AsyncIterator[bytes]:
        yield b'{"id": 1, "text": "when do you turn the taps on"}\n'

    output = io.BytesIO()
    await serve(engine, sent(), output, Words(engine.planner.content))
    answer = json.loads(output.getvalue())
    assert (answer["kind"], answer["topics"]) == ("answer", ["water"])
    assert answer["sources"][0]["title"].startswith("Green Lane allotments")


def test_a_drafted_pack_talks_on_a_terminal(engine_of: EngineOf) -> None:
    typed = iter(["when do you turn the taps on"])
    output = io.StringIO()
    with asyncio.Runner() as runner:
        engine = runner.run(engine_of("allotment.md"))
        guide = engine.planner.content.guide

        def read(_: str) -> str:
            try:
                return next(typed)
            except StopIteration:
                raise EOFError from None

        words = Words(engine.planner.content)
        console = Console(file=output, width=80, highlight=False)
        Chat(engine, words, console, runner, read).talk(guide.name, guide.subject)
    said = " ".join(output.getvalue().split())
    assert said.startswith("Hello, I am Shelf. Ask me about Green Lane allotments")
    assert "Taps are turned on from April to October." in said
