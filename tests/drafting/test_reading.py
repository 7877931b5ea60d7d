"""What becomes of the parts of a guide."""

from __future__ import annotations

from pathlib import Path

import pytest
from drafting import TODAY, draft, problems

from bot.content.cache import Cache
from bot.content.checks_phrases import PROGRAM
from bot.content.loader import Pack, load_content, load_training
from bot.content.snapshot import Content
from bot.drafting.files import files_of
from bot.drafting.pack import understand
from bot.drafting.rules import Starter, example_guide
from bot.transports.discord.command_list import SPECS, specs_for

DOCS = sorted((Path(__file__).resolve().parents[2] / "docs").glob("*.md"))


def read(text: str, folder: Path, starter: Starter) -> Content:
    """The content of the drafted pack, which has no problem."""
    draft(text, folder, starter)
    assert problems(folder) == []
    return load_content(Pack(folder), Cache(None))


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_every_page_of_the_documentation_makes_a_sound_pack(
    page: Path, tmp_path: Path, starter: Starter
) -> None:
    content = read(page.read_text(encoding="utf-8"), tmp_path, starter)
    assert len(content.sections) > 3


@pytest.mark.parametrize("name", ["sourdough.md", "allotment.md"])
def test_guides_of_everyday_life_make_sound_packs(
    name: str, guides: Path, tmp_path: Path, starter: Starter
) -> None:
    content = read((guides / name).read_text(encoding="utf-8"), tmp_path, starter)
    assert content.guide.sides == {}
    assert content.factors == {}


def test_the_example_has_all_that_the_program_asks_for(tmp_path: Path, starter: Starter) -> None:
    draft(example_guide(), tmp_path, starter, "example.md")
    assert problems(tmp_path, PROGRAM) == []
    files = list((tmp_path / "intents").rglob("*.yaml"))
    assert all(path.read_text(encoding="utf-8").startswith("# ") for path in files)


def test_no_phrase_of_a_drafted_pack_speaks_of_models(tmp_path: Path, starter: Starter) -> None:
    """But those that only a pack with a catalogue can say."""
    content = read(example_guide(), tmp_path, starter)
    commands = {each.name for each in SPECS} - {each.name for each in specs_for(content)}
    of_catalogue = ("knowledge_", "cost_", "hardware_", "encoder_")
    of_catalogue += tuple(f"discord_about_{name}" for name in commands)
    said = {
        key: str(text)
        for key, text in content.phrases.phrases.items()
        if not key.startswith(of_catalogue)
    }
    assert [key for key, text in said.items() if " AI" in text or "open and closed" in text] == []
    assert [key for key, text in said.items() if "models" in text or "<" in text] == []


def test_a_drafted_bot_goes_by_its_own_name_alone(starter: Starter) -> None:
    """But in what the program tells its operator of the encoder."""
    guide = understand(example_guide(), "example.md", TODAY, starter)
    said = {
        name: text
        for name, text in files_of(guide, starter, "Samovar").items()
        if name.startswith("knowledge/phrases/") and not name.endswith("/encoder.yaml")
    }
    assert said
    assert [name for name, text in said.items() if "Ajar" in text] == []


def test_a_table_with_two_things_becomes_two_sides_and_what_is_asked(
    tmp_path: Path, starter: Starter
) -> None:
    text = (
        "# Bikes\n\nTwo kinds.\n\n| | City bike | Electric bike |\n| --- | --- | --- |\n"
        "| Price | 400 euros | 2,000 euros |\n| Weight | 14 kg | 25 kg |\n"
    )
    content = read(text, tmp_path, starter)
    assert content.guide.sides == {"open": "City bike", "closed": "Electric bike"}
    assert content.guide.side_names == {"open": "city", "closed": "electric"}
    assert [(each.title, each.open, each.closed) for each in content.comparison.aspects] == [
        ("Price", "400 euros", "2,000 euros"),
        ("Weight", "14 kg", "25 kg"),
    ]
    price = content.factors["price"]
    assert [(value.label, value.leaning) for value in price.values] == [
        ("400 euros", "open"),
        ("2,000 euros", "closed"),
        ("Either is fine", "neutral"),
    ]


def test_sections_built_alike_become_sides_where_the_guide_compares(
    tmp_path: Path, starter: Starter
) -> None:
    text = (
        "# Gas or induction\n\nTwo ways to cook.\n\n"
        "## Gas\n\n- **Speed:** at once.\n- **Cleaning:** takes a while.\n\n"
        "## Induction\n\n- **Speed:** very fast.\n- **Cleaning:** one wipe.\n"
    )
    content = read(text, tmp_path, starter)
    assert content.guide.sides == {"open": "Gas", "closed": "Induction"}
    assert {each.title for each in content.comparison.aspects} == {"Speed", "Cleaning"}
    assert content.section_by_id["gas"].side == "open"


@pytest.mark.parametrize("corner", ["Plan", "Feature"])
def test_a_table_of_three_columns_that_compares_nothing_stays_text(
    corner: str, tmp_path: Path, starter: Starter
) -> None:
    head = f"| {corner} | Size | Rent |\n| --- | --- | --- |\n"
    text = f"# Fees\n\n{head}| Full | big | 9 |\n| Half | small | 5 |\n"
    content = read(text, tmp_path, starter)
    assert content.guide.sides == {}
    assert "- **Full**: Size: big; Rent: 9" in content.section_by_id["overview"].short


def test_terms_of_a_glossary_and_bold_questions_get_sections_of_their_own(
    tmp_path: Path, starter: Starter
) -> None:
    content = read(example_guide(), tmp_path, starter)
    assert content.section_by_id["glossary/epub"].short.startswith("The most common open format")
    library = content.section_by_id["questions-and-answers/can-i-borrow-e-books-from-a"]
    assert library.title == "Can I borrow e-books from a library?"
    assert library.short.startswith("Yes. Many public libraries")


def test_a_table_of_contents_is_left_out_and_links_become_sources(
    tmp_path: Path, starter: Starter
) -> None:
    text = (
        "# Tea\n\nA drink.\n\n## Contents\n\n- [Pots](#pots)\n\n"
        "## Way through\n\n- [Pots](#pots)\n\n"
        "## Pots\n\nClay, as [the museum](https://museum.example/pots) shows.\n"
    )
    content = read(text, tmp_path, starter)
    assert [section.id for section in content.sections] == ["overview", "pots"]
    pots = content.section_by_id["pots"]
    assert pots.short == "Clay, as the museum shows."
    assert [source.url for source in pots.sources] == [None, "https://museum.example/pots"]


def test_a_long_part_loses_no_word(tmp_path: Path, starter: Starter) -> None:
    words = [f"word{n}" for n in range(1500)]
    sentences = [" ".join(words[at : at + 10]) + "." for at in range(0, len(words), 10)]
    paragraphs = [" ".join(sentences[at : at + 5]) for at in range(0, len(sentences), 5)]
    content = read("# Long\n\n" + "\n\n".join(paragraphs), tmp_path, starter)
    said = " ".join(f"{s.short} {s.normal} {s.more}" for s in content.sections)
    assert [word for word in words if word not in said.replace(".", " ").split()] == []


def test_utterances_are_drafted_for_every_section(tmp_path: Path, starter: Starter) -> None:
    guide = draft(example_guide(), tmp_path, starter, "example.md")
    training = load_training(Pack(tmp_path))
    counts = {intent.id: len(intent.utterances) for intent in training.intents}
    assert all(counts[section.id] >= 20 for section in guide.sections)
    assert guide.utterances == sum(counts[section.id] for section in guide.sections)
