"""`ajar translate`: makes or brings up to date the catalogue of a language."""

from __future__ import annotations

import re
from pathlib import Path

from bot.cli.opening import settled_quietly
from bot.content.catalogue import ENGLISH
from bot.content.checks_sheets import Sheets
from bot.content.loader import Pack, Reader, default_root, read_content
from bot.content.translating import FILE, updated
from bot.errors import AjarError, ContentError

LANGUAGE = re.compile(r"[a-z]{2,3}")


def translate(content: str | None, language: str) -> str:
    """Writes the file, all in one, and says what was done.

    Raises AjarError where the language is no code such as "de", and ContentError where a file that
    is needed can't be read: what it holds must not get lost.
    """
    if not LANGUAGE.fullmatch(language) or language == ENGLISH:
        raise AjarError("Name a language by its code, such as de, es or fr; English is there.")
    pack = Pack(Path(settled_quietly(content).content or default_root()))
    reader = Reader(pack)
    read_content(reader)
    if reader.problems:
        raise ContentError(reader.problems)
    name = FILE.format(language=language)
    path = pack.root / name
    text = updated(Sheets(reader), language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    for other in path.parent.glob("*.po"):
        if other != path:
            other.unlink()  # its entries stand in the one file now
    return f"{name} has every text that can be translated. Fill each msgstr, then run `ajar check`."
