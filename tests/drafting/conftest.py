from __future__ import annotations

from pathlib import Path

import pytest

from bot.drafting.rules import Starter, load_starter

GUIDES = Path(__file__).resolve().parent / "guides"


@pytest.fixture(scope="session")
def starter() -> Starter:
    return load_starter()


@pytest.fixture
def guides() -> Path:
    return GUIDES
