"""The steps of the Dockerfile, run without a container engine: in an empty folder that stands for
the image, with a virtual environment of its own. Its dependencies are lent by the environment of
the tests, and so is what takes long to learn; the program is what the steps install.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shlex
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest
from test_deploy import ROOT, instructions

# What the host can't stand for: a user of the image's own, and the settings of the engine.
NOT_RUN = {"FROM", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "CMD"}


class Image:
    """A folder as the root of an image; both stages are built in it."""

    def __init__(self, root: Path, cache: Path) -> None:
        self.root, self.cache = root, cache
        self.folder = root
        self.is_lent = False
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(root / "home"),
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        }
        for name in ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_CONFIG_FILE"):
            if name in os.environ:
                self.environment[name] = os.environ[name]

    def inside(self, text: str) -> str:
        """Absolute paths of the image, below this folder."""
        for top in ("/opt", "/src", "/data"):
            text = text.replace(top, f"{self.root}{top}")
        return text

    def step(self, name: str, rest: str) -> None:
        getattr(self, f"_{name.lower()}")(rest)

    def _workdir(self, rest: str) -> None:
        self.folder = Path(self.inside(rest))
        self.folder.mkdir(parents=True, exist_ok=True)

    def _copy(self, rest: str) -> None:
        *sources, target = shlex.split(rest)
        if sources[0].startswith("--from="):
            assert Path(self.inside(sources[1])) == Path(self.inside(target))
            return
        into = self.folder / target
        for each in sources:
            if (ROOT / each).is_dir():
                leave = shutil.ignore_patterns("__pycache__")
                shutil.copytree(ROOT / each, into, ignore=leave, dirs_exist_ok=True)
            else:
                shutil.copy(ROOT / each, into)

    def _env(self, rest: str) -> None:
        pairs = (pair.split("=", 1) for pair in shlex.split(rest))
        for name, value in pairs:
            path = value.replace("$PATH", self.environment["PATH"])
            self.environment[name] = self.inside(value) if name != "PATH" else self.inside(path)

    def _run(self, rest: str) -> None:
        if rest.startswith("useradd"):
            (self.root / "data").mkdir()
            return
        if "pip install" in rest:
            self._install(rest)
            return
        if " learn" in rest:
            self._lend()
            shutil.copytree(self.cache, self.root / "opt/ajar/cache")
            self.is_lent = True
        self.shell(self.inside(rest))

    def _install(self, rest: str) -> None:
        """The package as the step has it, its dependencies lent."""
        if " -r " in rest:
            (listed,) = re.findall(r" -r (\S+)", rest)
            assert (self.folder / listed).is_file()
            self._lend()
            return
        rest = rest.replace("pip install", "pip install --no-deps", 1)
        if importlib.util.find_spec("hatchling") is None:
            rest = rest.replace("--no-build-isolation", "")
        self.shell(self.inside(rest))

    def _lend(self) -> None:
        (site,) = (self.root / "opt/ajar/lib").glob("python*/site-packages")
        (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")

    def shell(self, command: str, **more: str) -> str:
        done = subprocess.run(
            ["/bin/sh", "-ec", command],
            cwd=self.folder,
            env=self.environment | more,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def image(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest, understander: object
) -> Image:
    """`understander` has filled the cache of the tests with what the image would learn."""
    image = Image(tmp_path_factory.mktemp("image"), Path(request.config.cache.mkdir("ajar")))
    for name, rest in instructions():
        if name not in NOT_RUN:
            image.step(name, rest)
    assert image.is_lent, "the step that learns is not known here, and learned all anew"
    return image


def files_of(folder: Path) -> dict[str, float]:
    return {str(each): each.stat().st_mtime for each in folder.rglob("*") if each.is_file()}


def test_what_the_steps_install_answers_from_the_image_and_writes_only_data(image: Image) -> None:
    before = files_of(image.root / "opt")
    where = image.shell('python -c "import bot; print(bot.__file__)"').strip()
    assert where.startswith(str(image.root / "opt"))
    said = json.dumps({"user": "ada", "channel": "lab", "text": "what is an open model?"})
    reply = json.loads(image.shell(f"echo {shlex.quote(said)} | ajar jsonl"))
    assert reply["kind"] == "answer"
    assert files_of(image.root / "opt") == before, "the rest of the image may be read-only"
    assert [each.name for each in (image.root / "data").iterdir()] == ["ajar.db"]


def test_the_image_has_what_its_settings_want(image: Image) -> None:
    image.shell('python -c "import asyncpg, prometheus_client"')
    image.shell("ajar db check && ajar db backup")
    assert list((image.root / "data/backups").glob("ajar-*.db"))
    assert (image.root / "opt/ajar/bin/ajar").exists()
    _, rest = next(each for each in instructions() if each[0] == "CMD")
    program, *_ = json.loads(rest)
    assert image.shell(f"command -v {program}").strip().startswith(str(image.root / "opt"))
