"""Finds the faults of a content pack, all at once.

Beside what can't be read, it reports what can be read and would still mislead: references that
lead nowhere, facts without a date or a source, texts that no reply has room for, utterances that
teach two intents at once, and phrases that the program asks for in vain.
"""

from __future__ import annotations

from pathlib import Path

from bot.content.checks_alike import check_alike
from bot.content.checks_facts import check_facts
from bot.content.checks_figures import check_figures
from bot.content.checks_ids import check_ids, unread_files
from bot.content.checks_locales import check_locales
from bot.content.checks_phrases import PROGRAM, check_phrases, unused_phrases
from bot.content.checks_references import check_references
from bot.content.checks_sheets import Sheets
from bot.content.checks_texts import check_texts
from bot.content.checks_utterances import check_utterances
from bot.content.loader import Pack, Reader, read_content, read_training
from bot.errors import ContentError, Problem

CHECKS = (
    check_ids,
    check_references,
    check_figures,
    check_facts,
    check_texts,
    check_utterances,
    check_alike,
    check_locales,
)


def check(pack: Pack, code: Path | None = PROGRAM) -> list[Problem]:
    """Every problem of `pack`, in order of file and line; none where it can be used as it is.

    `code` is the folder whose calls say which phrases are needed; None leaves that out.
    """
    try:
        reader = _read(pack)
    except ContentError as error:
        return list(error.problems)
    sheets = Sheets(reader)
    problems = {*reader.problems, *unread_files(reader)}
    for each in CHECKS:
        problems.update(each(sheets))
    if code is not None:
        problems.update(check_phrases(sheets, code))
    return sorted(problems)


def warnings(pack: Pack, code: Path = PROGRAM) -> list[Problem]:
    """What deserves a look but breaks nothing: phrases that nothing in `code` asks for."""
    try:
        return sorted(unused_phrases(Sheets(_read(pack)), code))
    except ContentError:
        return []


def _read(pack: Pack) -> Reader:
    reader = Reader(pack)
    read_content(reader)
    read_training(reader)
    return reader
