"""What tests share: the small dataset, as files in memory, as a folder and as a ``Dataset``."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.dataset import Dataset
from onrecord.validation import File, validate

CASES = Path(__file__).parent / "cases"
BASE = CASES / "base"


@pytest.fixture(scope="session")
def base_files() -> dict[str, bytes]:
    """The files of the small dataset by path."""
    return {p.relative_to(BASE).as_posix(): p.read_bytes() for p in sorted(BASE.rglob("*.yaml"))}


@pytest.fixture(scope="session")
def base(base_files: dict[str, bytes]) -> Dataset:
    """The small dataset."""
    checked = validate([File(path, content) for path, content in base_files.items()])
    assert checked.report.diagnostics == ()
    assert checked.dataset is not None
    return checked.dataset


@pytest.fixture
def base_folder(tmp_path: Path, base_files: dict[str, bytes]) -> Path:
    """The small dataset as a folder that a test may change."""
    root = tmp_path / "records"
    for path, content in base_files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return root
