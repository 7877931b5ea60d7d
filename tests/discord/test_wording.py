"""What `ajar check` holds against Discord's limits: names, labels, and whole commands."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.content.catalogue import FOLDER, SUFFIX, Catalogue
from bot.content.checks_sheets import Sheets
from bot.content.loader import Pack, Reader, default_root
from bot.content.schema import Phrases
from bot.errors import Problem
from bot.render import limits
from bot.transports.discord import wording

FILE = "knowledge/locales/de/frame.po"


class Copy:
    """The shipped pack, in which a test changes one text."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for folder in ("knowledge", "intents"):
            shutil.copytree(default_root() / folder, root / folder)

    def say(self, key: str, text: str) -> int:
        """Puts another German text; the line where its entry stands."""
        path = self.root / FILE
        before, start, rest = path.read_text("utf-8").partition(f'msgctxt "{key}"\n')
        entry, blank, after = rest.partition("\n\n")
        kept = entry.partition("msgstr")[0]
        path.write_text(f'{before}{start}{kept}msgstr "{text}"{blank}{after}', "utf-8")
        return before.count("\n") + 2

    def overlong(self) -> list[Problem]:
        """What is found without reading all content."""
        reader = Reader(Pack(self.root))
        reader.many("knowledge/phrases", Phrases)
        reader.many(FOLDER, Catalogue, SUFFIX)
        return wording.overlong(wording.texts_of(Sheets(reader)))

    async def problems(self) -> list[Problem]:
        return await wording.problems(Pack(self.root))


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


async def test_the_shipped_pack_fits() -> None:
    assert await wording.problems(Pack(default_root())) == []


@pytest.mark.parametrize(
    ("key", "text", "what"),
    [
        ("discord_name_ask", "x" * 33, "has 33 characters, Discord takes 32"),
        ("discord_name_ask", "Fragen", "is no name for a command: 'Fragen'"),
        ("discord_name_ask", "frag mich", "is no name for a command: 'frag mich'"),
        ("discord_option_model", "modell!", "is no name for a command: 'modell!'"),
        ("discord_menu_ask", "x" * 33, "has 33 characters, Discord takes 32"),
        ("discord_about_ask", "x" * 101, "has 101 characters, Discord takes 100"),
        ("discord_form_label", "x" * 46, "has 46 characters, Discord takes 45"),
        ("discord_form_title", "x" * 46, "has 46 characters, Discord takes 45"),
        ("discord_form_hint", "x" * 101, "has 101 characters, Discord takes 100"),
        ("discord_pick", "x" * 151, "has 151 characters, Discord takes 150"),
        ("discord_rating_good", "x" * 101, "has 101 characters, Discord takes 100"),
        ("button.skip", "x" * 81, "has 81 characters, Discord takes 80"),
        ("discord_hello", "x" * 2001, "has 2,001 characters, Discord takes 2,000"),
        ("discord_pick", "😀" * 76, "has 152 characters, Discord takes 150"),
    ],
)
def test_a_text_that_discord_would_refuse_is_shown_where_it_stands(
    copy: Copy, key: str, text: str, what: str
) -> None:
    line = copy.say(key, text)
    (problem,) = copy.overlong()
    assert (problem.path, problem.what) == (FILE, f"{key!r} {what}")
    assert abs(problem.line - line) <= 1


async def test_two_commands_of_one_name_are_found(copy: Copy) -> None:
    line = copy.say("discord_name_define", "fragen")
    (problem,) = await copy.problems()
    assert problem.what == "/ask and /define are both called 'fragen' in de"
    assert abs(problem.line - line) <= 1


async def test_two_options_of_one_name_are_found(copy: Copy) -> None:
    copy.say("discord_option_second", "erstes")
    problems = await copy.problems()
    assert [each.what for each in problems] == ["names of options (de) are not unique"]
    assert problems[0].path == FILE


def test_a_command_counts_by_its_longest_language() -> None:
    option = {
        "name": "o",
        "description": "d",
        "choices": [{"name": "x" * 100, "value": "x" * 100}] * 25,
    }
    command = {
        "name": "c",
        "description": "d",
        "options": [option | {"name": "o"}, option | {"name": "p"}],
    }
    assert limits.validate(command) == ["/c passes 8000 characters in all"]
    short = {"name": "x", "name_localizations": {"de": "x" * 100}, "value": "x" * 50}
    long = command | {"options": [option | {"choices": [short] * 25}] * 1}
    assert limits.validate(long) == []
    three = [option | {"name": name, "choices": [short] * 25} for name in ("o", "p", "q")]
    assert limits.validate(command | {"options": three}) == ["/c passes 8000 characters in all"]
