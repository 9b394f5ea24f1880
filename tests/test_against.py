"""A dataset held against an earlier one: what was lost on the way, by whatever the other is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from onrecord import api
from onrecord.cli import run
from onrecord.dataset import Dataset
from onrecord.diagnostics import Report, Severity

GONE = "statements/2021/2021-03-06-company-left-on-time.yaml"
LOST = [
    ("V001", "the statement `2021-03-06-company-left-on-time` was there before, and is not now"),
    ("V002", "1 statements count, and 2 did before"),
]


def _volume(report: Report) -> list[tuple[str, str]]:
    return [(found.code, found.message) for found in report.diagnostics if found.code[0] == "V"]


@pytest.fixture
def earlier(base_folder: Path, tmp_path: Path) -> Path:
    """The small dataset as it was; ``base_folder`` lacks a statement then."""
    kept = tmp_path / "earlier"
    shutil.copytree(base_folder, kept)
    (base_folder / GONE).unlink()
    return kept


def test_what_is_gone_is_found_by_an_earlier_dataset_only(
    base_folder: Path, earlier: Path, base: Dataset
) -> None:
    assert _volume(api.validate(base_folder)) == []
    report = api.validate(base_folder, against=base)
    assert _volume(report) == LOST
    assert not report.ok
    assert _volume(api.check(base_folder, against=base).report) == LOST
    assert _volume(api.validate(earlier, against=base)) == []


def test_what_is_lost_stands_at_the_version(base_folder: Path, earlier: Path) -> None:
    found = api.validate(base_folder, against=api.load(earlier)).diagnostics[0]
    assert (Path(found.place.file).name, found.place.line) == ("dataset.yaml", 2)
    assert found.severity is Severity.ERROR
    assert found.source_line == 'version: "2021.3.0"'


@pytest.mark.usefixtures("earlier")
def test_a_description_that_cannot_be_read_is_held_against_nothing(
    base_folder: Path, base: Dataset
) -> None:
    (base_folder / "dataset.yaml").write_text("format: 1\n", encoding="utf-8")
    assert _volume(api.validate(base_folder, against=base)) == []


def test_the_command_takes_a_folder_or_a_release(
    base_folder: Path, earlier: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    release = tmp_path / "release"
    api.build(earlier, release)
    for place in (earlier, release, release / "onrecord.json"):
        assert run(["validate", str(base_folder), "--against", str(place), "--select", "V"]) == 1
        shown = capsys.readouterr().out
        assert all(f"[{code}]: {message}" in shown for code, message in LOST)


def test_fixing_comes_before(base_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", str(base_folder), "--fix", "--against", str(base_folder)]) == 2
    assert "fix first" in capsys.readouterr().err


def test_a_place_that_is_not_there_is_wrong_use(
    base_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["validate", str(base_folder), "--against", str(tmp_path / "no-such-place")]) == 2
    assert "no-such-place" in capsys.readouterr().err
