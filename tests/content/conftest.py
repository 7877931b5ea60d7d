from __future__ import annotations

from pathlib import Path

import pytest
from planting import Plot


@pytest.fixture
def tea(tmp_path: Path) -> Plot:
    return Plot(tmp_path)
