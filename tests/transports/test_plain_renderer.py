"""A reply as plain Markdown fits a Discord message and reads well there."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.content.schema import SourceRef
from bot.render import table
from bot.render.fit import FENCE, shorten, showable
from bot.render.plain import ENGLISH, LIMIT, render
from bot.reply import Reply, Table

# Neither a busy machine nor the first run's tables of Unicode shall fail a test.
steady = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
pieces = st.sampled_from(
    ["word ", "A sentence ends. ", "\n\n", "\n- item", "```", "```py\nx = 1\n", "``", "`", "…"]
)
long_runs = st.builds(
    lambda char, count: char * count, st.sampled_from("x`é\n 🎈"), st.integers(0, 3000)
)
texts = st.lists(pieces | long_runs | st.text(st.characters(), max_size=80), max_size=60).map(
    "".join
)
cells = st.text(max_size=60) | st.builds(lambda n: "cell " * n, st.integers(0, 80))
sources = st.builds(
    SourceRef,
    title=st.text(min_size=1, max_size=300).filter(str.strip),
    as_of=st.none() | st.just("2026-06"),
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    columns = draw(st.integers(0, 12))
    row = st.tuples(*[cells] * columns)
    return Table(draw(row), tuple(draw(st.lists(row, max_size=40))))


replies = st.builds(
    Reply,
    kind=st.just("answer"),
    text=texts,
    title=st.none() | texts,
    table=st.none() | tables(),
    after_table=texts,
    sources=st.lists(sources, max_size=12).map(tuple),
)


@steady
@given(replies)
def test_any_reply_fits_a_message_and_leaves_no_fence_open(reply: Reply) -> None:
    text = render(reply)
    assert len(text) <= LIMIT
    assert text.count(FENCE) % 2 == 0
    assert text == showable(text)


@steady
@given(replies)
def test_sources_stay_whatever_else_gives_way(reply: Reply) -> None:
    named = [source for source in reply.sources if showable(source.title).split()]
    if named and named[0] is reply.sources[0]:
        assert render(reply).rpartition("\n")[2].startswith(ENGLISH.sources)


@steady
@given(texts, st.integers(0, 500))
def test_shortening_keeps_to_its_room_and_to_the_text(text: str, room: int) -> None:
    short = shorten(text, room)
    assert len(short) <= room
    kept = short.removesuffix("\n" + FENCE).removesuffix("…").rstrip()
    assert text.startswith(kept)


@steady
@given(tables(), st.integers(0, 1500))
def test_a_table_keeps_to_its_room(drawn: Table, room: int) -> None:
    assert len(table.block(drawn, room)) <= room


def test_a_reply_shows_its_parts_in_order() -> None:
    reply = Reply(
        "compare",
        "Both have their price.",
        title="Cost",
        table=Table(("Side", "Licence"), (("Open", "usually free"), ("Closed", "often paid"))),
        after_table="Ask for figures.",
        sources=(
            SourceRef(title="The original guide"),
            SourceRef(title="Prices", url="https://example.org", as_of="2026-06"),
        ),
    )
    assert render(reply) == (
        "**Cost**\n\n"
        "Both have their price.\n\n"
        "```\n"
        "Side    Licence\n"
        "──────  ────────────\n"
        "Open    usually free\n"
        "Closed  often paid\n"
        "```\n\n"
        "Ask for figures.\n\n"
        "Sources: The original guide, Prices (as of 2026-06)"
    )


def test_a_long_text_is_cut_after_a_sentence() -> None:
    text = render(Reply("answer", "This is one of many sentences. " * 100))
    assert text.endswith("sentences. …")


def test_a_long_text_is_cut_after_a_paragraph_where_one_is_near() -> None:
    text = render(Reply("answer", "A sentence. " * 150 + "\n\n" + "Another one. " * 100))
    assert text.endswith("A sentence. …")
    assert "Another" not in text


def test_abbreviations_and_list_numbers_end_no_sentence() -> None:
    assert shorten("Pick a small one, e.g. Gemma or Phi, to begin with", 30) == (
        "Pick a small one, e.g. Gemma …"
    )
    assert shorten("Two steps:\n1. download\n2. run it at home", 26) == "Two steps:\n1. download …"


def test_a_code_block_that_is_cut_is_closed() -> None:
    text = render(Reply("answer", "Run this:\n```\n" + "pip install it\n" * 200 + "```"))
    assert text.endswith("pip install it …\n```")


def test_wide_cells_go_on_over_several_lines_and_lose_nothing_where_there_is_room() -> None:
    says = "The licence is usually free, but running the model yourself is not free at all."
    shown = table.block(Table(("Aspect", "Open", "Closed"), (("Cost", says, says),)), 1500)
    assert max(map(len, shown.splitlines())) <= table.WIDTH
    assert "…" not in shown
    assert shown.count("not free") + shown.count("free at") >= 2


def test_a_high_table_is_cut_to_fewer_lines_before_it_loses_rows() -> None:
    rows = tuple((f"Row {n}", "many words in this cell " * 5) for n in range(12))
    shown = table.block(Table(("Name", "Text"), rows), 1000)
    assert "Row 11" in shown
    assert "…" in shown


def test_cells_lose_their_markup_since_a_code_block_would_show_it() -> None:
    shown = table.block(Table(("A", "B"), (("**bold**", "`code`"),)), 500)
    assert "bold  code" in shown


def test_control_characters_and_lone_surrogates_are_not_shown() -> None:
    assert render(Reply("answer", "a\x1b[31mb\x00\u202ec\ud800d")) == "a[31mbc\ufffdd"
