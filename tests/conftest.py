"""What tests share: the small dataset in all its forms, its release, and the tools of others."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from onrecord import storage
from onrecord.dataset import Dataset
from onrecord.exports import export
from onrecord.models import MODELS, Kind, Record
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


@pytest.fixture(scope="session")
def base_release(base: Dataset) -> dict[str, bytes]:
    """The files of a release of the small dataset."""
    return export(base, package_version="0")


@pytest.fixture(scope="session")
def base_release_folder(
    base_release: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The same on the disk; no test changes it."""
    out = tmp_path_factory.mktemp("release") / "release"
    storage.write_release(out, base_release)
    return out


@pytest.fixture(scope="session")
def with_record() -> Callable[[Dataset, Kind, dict[str, Any]], Dataset]:
    """Gives a dataset with one more record, or with another in the place of one."""

    def changed(dataset: Dataset, kind: Kind, data: dict[str, Any]) -> Dataset:
        made = MODELS[kind].model_validate(data)
        assert isinstance(made, Record)
        kept = [record for record in dataset if record.id != made.id]
        return Dataset.from_records(
            [*kept, made], metadata=dataset.metadata, vocabularies=dataset.vocabularies.values()
        )

    return changed


@pytest.fixture(scope="session")
def run_tool() -> Callable[..., str]:
    """Runs a command of this environment in a folder, and gives what it prints.

    The test is skipped where the tool is not installed, and fails where it exits with another code
    than ``code``.
    """

    def run(name: str, *arguments: str, cwd: Path, code: int = 0) -> str:
        found = shutil.which(name, path=sysconfig.get_path("scripts"))
        if found is None:
            pytest.skip(f"{name} is not installed: pip install 'onrecord[conformance]'")
        done = subprocess.run(
            [found, *arguments], cwd=cwd, capture_output=True, text=True, check=False
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout

    return run


@pytest.fixture(scope="session")
def build_site(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[Callable[[Path], object]], Path]:
    """Builds the documentation with the pages that a function writes into its folder."""
    pytest.importorskip("material", reason="mkdocs-material is not installed: onrecord[docs]")
    from onrecord.site import FOLDERS, PAGES

    checkout = CASES.parent.parent

    def build(write: Callable[[Path], object]) -> Path:
        folder = tmp_path_factory.mktemp("site")
        own = shutil.ignore_patterns(".onrecord-site", *FOLDERS, *PAGES)
        shutil.copytree(checkout / "docs", folder / "docs", ignore=own)
        write(folder / "docs")
        for name in ("mkdocs.yml", "CONTRIBUTING.md", "CHANGELOG.md", "records", "src"):
            (folder / name).symlink_to(checkout / name)
        command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return folder / "site"

    return build


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that every user can reach."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)
