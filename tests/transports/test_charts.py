"""A chart as a picture, as bars in the text, and with neither."""

from __future__ import annotations

import io
import json
import math
import subprocess
import sys

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from bot.render import bars, charts
from bot.render.fit import FENCE
from bot.render.jsonl import to_object
from bot.render.plain import LIMIT, render
from bot.render.terminal import as_rich, as_text
from bot.render.words import Words
from bot.reply import Bar, Chart, Line, Mark, Reply

CHART = Chart(
    title="What a month costs ($)",
    x_label="Tokens",
    y_label="US dollars",
    lines=(
        Line("API: A $ model", ((0.0, 0.0), (10.0, 100.0))),
        Line("Rented", ((0.0, 40.0), (10.0, 40.0)), ((0.0, 60.0), (10.0, 60.0))),
    ),
    marks=(Mark(4.0, 40.0, "even from 4"),),
    bars_title="A month, by tokens:",
    bars=(Bar("Server", 40.0, "$40"), Bar("API, 10", 100.0, "$100"), Bar("API, none", 0.0, "$0")),
    alt="Line chart. The API meets the server at 4.",
)
REPLY = Reply("cost", "It depends.", title="API or own GPU", chart=CHART)
BLOCK = """\
A month, by tokens:
```
Server     ████████ $40
API, 10    ████████████████████ $100
API, none   $0
```"""
numbers = st.floats(0, 1e15) | st.sampled_from([0.0, 1e-12, 1e300])
names = st.text(max_size=40)
drawings = st.builds(
    Chart,
    title=names,
    x_label=names,
    y_label=names,
    lines=st.just(CHART.lines),
    marks=st.just(()),
    bars_title=names,
    bars=st.lists(st.builds(Bar, names, numbers, names), max_size=9).map(tuple),
    alt=names,
)


class TestBars:
    def test_they_stand_between_the_text_and_the_sources(self) -> None:
        assert render(REPLY) == f"**API or own GPU**\n\nIt depends.\n\n{BLOCK}"

    def test_programs_get_them_in_the_text(self) -> None:
        answer = json.loads(json.dumps(to_object(REPLY, 1, 0)))
        assert BLOCK in answer["text"]
        assert "chart" not in answer

    def test_a_terminal_shows_them(self) -> None:
        output = io.StringIO()
        Console(file=output, width=80).print(as_rich(REPLY, Words()))
        assert "API, 10    ████████████████████ $100" in output.getvalue()
        assert BLOCK in as_text(REPLY, Words())

    def test_a_long_text_goes_before_them(self) -> None:
        text = render(REPLY.with_(text="A sentence. " * 160))
        assert len(text) <= LIMIT
        assert "█" not in text
        assert text.count(FENCE) == 0

    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(drawings, st.integers(0, 600))
    def test_they_keep_to_their_room(self, chart: Chart, room: int) -> None:
        block = bars.block(chart, room)
        assert len(block) <= room
        assert block.count(FENCE) in {0, 2}
        if chart.bars:
            longest = max(chart.bars, key=lambda bar: bar.value)
            drawn = bars.drawn(longest.value, longest.value)
            assert len(drawn) == (bars.LONGEST if longest.value else 0)

    @given(numbers, numbers)
    def test_more_is_never_shorter(self, one: float, other: float) -> None:
        low, high = sorted((one, other))
        assert len(bars.drawn(low, high)) <= len(bars.drawn(high, high))
        assert math.isfinite(low)


class TestPicture:
    def test_it_is_a_png_that_says_what_it_shows(self) -> None:
        picture = charts.png(CHART)
        assert picture.startswith(b"\x89PNG\r\n\x1a\n")
        assert b"The API meets the server at 4." in picture
        assert charts.png(CHART) is picture

    def test_a_chart_of_nothing_can_be_drawn(self) -> None:
        empty = Chart("", "", "", (Line("", ((0.0, 0.0),)),), (), "", (), "")
        assert charts.png(empty).startswith(b"\x89PNG")

    def test_nothing_imports_matplotlib_before_a_picture_is_wanted(self) -> None:
        code = "import sys, bot.app, bot.transports.discord; print('matplotlib' in sys.modules)"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert done.stdout.strip() == "False", done.stderr
