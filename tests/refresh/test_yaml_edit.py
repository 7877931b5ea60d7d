"""Edits of YAML touch what they name and nothing else, whatever the file looks like."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.files import parse_yaml
from bot.content.loader import default_root
from bot.errors import RefreshError
from bot.refresh.yaml_edit import Edit, edited

SHIPPED = sorted((default_root() / "knowledge" / "models").glob("*.yaml"))
DAY = "2031-01-01"
BLOCK = """\
# Top.
models:
- id: a   # first
  name: 'A: one'
  price:
    input_per_mtok_usd: 1  # dollars
  summary: >
    Folded
    text.
  # Sources come last.
  sources:
  - fact: price
    via: >-
      old
      words
# Between.
- {id: b, name: B, price: {input_per_mtok_usd: 1}, sources: []}
- id: c
  name: C"""


def member(text: str, model_id: str) -> dict[str, object]:
    data = parse_yaml(text, "models.yaml")
    assert isinstance(data, dict)
    return {each["id"]: each for each in data["models"]}[model_id]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_model_of_the_catalogue_can_be_edited(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    data = parse_yaml(text, path.name)
    assert isinstance(data, dict)
    edits = []
    for each in data["models"]:
        if "price" in each:
            edits.append(Edit(each["id"], ("price", "as_of"), DAY))
        else:
            edits.append(Edit(each["id"], ("price",), {"input_per_mtok_usd": 1.5, "as_of": DAY}))
        if "max_output_tokens" not in each:
            edits.append(Edit(each["id"], ("max_output_tokens",), 8192))
        edits.append(Edit(each["id"], ("sources",), {"fact": "a: b", "via": DAY}, appends=True))
    new = edited(text, path.name, edits)
    gone = set(text.splitlines()) - set(new.splitlines())
    assert all("as_of:" in line for line in gone)


@pytest.mark.parametrize(
    ("edit", "old", "new"),
    [
        (Edit("a", ("name",), "A 'two'"), "'A: one'", "'A ''two'''"),
        (
            Edit("a", ("price", "input_per_mtok_usd"), 0.25),
            "usd: 1  # dollars",
            "usd: 0.25  # dollars",
        ),
        (
            Edit("a", ("price", "as_of"), DAY),
            "1  # dollars\n",
            f"1  # dollars\n    as_of: '{DAY}'\n",
        ),
        (
            Edit("a", ("released",), DAY),
            "  summary: >",
            f"  released: '{DAY}'\n  summary: >",
        ),
        (Edit("a", ("context_tokens",), 9), "  price:\n", "  context_tokens: 9\n  price:\n"),
        (
            Edit("a", ("sources",), {"fact": "new"}, appends=True),
            "# Between.",
            "  - fact: new\n# Between.",
        ),
        (Edit("b", ("price", "as_of"), DAY), "usd: 1}, s", f"usd: 1, as_of: '{DAY}'}}, s"),
        (Edit("b", ("sources",), {"fact": "x, y"}, appends=True), "[]", "[{fact: 'x, y'}]"),
        (Edit("c", ("vendor",), "C & Co"), "  name: C", "  name: C\n  vendor: C & Co"),
        (
            Edit("c", ("price",), {"as_of": DAY}),
            "  name: C",
            f"  name: C\n  price:\n    as_of: '{DAY}'",
        ),
    ],
)
def test_an_edit_changes_its_place_alone(edit: Edit, old: str, new: str) -> None:
    assert BLOCK.count(old) == 1 or old == "  name: C"
    head, found, tail = BLOCK.rpartition(old)
    assert edited(BLOCK, "models.yaml", [edit]) == head + found.replace(old, new) + tail


def test_several_edits_of_one_model_keep_their_order() -> None:
    edits = [
        Edit("c", ("price",), {"input_per_mtok_usd": 2.0}),
        Edit("c", ("released",), DAY),
        Edit("c", ("sources",), {"fact": "both"}, appends=True),
    ]
    new = edited(BLOCK, "models.yaml", edits)
    assert list(member(new, "c")) == ["id", "name", "price", "released", "sources"]


@given(
    value=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30),
    model_id=st.sampled_from(["a", "b", "c"]),
)
def test_any_text_comes_back_as_it_was(value: str, model_id: str) -> None:
    try:
        new = edited(BLOCK, "models.yaml", [Edit(model_id, ("vendor",), value)])
    except RefreshError:
        return  # refused rather than written wrongly
    assert member(new, model_id)["vendor"] == value
    assert new.count("# Between.") == 1


def test_what_would_touch_more_is_refused() -> None:
    text = "models:\n- &it\n  id: a\n  name: A\n- *it\n"
    with pytest.raises(RefreshError, match="can't be edited safely"):
        edited(text, "models.yaml", [Edit("a", ("vendor", "deep"), "x")])
