"""`ajar new`: makes a content pack, from a guide in Markdown or from an example.

Expected failures leave as AjarError; `bot.__main__` tells the person and exits with 1.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.content.checks import check
from bot.content.loader import Pack
from bot.drafting.files import files_of
from bot.drafting.markdown import tidy
from bot.drafting.pack import Guide, understand
from bot.drafting.rules import example_guide, load_starter
from bot.errors import ContentError, Problem, SettingsError
from bot.render.words import Words

LARGEST = 1_000_000
MEGABYTE = 1e6
EXAMPLE = "example.md"


def create(folder: Path, source: Path | None, name: str, today: date) -> str:
    """Makes the pack and says what is in it; writes nothing where the guide can't be used."""
    _demand_room(folder)
    bot = tidy(name)
    if not bot:
        raise SettingsError("The bot's name is empty: give it one, as in --name Samovar.")
    text = read_guide(source) if source else example_guide()
    starter = load_starter()
    file = source.name if source else EXAMPLE
    guide = understand(text, file, today.isoformat(), starter)
    _write(folder, files_of(guide, starter, bot))
    problems = check(Pack(folder))
    if problems:
        raise ContentError(problems)
    return _report(guide, folder, file)


def read_guide(path: Path) -> str:
    """The text of a guide. Raises ContentError where it is no Markdown file that can be read."""
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= LARGEST else b""
    except OSError as error:
        why = error.strerror or str(error)
        raise _unusable(
            path, f"can't be read: {why}", "name a Markdown file, as in --from guide.md"
        ) from error
    if size > LARGEST:
        what = f"has {size / MEGABYTE:.1f} MB, and a guide may have {LARGEST / MEGABYTE:.0f}"
        raise _unusable(path, what, "make a pack of each part of it")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unusable(
            path, "is no UTF-8 text", "save it as a Markdown text file in UTF-8"
        ) from error
    if "\x00" in text:
        raise _unusable(path, "holds binary data", "save it as a Markdown text file in UTF-8")
    if not text.strip():
        raise _unusable(path, "is empty", "write a heading and a few sentences first")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _unusable(path: Path, what: str, hint: str) -> ContentError:
    return ContentError([Problem(str(path), 0, what, hint)])


def _demand_room(folder: Path) -> None:
    try:
        if folder.exists() and not folder.is_dir():
            raise _unusable(folder, "is a file", "name a folder that is new or empty")
        if folder.is_dir() and any(folder.iterdir()):
            hint = "name a folder that is new or empty; nothing was changed"
            raise _unusable(folder, "is not empty", hint)
    except OSError as error:
        raise _unwritable(folder, error) from error


def _unwritable(folder: Path, error: OSError) -> ContentError:
    why = error.strerror or str(error)
    return _unusable(folder, f"can't be written: {why}", "name a folder that you may write to")


def _write(folder: Path, files: dict[str, str]) -> None:
    try:
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise _unwritable(folder, error) from error


def _report(guide: Guide, folder: Path, file: str) -> str:
    words = Words()
    lines = [
        words.say(
            "terminal_new_made",
            folder=folder,
            guide=file,
            sections=len(guide.sections),
            utterances=guide.utterances,
        )
    ]
    if guide.pair:
        first, second = guide.pair.titles
        points = len(guide.pair.points)
        lines.append(words.say("terminal_new_sides", first=first, second=second, points=points))
    else:
        lines.append(words.say("terminal_new_no_sides"))
    for (title, line), new in guide.renamed:
        lines.append(words.say("terminal_new_renamed", title=title, line=line, new=new))
    for title, line in guide.left_out:
        lines.append(words.say("terminal_new_left_out", title=title, line=line))
    lines.append(words.say("terminal_new_next", folder=folder))
    return "\n".join(lines)
