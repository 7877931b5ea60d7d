"""The files of `deploy/` are sound, and name what is there."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.operations.health import Health, served
from bot.operations.metrics import Metrics, Presence
from bot.operations.observing import Turn
from bot.settings import Settings, load, variable
from bot.storage.memory import MemoryStore

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
VARIABLE = re.compile(r"\b(?:AJAR_[A-Z_]+|DISCORD_TOKEN)\b")
METRIC = re.compile(r"\bajar_[a-z_]+")


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions, each on one line."""
    text = re.sub(r"\\\n\s*", " ", (DEPLOY / "Dockerfile").read_text())
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(line.split(" ", 1)[0], line.split(" ", 1)[1]) for line in lines]


def arguments(name: str) -> list[str]:
    return [rest for found, rest in instructions() if found == name]


def environment() -> dict[str, str]:
    return dict(pair.split("=", 1) for each in arguments("ENV") for pair in shlex.split(each))


def documents(name: str) -> list[dict[str, Any]]:
    return list(yaml.safe_load_all((DEPLOY / name).read_text()))


@pytest.mark.parametrize("file", sorted(DEPLOY.iterdir()), ids=lambda file: file.name)
def test_every_variable_is_a_setting(file: Path) -> None:
    known = {variable(field) for field in Settings.model_fields}
    assert set(VARIABLE.findall(file.read_text())) <= known


# The image


def test_what_the_image_copies_is_there() -> None:
    for each in arguments("COPY"):
        sources = shlex.split(each)[:-1]
        if not each.startswith("--from"):
            assert [name for name in sources if not (ROOT / name).exists()] == []


def test_the_image_runs_as_nobody_in_particular_and_keeps_its_data_in_one_place() -> None:
    assert arguments("USER") == ["10001"]
    assert arguments("VOLUME") == ["/data"]
    assert environment()["AJAR_DATABASE"].startswith("sqlite:////data/")
    assert json.loads(arguments("CMD")[0]) == ["ajar", "run"]


def test_the_settings_of_the_image_are_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in environment().items():
        if name.startswith("AJAR_"):
            monkeypatch.setenv(name, value)
    settings = load()
    assert settings.health_port == int(arguments("EXPOSE")[0])
    assert settings.backup_dir == Path("/data/backups")


def test_the_extras_of_the_image_exist() -> None:
    (extras,) = re.findall(r"'\.\[(.+)\]'", " ".join(arguments("RUN")))
    project = (ROOT / "pyproject.toml").read_text()
    assert all(f"\n{name} = [" in project for name in extras.split(","))


async def test_the_health_check_of_the_image_tells_ready_from_not() -> None:
    (check,) = arguments("HEALTHCHECK")
    _, *code = json.loads(check.partition("CMD ")[2])
    store = MemoryStore()
    await store.open()
    async with served(Health(store, None), "127.0.0.1", 0) as port:
        for is_ready in (True, False):
            child = await asyncio.create_subprocess_exec(
                sys.executable,
                *code,
                env={**os.environ, "AJAR_HEALTH_PORT": str(port)},
                stderr=asyncio.subprocess.DEVNULL,
            )
            assert (await child.wait() == 0) is is_ready
            await store.close()


# The others


def test_compose_builds_the_image_and_keeps_it_shut() -> None:
    (compose,) = documents("compose.yaml")
    ajar = compose["services"]["ajar"]
    assert (DEPLOY / ajar["build"]["context"] / ajar["build"]["dockerfile"]).is_file()
    assert ajar["read_only"] is True
    assert ajar["cap_drop"] == ["ALL"]
    named = {each.split(":")[0] for s in compose["services"].values() for each in s["volumes"]}
    assert named == set(compose["volumes"])


def test_kubernetes_runs_one_with_probes_that_exist() -> None:
    claim, deployment = documents("kubernetes.yaml")
    assert deployment["spec"]["replicas"] == 1
    pod = deployment["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    paths = {each.resource.canonical for each in Health(MemoryStore(), None).app().router.routes()}
    for probe in ("livenessProbe", "readinessProbe", "startupProbe"):
        assert container[probe]["httpGet"]["path"] in paths
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    volumes = {each["name"] for each in pod["volumes"]}
    assert {each["name"] for each in container["volumeMounts"]} == volumes
    claims = [each["persistentVolumeClaim"]["claimName"] for each in pod["volumes"][:1]]
    assert claims == [claim["metadata"]["name"]]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here")
def test_the_systemd_unit_is_sound(tmp_path: Path) -> None:
    unit = tmp_path / "ajar.service"
    text = (DEPLOY / "ajar.service").read_text()
    unit.write_text(text.replace("/opt/ajar/bin/ajar", "/bin/true"))
    done = subprocess.run(
        ["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def expressions() -> Iterator[str]:
    (alerts,) = documents("alerts.yaml")
    yield from (rule["expr"] for group in alerts["groups"] for rule in group["rules"])
    dashboard = json.loads((DEPLOY / "grafana.json").read_text())
    yield from (t["expr"] for panel in dashboard["panels"] for t in panel["targets"])


def test_every_metric_of_the_alerts_and_the_dashboard_is_measured() -> None:
    metrics = Metrics()
    metrics.turn(Turn("answer", "overview", 0.9, 0.01))
    metrics.failure("StorageError")
    metrics.watch(lambda: Presence(1, 2, {"no room": 3}, {0: 0.1, 1: None}))
    measured = set(METRIC.findall(metrics.text().decode()))
    named = {name for expression in expressions() for name in METRIC.findall(expression)}
    assert len(named) >= 6
    assert named <= measured
