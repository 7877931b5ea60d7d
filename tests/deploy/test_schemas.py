"""The YAML of `deploy/` by the published schemas, which come with two packages; and the processes
of a cluster by the program itself."""

from __future__ import annotations

import importlib.resources
import json
import re
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from jsonschema import Draft202012Validator, ValidationError

from bot.cluster import parse, share
from bot.settings import Settings

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
KUBERNETES = sorted(DEPLOY.glob("kubernetes*.yaml"))
VERSION = "1.31"


def documents(file: Path) -> list[dict[str, Any]]:
    return list(yaml.safe_load_all(file.read_text()))


def compose_spec() -> Draft202012Validator:
    package = importlib.resources.files("check_jsonschema")
    schema = package / "builtin_schemas" / "vendor" / "compose-spec.json"
    return Draft202012Validator(json.loads(schema.read_text()))


def test_compose_keeps_to_the_schema_of_compose() -> None:
    (compose,) = documents(DEPLOY / "compose.yaml")
    compose_spec().validate(compose)
    compose["services"]["ajar"]["read_onyl"] = True
    with pytest.raises(ValidationError, match="read_onyl"):
        compose_spec().validate(compose)


@pytest.mark.parametrize("file", KUBERNETES, ids=lambda file: file.name)
def test_kubernetes_keeps_to_the_schema_of_kubernetes(file: Path) -> None:
    for document in documents(file):
        kubernetes_validate.validate(document, VERSION, strict=True)
    document["spec"]["replica"] = 1
    with pytest.raises(kubernetes_validate.ValidationError, match="replica"):
        kubernetes_validate.validate(document, VERSION, strict=True)


def test_the_pods_of_the_cluster_serve_every_shard_once() -> None:
    _, pods = documents(DEPLOY / "kubernetes-cluster.yaml")
    spec = pods["spec"]
    (container,) = spec["template"]["spec"]["containers"]
    environment = {each["name"]: each.get("value", "") for each in container["env"]}
    settings = {name for name in environment if name.startswith("AJAR_")}
    assert {name.removeprefix("AJAR_").lower() for name in settings} <= set(Settings.model_fields)
    first, shards = spec["ordinals"]["start"], int(environment["AJAR_SHARDS"])
    numbers = range(first, first + spec["replicas"])
    texts = [re.sub(r"\$\(POD_INDEX\)", str(n), environment["AJAR_CLUSTER"]) for n in numbers]
    served = [shard for text in texts for shard in share(parse(text), shards).ids]
    assert sorted(served) == list(range(shards))
    volumes = {each["metadata"]["name"] for each in spec["volumeClaimTemplates"]}
    volumes |= {each["name"] for each in spec["template"]["spec"]["volumes"]}
    assert {each["name"] for each in container["volumeMounts"]} == volumes
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
