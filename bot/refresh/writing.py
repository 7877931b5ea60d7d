"""Writes several files so that either all of them change or none."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from bot.errors import RefreshError

READABLE = 0o644


def replace_all(texts: Mapping[Path, str], before: Mapping[Path, str]) -> None:
    """Puts each text in its file's place; `before` has what the files held when they were read,
    and nothing of those that are new.

    The new files and copies of the old ones are written beside them first. From then on there are
    renames alone, which need no room on the disk, also those that undo others. Raises RefreshError,
    with the files as they were, where one can't be written or was changed meanwhile.
    """
    new: dict[Path, Path] = {}
    old: dict[Path, Path] = {}
    replaced: list[Path] = []
    try:
        for path, text in texts.items():
            if _differs(path, before.get(path)):
                raise RefreshError(f"{path} was changed meanwhile: try again.")
            new[path] = _beside(path, text)
            if path in before:
                old[path] = _beside(path, before[path])
        for path, held in new.items():
            held.replace(path)
            replaced.append(path)
    except OSError as error:
        for path in replaced:
            old[path].replace(path) if path in old else path.unlink()
        told = f"{error.filename or 'A file'} can't be written: {error.strerror}."
        raise RefreshError(told) from error
    finally:
        for held in (*new.values(), *old.values()):
            with suppress(OSError):
                held.unlink(missing_ok=True)


def _differs(path: Path, before: str | None) -> bool:
    """Whether the file holds something else than it did; None stands for one that is new."""
    return path.exists() if before is None else path.read_bytes() != before.encode("utf-8")


def _beside(path: Path, text: str) -> Path:
    """A new file in the same folder, with the rights of the one there, where there is one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8"))
        if path.exists():
            shutil.copymode(path, name)
        else:
            Path(name).chmod(READABLE)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)
