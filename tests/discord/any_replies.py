"""Replies of every kind, as odd as they may come."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.content.schema import SourceRef
from bot.reply import Kind, Option, Reply, Standing, Table

KINDS = st.sampled_from(Kind.__args__)
ANYTHING = st.text(max_size=300) | st.text(st.characters(codec=None), max_size=60)
LONG = st.text(max_size=30).map(lambda text: (text + " ") * 90)
OPTIONS = st.builds(
    Option,
    id=st.text(max_size=120) | st.from_regex(r"(topic|control|more):[a-z/-]{1,40}", fullmatch=True),
    label=ANYTHING,
)
SOURCES = st.builds(
    SourceRef,
    title=st.text(min_size=1, max_size=90).filter(str.strip),
    url=st.none() | st.just("https://example.org/a?b=c"),
)
TABLES = st.lists(st.tuples(ANYTHING, ANYTHING, ANYTHING), max_size=8).map(
    lambda rows: Table(("A", "B", "C"), tuple(rows))
)
STANDINGS = st.builds(
    Standing,
    session=st.none() | st.text(max_size=30) | st.just("Abc-_123456789012345"),
    asking=st.none() | st.just("budget") | st.text(max_size=70),
    progress=st.none() | st.tuples(st.integers(1, 20), st.integers(1, 20)),
)
REPLIES = st.builds(
    Reply,
    kind=KINDS,
    text=ANYTHING | LONG,
    title=st.none() | ANYTHING,
    table=st.none() | TABLES,
    after_table=ANYTHING,
    options=st.lists(OPTIONS, max_size=40).map(tuple),
    sources=st.lists(SOURCES, max_size=6).map(tuple),
    private=st.booleans(),
    attachment=st.none() | st.tuples(st.just("data.json"), ANYTHING),
    standing=STANDINGS,
)
