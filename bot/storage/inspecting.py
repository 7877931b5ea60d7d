"""Looks at a database without changing anything in it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from bot.errors import StorageError
from bot.storage import schema
from bot.storage.address import parse
from bot.storage.engine import create_engine, dispose, run
from bot.storage.failures import explained

Condition = Literal["new", "current", "older", "newer"]


async def condition_of(address: str) -> Condition:
    """How the database stands to this program; a "new" one is made at the first start.

    Raises StorageError where it can't be reached, or, if it has to be made, written.
    """
    place = parse(address)
    if place.file is not None and not place.file.exists():
        _require_writable(place.file.parent)
        return "new"
    engine = create_engine(place)
    try:
        with explained(place.place):
            found = await run(engine, schema.revisions)
    finally:
        await dispose(engine)
    if found is None:
        return "new"
    if found == [schema.HEAD]:
        return "current"
    return "older" if set(found) <= schema.known() else "newer"


def _require_writable(folder: Path) -> None:
    """Of a folder that is still to be made, the nearest one above that is there."""
    nearest = next(each for each in (folder, *folder.parents) if each.exists())
    if not (nearest.is_dir() and os.access(nearest, os.W_OK)):
        raise StorageError(
            f"The folder {nearest} can't be written to: name another in AJAR_DATABASE."
        )
