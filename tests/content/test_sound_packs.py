"""Packs without a fault: the one that is shipped, and a small one on another subject."""

from __future__ import annotations

import shutil
from pathlib import Path

from planting import Plot

from bot.content.cache import Cache
from bot.content.checks import check, warnings
from bot.content.loader import Pack, default_root, load_content, load_training


def test_the_shipped_pack_has_no_problem() -> None:
    assert [str(problem) for problem in check(Pack(default_root()))] == []


def test_a_pack_on_tea_loads_and_has_no_problem(tea: Plot) -> None:
    assert tea.problems() == []
    content = load_content(tea.pack, Cache(None))
    assert content.guide.side_names == {"open": "green", "closed": "black"}
    assert content.models == content.licenses == content.devices == ()
    assert load_training(tea.pack).unknown


def test_the_tea_pack_with_the_programs_phrases_can_serve_the_program(tea: Plot) -> None:
    shipped = default_root() / "knowledge" / "phrases"
    shutil.copytree(shipped, tea.root / "knowledge" / "phrases", dirs_exist_ok=True)
    assert [str(problem) for problem in check(tea.pack)] == []
    assert {"tea_offer", "tea_thanks", "tea_pour"} <= {
        problem.what.split("'")[1] for problem in warnings(tea.pack)
    }


def test_a_pack_without_sides_needs_nothing_for_a_choice(tea: Plot) -> None:
    guide = tea.read("knowledge/guide.yaml")
    kept = ("name:", "subject:", "as_of:", "start_topics:")
    plain = "\n".join(line for line in guide.splitlines() if line.startswith(kept))
    tea.write("knowledge/guide.yaml", plain + "\n")
    for name in ("comparison", "factors", "advisor"):
        (tea.root / "knowledge" / f"{name}.yaml").unlink()
    for name in ("caffeine", "milk"):
        (tea.root / "intents" / "answers" / f"{name}.yaml").unlink()
    assert tea.problems() == []
    content = load_content(tea.pack, Cache(None))
    assert content.factors == content.aspects == content.guide.sides == {}


def test_two_sides_need_what_compares_them(tea: Plot) -> None:
    tea.edit("knowledge/guide.yaml", "comparison_topic: comparison\n", "")
    (problem,) = tea.problems()
    assert problem.what == "the file: two sides also need comparison_topic"
    assert problem.hint == "add them, or leave out the sides"


def test_two_sides_need_the_files_of_the_choice(tea: Plot) -> None:
    (tea.root / "knowledge" / "advisor.yaml").unlink()
    assert "knowledge/advisor.yaml: file is missing" in str(tea.problems()[0])


def test_a_folder_without_content_says_what_to_do(tmp_path: Path) -> None:
    (problem,) = check(Pack(tmp_path))
    assert "no content here" in str(problem)
    assert "AJAR_CONTENT" in problem.hint
    assert warnings(Pack(tmp_path)) == []
