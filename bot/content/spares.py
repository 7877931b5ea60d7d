"""The last good text of the files with prices, for the day on which one of them is damaged.

They are edited most often, by hand and by `ajar refresh`, and a slip in a figure should not keep
the bot from answering everything else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.content.cache import Cache

PRICES = "knowledge/prices.yaml"
MODELS = "knowledge/models/"


def has_spare(name: str) -> bool:
    """Whether a file of a pack, named relative to its folder, is one with prices."""
    return name == PRICES or name.startswith(MODELS)


def keep(root: Path, texts: Mapping[str, str], cache: Cache) -> None:
    """Keeps the texts of a pack that was read without a problem."""
    spare = {name: text for name, text in texts.items() if has_spare(name)}
    cache.write_text(_entry(root), json.dumps(spare))


def kept(root: Path, names: Iterable[str], cache: Cache) -> dict[str, str]:
    """The last good texts of these files, as far as there are any."""
    held = cache.read_text(_entry(root))
    spare: dict[str, str] = json.loads(held) if held else {}
    return {name: spare[name] for name in names if has_spare(name) and name in spare}


def _entry(root: Path) -> str:
    """The cache's name for what is kept of the pack in this folder."""
    return f"spares-{hashlib.sha256(str(root.resolve()).encode()).hexdigest()[:32]}.json"
