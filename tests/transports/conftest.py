from __future__ import annotations

import pytest
from small_engine import SmallEngine

from bot.render.words import Words


@pytest.fixture
def engine() -> SmallEngine:
    return SmallEngine()


@pytest.fixture(scope="session")
def words() -> Words:
    """The words of the pack that comes with the program."""
    return Words()
