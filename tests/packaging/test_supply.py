"""What is installed is pinned, and nothing secret lies in the repository."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "requirements"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
PIN = re.compile(
    r"^([a-z0-9][a-z0-9._-]*)==(\S+)(?: ; ([^\\]+?))?((?: \\\n    --hash=sha256:[0-9a-f]{64})+)$",
    re.M,
)
LOCKS = {"image.lock": ("metrics", "postgres"), "dev.lock": ("dev",)}


def text_of(lock: str) -> str:
    return (FOLDER / lock).read_text()


def pinned(lock: str) -> dict[str, list[str]]:
    """The versions of each package; some have one for each Python."""
    found: dict[str, list[str]] = {}
    for name, pin, _, _ in PIN.findall(text_of(lock)):
        found.setdefault(canonicalize_name(name), []).append(pin)
    return found


def wanted(extras: tuple[str, ...]) -> Iterator[Requirement]:
    """What pyproject asks for, with the extras that an extra names."""
    yield from map(Requirement, PROJECT["dependencies"])
    for extra in extras:
        for each in map(Requirement, PROJECT["optional-dependencies"][extra]):
            if each.name == PROJECT["name"]:
                yield from wanted(tuple(sorted(each.extras)))
            else:
                yield each


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_has_what_the_project_asks_for(lock: str) -> None:
    pins = pinned(lock)
    build = (FOLDER / "build.in").read_text().splitlines()
    own = [Requirement(line) for line in build if not line.startswith("#")]
    missing = [
        str(each)
        for each in [*wanted(LOCKS[lock]), *own]
        if not any(each.specifier.contains(p) for p in pins.get(canonicalize_name(each.name), []))
    ]
    assert missing == [], "run make lock"


@pytest.mark.parametrize("lock", LOCKS)
def test_what_is_pinned_asks_for_nothing_else(lock: str) -> None:
    """As far as the very versions are installed here, all that they need is pinned and fits."""
    pins, looked = pinned(lock), 0
    for name, versions in pins.items():
        try:
            if version(name) not in versions:
                continue
        except PackageNotFoundError:
            continue
        looked += 1
        for each in map(Requirement, requires(name) or []):
            if each.marker is None or each.marker.evaluate({"extra": ""}):
                found = pins.get(canonicalize_name(each.name), [])
                assert any(each.specifier.contains(p, prereleases=True) for p in found), (
                    name,
                    each,
                )
    assert looked > len(pins) / 2


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_is_a_pin_with_its_hashes_and_names_no_host(lock: str) -> None:
    text = text_of(lock)
    rest = PIN.sub("", text)
    assert [line for line in rest.splitlines() if line and not line.startswith("#")] == []
    assert "://" not in text
    assert "--index" not in text


def test_image_and_checks_install_what_is_pinned() -> None:
    image = (ROOT / "deploy" / "Dockerfile").read_text()
    installs = [line for line in image.splitlines() if "pip install" in line]
    assert "--require-hashes -r requirements/image.lock" in installs[0]
    assert all("--no-deps --no-build-isolation" in line for line in installs[1:])
    assert "export LOCKED=1" in (ROOT / ".ci" / "run").read_text()


def scan(*files: Path) -> subprocess.CompletedProcess[str]:
    script = ROOT / ".ci" / "secrets.py"
    return subprocess.run(
        [sys.executable, script, *files], capture_output=True, text=True, check=False
    )


def test_a_secret_is_found_and_not_shown(tmp_path: Path) -> None:
    planted = tmp_path / "settings.py"
    token = "AKIA" + "IOSFODNN7EXAMPLE"[::-1]
    planted.write_text(f"KEY = '{token}'\n")
    done = scan(planted)
    assert done.returncode == 1
    assert "settings.py:1: this looks like a secret" in done.stdout
    assert token not in done.stdout


def test_examples_that_are_explained_pass() -> None:
    done = scan(ROOT / ".env.example", ROOT / "docs" / "operations.md")
    assert (done.returncode, done.stdout) == (0, "No secrets found.\n")
