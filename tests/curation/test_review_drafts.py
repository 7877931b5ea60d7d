"""Accepted utterances as small edits of a pack's files."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.curation.drafts import (
    Accepted,
    Known,
    ReviewError,
    difference,
    drafted,
    taken_in,
    waiting,
)
from bot.curation.proposals import slotted
from bot.errors import RefreshError
from bot.refresh.writing import replace_all
from bot.understanding.reading import Mention

FILE = """# Written by hand.
intents:
- id: open/cake   # the best one
  utterances:
  - bake a cake
  # the quoted ones
  - "is it: a cake?"

- id: open/pie
  utterances: [bake a pie]
"""
SENTENCES = (
    st.text(
        st.characters(blacklist_categories=("Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp")), min_size=1
    )
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)


def test_utterances_go_to_the_end_of_their_intent_and_all_else_stays() -> None:
    accepted = [Accepted("open/cake", "cakes: how?"), Accepted("open/pie", "pie, please")]
    (after,) = taken_in({"intents/topics/a.yaml": FILE}, accepted).values()
    assert difference({"a": FILE}, {"a": after}) == "\n".join([
        "--- a/a", "+++ b/a", "@@ -5,6 +5,7 @@",
        "   - bake a cake", "   # the quoted ones", '   - "is it: a cake?"',
        "+  - 'cakes: how?'",
        " ", " - id: open/pie",
        "-  utterances: [bake a pie]", "+  utterances: [bake a pie, 'pie, please']",
    ])  # fmt: skip


def test_line_ends_of_windows_stay() -> None:
    held = FILE.replace("\n", "\r\n")
    (after,) = taken_in({"a.yaml": held}, [Accepted("open/cake", "one more")]).values()
    assert after.count("\r\n") == after.count("\n") == held.count("\n") + 1


@given(st.lists(SENTENCES, min_size=1, max_size=5))
def test_whatever_is_accepted_reads_back_as_it_was_said(texts: list[str]) -> None:
    accepted = [Accepted("open/cake", text) for text in texts]
    (after,) = taken_in({"a.yaml": FILE}, accepted).values()
    assert yaml.safe_load(after)["intents"][0]["utterances"][2:] == texts
    assert waiting(drafted(drafted(None, "x/y", texts), "x/y", texts), "d") == [
        (text, "x/y") for text in [*texts, *texts]
    ]


def test_an_intent_that_is_nowhere_is_named() -> None:
    with pytest.raises(ReviewError, match="No file has the intent open/tart"):
        taken_in({"a.yaml": FILE}, [Accepted("open/tart", "a tart")])


def test_a_draft_that_was_broken_by_hand_is_named() -> None:
    with pytest.raises(ReviewError, match=r"drafts/x\.yaml can't be read"):
        waiting("intents: [", "x.yaml")


KNOWN = [
    ("how much does it cost to run a model at home", "open/costs"),
    ("what do they think of open models", "open/views"),
    ("is {model} free", "ask/cost"),
]


@pytest.mark.parametrize(
    ("new", "why"),
    [
        (Accepted("open/costs", "How much does it cost to run a model at home?"), "stands under"),
        (Accepted("open/views", "how much does it cost to run a model at home"), "stands under"),
        (Accepted("open/views", "to run a model at home how much does it cost"), "contradict"),
        (Accepted("open/costs", "to run a model at home how much does it cost"), "already"),
        (Accepted("ask/cost", "?!"), "no words"),
        (Accepted("open/costs", "a wholly new one"), None),
        (Accepted("closed/views", "what do they think of closed models"), None),
    ],
)
def test_what_stands_there_or_nearly_is_refused(new: Accepted, why: str | None) -> None:
    carriers = {("open", "models"): "qqside-open", ("closed", "models"): "qqside-closed"}
    clash = Known(KNOWN, carriers).clash(new)
    assert (clash is None) if why is None else (clash is not None and why in clash)


def test_what_was_just_accepted_counts_as_known() -> None:
    known = Known(KNOWN, {})
    new = Accepted("open/costs", "a wholly new one")
    known.add(new)
    assert known.clash(new) == "It stands under open/costs already."


def test_names_of_the_catalogue_become_slots() -> None:
    llama = Mention("model", "llama-4", "llama 4", 1, 3)
    apache = Mention("license", "apache-2.0", "apache", 4, 5)
    assert slotted("is  Llama-4 under {Apache}?", (llama, apache)) == (
        "is {model} under {license}?"
    )
    assert slotted("is llamas 4 free", (llama,)) == "is llamas 4 free"


def test_a_new_file_goes_again_where_another_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new, old = tmp_path / "drafts" / "a.yaml", tmp_path / "b.yaml"
    old.write_text("before")
    real = Path.replace

    def fails(self: Path, target: Path) -> Path:
        if target == old:
            raise OSError(28, "No space left on device", str(target))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(RefreshError, match="No space left"):
        replace_all({new: "a", old: "after"}, {old: "before"})
    assert old.read_text() == "before"
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["b.yaml"]


def test_a_new_file_takes_the_place_of_none_that_came_meanwhile(tmp_path: Path) -> None:
    place = tmp_path / "a.yaml"
    place.write_text("somebody else's")
    with pytest.raises(RefreshError, match="was changed meanwhile"):
        replace_all({place: "mine"}, {})
    assert place.read_text() == "somebody else's"
