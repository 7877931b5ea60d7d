"""Writes several files so that either all of them change or none."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from bot.errors import RefreshError


def replace_all(texts: Mapping[Path, str], before: Mapping[Path, str]) -> None:
    """Puts each text in its file's place; `before` has what the files held when they were read.

    Everything is written beside the files first, and renamed only then. Raises RefreshError, with
    the files as they were, where one can't be written or was changed meanwhile.
    """
    for path in texts:
        if path.read_bytes() != before[path].encode("utf-8"):
            raise RefreshError(f"{path} was changed meanwhile: try again.")
    written: dict[Path, Path] = {}
    replaced: list[Path] = []
    try:
        for path, text in texts.items():
            written[path] = _beside(path, text)
        for path, new in written.items():
            new.replace(path)
            replaced.append(path)
    except OSError as error:
        for path in replaced:
            _beside(path, before[path]).replace(path)
        told = f"{error.filename or 'A file'} can't be written: {error.strerror}."
        raise RefreshError(told) from error
    finally:
        for new in written.values():
            with suppress(OSError):
                new.unlink(missing_ok=True)


def _beside(path: Path, text: str) -> Path:
    """A new file in the same folder with the same rights."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8"))
        shutil.copymode(path, name)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)
