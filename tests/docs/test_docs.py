"""What the documentation names is there, and what is there to be set or used is named."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from pages import PAGES, ROOT, SPAN, code_of, doc, every_page, prose_of, text_of
from typer.main import get_command

from bot.cli.commands import app
from bot.cli.jsonl import main as jsonl
from bot.settings import Settings, variable

LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
OURS = re.compile(r"(?:bot|knowledge|intents|docs|tests)/[^\s`]*")
NAMED_VARIABLE = re.compile(r"\b(?:AJAR_[A-Z_]+|DISCORD_TOKEN)\b")
# Looks for a PostgreSQL server in the tests; the program itself doesn't read it.
OF_THE_TESTS = {"AJAR_REQUIRE_POSTGRES"}


# Commands and targets


def commands_in(page: Path) -> list[list[str]]:
    """The words that follow `ajar` (or `python -m bot`), up to a pipe."""
    calls = re.compile(r"(?:^|\s|bin/)(?:ajar|python -m bot) +([^|]+)$")
    found = [match[1].split() for code in code_of(page) if (match := calls.search(code))]
    return [words for words in found if words[0] not in {"=", "·"}]


def problem_of(words: list[str], jsonl_options: set[str]) -> str | None:
    """What of a command line doesn't exist; None where all of it does."""
    command: Any = get_command(app)
    rest = list(words)
    while rest:
        word = rest.pop(0)
        options = {name: each for each in command.params for name in each.opts}
        if word.startswith("-"):
            if word not in options and not (command.name == "jsonl" and word in jsonl_options):
                return f"{command.name} has no option {word}"
            if word not in options or not options[word].is_flag:
                rest = rest[1:]
        elif hasattr(command, "commands"):
            if word not in command.commands:
                return f"{command.name} has no command {word}"
            command = command.commands[word]
        elif not command.params:
            return f"{command.name} takes no {word}"
    return None


@pytest.fixture
def jsonl_options(capsys: pytest.CaptureFixture[str]) -> set[str]:
    with pytest.raises(SystemExit):
        jsonl(["--help"])
    return set(re.findall(r"--\w+", capsys.readouterr().out))


@every_page
def test_every_command_that_a_page_names_exists(page: Path, jsonl_options: set[str]) -> None:
    problems = [problem_of(words, jsonl_options) for words in commands_in(page)]
    assert [problem for problem in problems if problem] == []


def test_the_pages_do_name_commands_and_a_wrong_one_would_be_found() -> None:
    assert ["encoder", "install"] in commands_in(ROOT / "README.md")
    assert problem_of(["--content", "DIR", "check"], set()) is None
    assert problem_of(["chat", "--loud"], set()) == "chat has no option --loud"
    assert problem_of(["sing"], set()) is not None


@every_page
def test_every_make_target_that_a_page_names_exists(page: Path) -> None:
    targets = set(re.findall(r"^(\w+):.*## ", text_of(ROOT / "Makefile"), re.MULTILINE))
    calls = re.compile(r"(?:^|\s)make +(\w+)")
    named = {target for code in code_of(page) for target in calls.findall(code)}
    assert named <= targets


# Settings


@every_page
def test_every_variable_that_a_page_names_is_a_setting(page: Path) -> None:
    settings = {variable(field) for field in Settings.model_fields}
    assert set(NAMED_VARIABLE.findall(text_of(page))) <= settings | OF_THE_TESTS


def test_the_readme_lists_every_setting_with_the_default_of_the_example() -> None:
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| ([^|]+) \|", text_of(ROOT / "README.md"), re.M))
    example = dict(re.findall(r"^#([A-Z_]+)=(.*)$", text_of(ROOT / ".env.example"), re.M))
    assert set(rows) == set(example) == {variable(field) for field in Settings.model_fields}
    assert {name: cell.strip(" `") for name, cell in rows.items()} == {
        name: value or "none" for name, value in example.items()
    }


# Files and links


@every_page
def test_every_path_that_a_page_names_exists(page: Path) -> None:
    """A `<part>` stands for any name, a `…` for any rest."""
    named = {code for code in SPAN.findall(prose_of(page)) if OURS.fullmatch(code)}
    patterns = {name: re.sub(r"<\w+>|…", "*", name).rstrip("/") for name in named}
    assert sorted(name for name, find in patterns.items() if not any(ROOT.glob(find))) == []


@every_page
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    lost = []
    for target in LINK.findall(prose_of(page)):
        path, _, anchor = target.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        aim = (page.parent / path).resolve() if path else page
        if not aim.exists() or (anchor and anchor not in anchors_of(aim)):
            lost.append(target)
    assert lost == []


def anchors_of(page: Path) -> set[str]:
    """The anchors that GitHub gives to the headings."""
    plain = (re.sub(r"[^\w\- ]", "", title.lower()) for title in HEADING.findall(prose_of(page)))
    return {title.strip().replace(" ", "-") for title in plain}


def test_every_page_can_be_reached_from_the_readme() -> None:
    seen: set[Path] = set()
    ahead = [ROOT / "README.md"]
    while ahead:
        page = ahead.pop()
        seen.add(page)
        near = {
            (page.parent / link.partition("#")[0]).resolve() for link in LINK.findall(text_of(page))
        }
        ahead += [
            each for each in near if each.suffix == ".md" and each.is_file() and each not in seen
        ]
    assert [page.name for page in PAGES if page not in seen] == []


# The architecture


def test_the_architecture_names_every_room_and_every_dependency() -> None:
    page = text_of(doc("architecture.md"))
    rooms = [path.parent.name for path in (ROOT / "bot").glob("*/__init__.py")]
    assert [room for room in sorted(rooms) if f"`bot/{room}/`" not in page] == []
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]
    extras = project["optional-dependencies"]
    needed = [
        *project["dependencies"],
        *extras["charts"],
        *extras["metrics"],
        *extras["postgres"],
        *extras["preview"],
        *extras["semantic"],
    ]
    names = [re.split(r"[\[<>=]", each)[0] for each in needed]
    table = page.partition("## Dependencies")[2]
    assert [name for name in names if not re.search(rf"\b{re.escape(name)}\b", table)] == []
