"""The workflows: valid, with no more rights than they need, on the Pythons that are promised."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


def workflow(name: str) -> dict[str, Any]:
    text = (ROOT / ".github/workflows" / name).read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.safe_load(text)
    return data


def test_they_are_valid() -> None:
    schema = "vendor.github-workflows"
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *WORKFLOWS]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert [path.name for path in WORKFLOWS] == ["ci.yml", "records.yml", "release.yml", "site.yml"]


def test_the_gate_runs_on_every_python_that_is_promised() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = (re.fullmatch(r".*:: (3\.[0-9]+)", each) for each in project["classifiers"])
    promised = [match[1] for match in found if match]
    job = workflow("ci.yml")["jobs"]["gate"]
    assert job["strategy"]["matrix"]["python"] == promised
    assert {"run": ".ci/run"} in job["steps"]
    assert os.access(ROOT / ".ci/run", os.X_OK)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_rights_are_given_job_by_job_and_every_job_ends(path: Path) -> None:
    data = workflow(path.name)
    assert data["permissions"] == {}
    for job in data["jobs"].values():
        assert "permissions" in job
        assert job["timeout-minutes"] <= 60


def test_only_the_job_that_publishes_may_speak_for_the_project_to_the_index() -> None:
    jobs = workflow("release.yml")["jobs"]
    writing = {
        name: {right for right, level in job["permissions"].items() if level == "write"}
        for name, job in jobs.items()
    }
    assert writing == {
        "build": set(),
        "attest": {"attestations", "id-token"},
        "pypi": {"id-token"},
        "assets": {"contents"},
    }
    assert not re.search(r"secrets\.", (ROOT / ".github/workflows/release.yml").read_text("utf-8"))


def test_the_tag_is_held_against_the_version_as_the_file_has_it() -> None:
    steps = workflow("release.yml")["jobs"]["build"]["steps"]
    (step,) = (each for each in steps if each.get("name") == "The tag is the version")
    version = yaml.safe_load((ROOT / "records/dataset.yaml").read_text("utf-8"))["version"]
    for tag, code in ((f"v{version}", 0), ("v1999.1.0", 1)):
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", step["run"]],
            cwd=ROOT,
            env={**os.environ, "GITHUB_REF_NAME": tag},
            check=False,
        )
        assert done.returncode == code


def test_an_auditor_of_workflows_has_nothing_to_say(run_tool: Callable[..., str]) -> None:
    run_tool("zizmor", "--offline", "--no-progress", ".github", "action.yml", cwd=ROOT)
