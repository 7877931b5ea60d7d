"""What can't be made into a pack is refused with what to do, and nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.__main__ import main

TITLED = "# Tea\n\nA drink.\n"


def made(folder: Path, guide: bytes | str, capsys: pytest.CaptureFixture[str]) -> str:
    """What `ajar new` says against a guide; the pack's folder stays empty."""
    source = folder / "guide.md"
    source.write_bytes(guide if isinstance(guide, bytes) else guide.encode())
    target = folder / "pack"
    assert main(["new", str(target), "--from", str(source)]) == 1
    assert not target.exists()
    return capsys.readouterr().err


@pytest.mark.parametrize(
    ("guide", "what", "hint"),
    [
        ("just a sentence without a title", "no heading", "give it a title"),
        ("", "is empty", "write a heading"),
        ("# Tea\n", "no text below the headings", "write at least a sentence"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is no UTF-8 text", "save it as a Markdown text file"),
        (b"# Tea\n\nA \x00 drink.\n", "binary data", "save it as a Markdown text file"),
        ("# Tea\n\n" + "A drink. " * 120_000, "has 1.1 MB", "a pack of each part"),
        ("# Tea\n\nA drink.\n\n## 東京\n\nA town.\n", "guide.md:5: the heading '東京'", "(Tokyo)"),
        ("# Tea\n\nA drink.\n\n##\n\nText.\n", "guide.md:5: an empty heading", "give it a title"),
        ("# Чай\n\nЧай это напиток, который пьют.\n", "(cyrillic)", "translate it"),
        (
            "# Tee\n\nDas ist ein Getränk, und ich mag es nicht mit Milch für mich.\n",
            "(german)",
            "translate it",
        ),
        (
            "# Tea\n\n" + "\n\n".join(f"## Kind {n}\n\nIt is the {n}th." for n in range(301)),
            "makes 302 sections",
            "a pack of a part of it",
        ),
    ],
)
def test_a_guide_that_cannot_be_used_says_why_and_what_to_do(
    tmp_path: Path, guide: bytes | str, what: str, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said = made(tmp_path, guide, capsys)
    assert what in said
    assert hint in said


def test_every_heading_that_cannot_be_used_is_named_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = made(tmp_path, f"{TITLED}\n## ★\n\nOne.\n\n## 東京\n\nTwo.\n", capsys)
    assert ["guide.md:5" in said, "guide.md:9" in said] == [True, True]


def test_a_guide_that_is_not_there_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "lost.md"
    assert main(["new", str(tmp_path / "pack"), "--from", str(missing)]) == 1
    said = capsys.readouterr().err
    assert "lost.md: can't be read: No such file" in said
    assert "--from guide.md" in said


def test_a_folder_with_something_in_it_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    assert main(["new", str(tmp_path)]) == 1
    assert "is not empty" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
    assert main(["new", str(tmp_path / "notes.txt")]) == 1
    assert "is a file" in capsys.readouterr().err


def test_the_bot_needs_a_name_that_can_be_seen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", str(tmp_path / "pack"), "--name", " \u200b "]) == 1
    assert "--name Samovar" in capsys.readouterr().err
    assert main(["new", str(tmp_path / "pack"), "--name", "Shelf {x}"]) == 0
    talk = (tmp_path / "pack" / "knowledge" / "phrases" / "talk.yaml").read_text(encoding="utf-8")
    assert "Shelf x, a bot that answers" in talk


def test_headings_that_repeat_are_told_apart_and_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    guide = tmp_path / "guide.md"
    guide.write_text(
        "# Plants\n\nTwo.\n\n## Rose\n\n### Care\n\nCut it.\n\n## Fern\n\n### Care\n\nWater it.\n\n"
        "### Care\n\nMist it.\n\n## Empty\n",
        encoding="utf-8",
    )
    assert main(["new", str(tmp_path / "pack"), "--from", str(guide)]) == 0
    said = capsys.readouterr().out
    assert "“Care” (line 17) stands twice; here it is called “Care (Fern) (2)”" in said
    assert "Left out: “Empty” (line 21)" in said
    titles = {
        line.removeprefix("title: ")
        for path in (tmp_path / "pack" / "knowledge" / "sections").rglob("*.md")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("title: ")
    }
    assert {"Care (Rose)", "Care (Fern)", "Care (Fern) (2)"} <= titles


def test_a_heading_with_accents_gets_a_plain_id_and_keeps_its_title(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    guide = tmp_path / "guide.md"
    guide.write_text("# Food\n\nGood.\n\n## Crème brûlée\n\nBurnt cream.\n", encoding="utf-8")
    assert main(["new", str(tmp_path / "pack"), "--from", str(guide)]) == 0
    section = tmp_path / "pack" / "knowledge" / "sections" / "creme-brulee.md"
    assert "title: Crème brûlée" in section.read_text(encoding="utf-8")
