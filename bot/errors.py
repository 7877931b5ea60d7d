"""The exceptions that Ajar raises on purpose.

AjarError
├── SettingsError    a setting has a wrong value; names the variable and the fix
├── ContentError     the content pack has problems; lists each with file, line and hint
├── RefreshError     newer prices can't be read or written; says that nothing was changed
├── ReviewError      what was accepted can't be taken into the pack (curation.drafts)
├── EncoderError     the sentence encoder can't be had or used (understanding.encoding)
├── ChartError       a chart can't be drawn or written (evaluation.charts)
└── StorageError     the database can't be used
    ├── Conflict     another writer appended to the conversation first
    ├── Repeated     what brought this turn about was answered before
    └── NewerSchema  the database was written by a newer program
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class AjarError(Exception):
    """Base of all errors whose message is meant for a person."""


class SettingsError(AjarError):
    """A setting has a wrong value."""


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in the content: where it is, what it is, and how to mend it.

    `path` is relative to the pack's folder; `line` counts from 1 (0 where no line applies).
    """

    path: str
    line: int
    what: str
    hint: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.what} ({self.hint})" if self.hint else f"{place}: {self.what}"


class ContentError(AjarError):
    """The content pack can't be used as it stands."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))


class RefreshError(AjarError):
    """Newer prices can't be read, or not be written; the content is as it was."""


class StorageError(AjarError):
    """The database can't be used."""


class Conflict(StorageError):
    """Another writer appended to this conversation first."""


class Repeated(StorageError):
    """What brought this turn about was answered before."""


class NewerSchema(StorageError):
    """The database was written by a newer version of the program."""
