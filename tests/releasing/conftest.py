"""What tests of releases share: a cache of their own, a release and the one after it."""

from __future__ import annotations

from pathlib import Path

import pytest
from disk import change, raise_version

from onrecord import api
from onrecord.dataset import Dataset

EVENT = "events/2021/2021-03-04-departure.yaml"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache of the test's own."""
    monkeypatch.setenv("ONRECORD_CACHE_DIR", str(tmp_path / "cache"))


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory, base: Dataset) -> Path:
    """A release of the small dataset."""
    out = tmp_path_factory.mktemp("first") / "release"
    from onrecord.storage import write_release

    write_release(out, api.release_files(base))
    return out


@pytest.fixture
def second(first: Path, base_folder: Path, tmp_path: Path) -> Path:
    """The release after it, in which a date has changed."""
    raise_version(base_folder)
    change(base_folder, EVENT, "date: 2021-03-04", "date: 2021-03-04?")
    api.build(base_folder, tmp_path / "second", previous=first)
    return tmp_path / "second"
