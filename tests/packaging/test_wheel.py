"""A fresh install of the built wheel answers a question from the content that it carries."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, timeout=300)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_carries_the_content(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert "bot/_content/knowledge/sections/overview.md" in names
    assert "bot/_content/intents/recommend.yaml" in names
    assert {"bot/_content/starter/rules.yaml", "bot/_content/starter/example.md"} <= names
    assert "bot/storage/migrations/versions/0001_sessions_and_events.py" in names
    assert not any(name.startswith("tests/") for name in names)


def test_a_fresh_install_answers_a_question(
    wheel: Path, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """The dependencies are lent by the environment of the tests; the program is the wheel's."""
    home = tmp_path / "env"
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    site = Path(
        subprocess.run(
            [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
    )
    zipfile.ZipFile(wheel).extractall(site)
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("AJAR_")},
        "AJAR_DATABASE": f"sqlite:///{tmp_path}/talk.db",
        "AJAR_CACHE_DIR": str(request.config.cache.mkdir("ajar")),
        "AJAR_SEMANTIC": "off",
    }
    ask = subprocess.run(
        [python, "-m", "bot", "ask", "which licences do open models come with?"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert ask.returncode == 0, ask.stderr
    assert "Apache" in ask.stdout
    where = [python, "-c", "import bot; print(bot.__file__)"]
    found = subprocess.run(where, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert found.stdout.startswith(str(home))
