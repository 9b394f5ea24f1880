"""Releases read by tools that bring much with them: installed by ``onrecord[conformance]``.

The gate installs them and takes no test here for passed that was skipped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

RunTool = Callable[..., str]


def _entities(content: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content.splitlines()]


def test_followthemoney_takes_every_entity(base_release_folder: Path, run_tool: RunTool) -> None:
    content = (base_release_folder / "onrecord.ftm.json").read_bytes()
    said = run_tool("ftm", "validate", "-i", "onrecord.ftm.json", cwd=base_release_folder)
    taken = {each["id"]: each for each in _entities(said.encode())}
    assert set(taken) == {each["id"] for each in _entities(content)}
    for each in _entities(content):
        assert taken[each["id"]]["schema"] == each["schema"]
        assert taken[each["id"]]["properties"] == each["properties"]


def test_mlcroissant_validates_and_loads_the_records(
    base_release_folder: Path, run_tool: RunTool
) -> None:
    run_tool("mlcroissant", "validate", "--jsonld", "croissant.json", cwd=base_release_folder)
    script = """
import json, sys, logging
logging.disable(logging.WARNING)
import mlcroissant
found = mlcroissant.Dataset(jsonld="croissant.json")
counts = {each.id: sum(1 for _ in found.records(each.id)) for each in found.metadata.record_sets}
print(json.dumps({"errors": list(found.metadata.issues.errors), "counts": counts}))
"""
    said = json.loads(run_tool("python", "-W", "ignore", "-c", script, cwd=base_release_folder))
    manifest = json.loads((base_release_folder / "manifest.json").read_bytes())
    rows = {
        each["name"].removesuffix(".parquet"): each["rows"]
        for each in manifest["files"]
        if each["name"].endswith(".parquet")
    }
    assert said == {"errors": [], "counts": rows}


def test_the_page_on_releases_loads_records_as_it_says(
    base_release_folder: Path, tmp_path: Path, run_tool: RunTool
) -> None:
    pytest.importorskip("mlcroissant", reason="needs onrecord[conformance]")
    page = (Path(__file__).parent.parent / "docs/releases.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```python\n(.*?)^```$", page, flags=re.MULTILINE | re.DOTALL)
    (tmp_path / "release").symlink_to(base_release_folder)
    assert "The ferry left late." in run_tool("python", "-W", "ignore", "-c", block, cwd=tmp_path)
