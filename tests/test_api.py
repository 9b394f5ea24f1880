"""The verbs: load, validate, build, and what they share with the cache and with type checkers."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import onrecord
from onrecord import InvalidRecordsError, OnrecordError, Report, api, curating, keeping, storage
from onrecord.dataset import Dataset, compile_dataset, open_compiled

CHECKOUT = Path(__file__).parent.parent
STATEMENT = "statements/2021/2021-03-06-company-left-on-time.yaml"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("ONRECORD_CACHE_DIR", str(folder))
    return folder


def change(folder: Path, path: str, old: str, new: str) -> None:
    file = folder / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def entries(cache: Path) -> list[Path]:
    return [file for file in cache.rglob("*") if file.is_file()] if cache.exists() else []


# Load


def test_load_gives_the_records_of_a_folder(base: Dataset, base_folder: Path) -> None:
    loaded = onrecord.load(base_folder)
    assert list(loaded) == list(base)
    assert loaded.metadata == base.metadata
    assert loaded.vocabularies == base.vocabularies
    assert list(onrecord.load(str(base_folder))) == list(base)


def test_what_was_loaded_is_kept_and_read_again(
    base: Dataset, base_folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    onrecord.load(base_folder)
    assert len(entries(cache)) == 1
    monkeypatch.setattr(api, "_checked", _never)
    assert list(onrecord.load(base_folder)) == list(base)


def _never(*_: object) -> None:
    raise AssertionError("the folder was validated again")


def test_a_change_is_seen(base_folder: Path, cache: Path) -> None:
    onrecord.load(base_folder)
    change(base_folder, STATEMENT, "left on time.", "left at once.")
    loaded = onrecord.load(base_folder)
    statement = loaded.statements["2021-03-06-company-left-on-time"]
    assert statement.summary.endswith("left at once.")
    assert len(entries(cache)) == 2


def test_a_dataset_without_records_is_kept_too(
    base_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "dataset.yaml").write_bytes((base_folder / "dataset.yaml").read_bytes())
    assert len(onrecord.load(empty)) == 0
    monkeypatch.setattr(api, "_checked", _never)
    assert len(onrecord.load(empty)) == 0


@pytest.mark.parametrize("spoil", [lambda _: b"", lambda whole: whole[:-9], lambda _: b"{}\n"])
def test_a_torn_cache_is_made_anew(
    base: Dataset, base_folder: Path, cache: Path, spoil: Callable[[bytes], bytes]
) -> None:
    onrecord.load(base_folder)
    (kept,) = entries(cache)
    kept.write_bytes(spoil(kept.read_bytes()))
    assert list(onrecord.load(base_folder)) == list(base)
    assert list(onrecord.load(base_folder)) == list(base)


def test_a_kept_dataset_of_another_layout_is_made_anew(base: Dataset, base_folder: Path) -> None:
    files = tuple(storage.read_records(base_folder))
    storage.store(storage.cache_key(files), b'{"compiled":0}\n')
    assert list(onrecord.load(base_folder)) == list(base)


def test_without_a_cache_all_works(
    base: Dataset, base_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_CACHE_DIR", "")
    assert list(onrecord.load(base_folder)) == list(base)


def test_records_with_an_error_are_not_loaded(base_folder: Path, cache: Path) -> None:
    change(base_folder, STATEMENT, "act: denial", "act: denies")
    with pytest.raises(InvalidRecordsError, match="1 error in the records") as caught:
        onrecord.load(base_folder)
    assert isinstance(caught.value, OnrecordError)
    (found,) = caught.value.report.diagnostics
    assert str(found.place) == f"{base_folder}/{STATEMENT}:7:6"
    assert str(caught.value) == (
        f"{base_folder}: 1 error in the records; the first is {found.code} at {found.place}: "
        f"{found.message}"
    )
    assert entries(cache) == []


def test_a_warning_does_not_stop_loading(base_folder: Path) -> None:
    change(base_folder, STATEMENT, "capacity: the company", 'capacity: "the company"')
    assert len(onrecord.load(base_folder)) == 14
    report = onrecord.validate(base_folder)
    assert [found.code for found in report.diagnostics] == ["S013"]
    assert report.ok


def test_a_description_that_is_missing_stops_it(
    base_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (base_folder / "dataset.yaml").unlink()
    monkeypatch.setattr(storage, "read_records", _never)
    verbs: tuple[Callable[[Path], object], ...] = (
        onrecord.load, onrecord.validate, api.check, curating.open_desk,
    )  # fmt: skip
    for verb in verbs:
        with pytest.raises(OnrecordError, match=r"no dataset\.yaml here; give the folder that"):
            verb(base_folder)


@pytest.mark.parametrize("verb", ["load", "validate"])
def test_no_records_to_read(tmp_path: Path, verb: str) -> None:
    with pytest.raises(OnrecordError):
        getattr(onrecord, verb)(tmp_path / "no-such-folder")
    (tmp_path / "nothing").mkdir()
    with pytest.raises(OnrecordError):
        getattr(onrecord, verb)(tmp_path / "nothing")


def test_load_without_a_path_gives_the_project_s_own_records() -> None:
    dataset = onrecord.load()
    assert dataset.version
    assert len(dataset.statements) > 50
    assert {"iran", "russia"} <= set(dataset.actors)


# Validate


def test_validate_reports_wrong_records_and_raises_nothing(base_folder: Path) -> None:
    change(base_folder, STATEMENT, "actor: ferry-company", "actor: rail-company")
    (base_folder / "notes.txt").write_text("no record")
    (base_folder / "actors" / "link.yaml").symlink_to(base_folder / "actors" / "gazette.yaml")
    report = onrecord.validate(base_folder)
    assert [(found.place.file, found.code) for found in report.diagnostics] == [
        (f"{base_folder}/actors/link.yaml", "S014"),
        (f"{base_folder}/notes.txt", "S014"),
        (f"{base_folder}/{STATEMENT}", "R001"),
    ]
    assert not report.ok


def test_places_begin_at_the_folder_as_it_was_given(
    base_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(base_folder, STATEMENT, "act: denial", "act: denies")
    monkeypatch.chdir(base_folder.parent)
    for given, shown in (("records", "records/"), ("records/", "records/"), (".", "records/")):
        (found,) = onrecord.validate(given).diagnostics
        assert found.place.file == shown + STATEMENT, given
    monkeypatch.chdir(base_folder)
    (found,) = onrecord.validate(".").diagnostics
    assert found.place.file == STATEMENT


def test_a_report_is_kept_until_a_file_changes(
    base_folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(base_folder, STATEMENT, "act: denial", "act: denies")
    wrong = onrecord.validate(base_folder)
    assert [found.code for found in wrong.diagnostics if found.severity == "error"] == ["S004"]
    assert len(entries(cache)) == 2  # the report, and what was found out for the next
    with monkeypatch.context() as patched:
        patched.setattr(api, "_revalidated", _never)
        told: list[tuple[int, int]] = []
        again = onrecord.validate(base_folder, progress=lambda done, of: told.append((done, of)))
        assert again == wrong
        assert told == [(20, 20)]
    change(base_folder, STATEMENT, "act: denies", "act: denial")
    right = onrecord.validate(base_folder)
    assert right == onrecord.validate(base_folder, cache=False)
    change(base_folder, STATEMENT, "act: denial", "act: denies")
    assert onrecord.validate(base_folder) == wrong


def test_a_report_with_findings_is_kept_for_a_day(
    base_folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(base_folder, STATEMENT, "date: 2021-03-06\nm", "date: 2999-03-06\nm")
    assert "T009" in [found.code for found in onrecord.validate(base_folder).diagnostics]
    monkeypatch.setattr(keeping, "_today", lambda: "2999-03-06")
    monkeypatch.setattr(api, "_revalidated", _never)
    with pytest.raises(AssertionError):
        onrecord.validate(base_folder)
    assert entries(cache)


def test_a_report_names_files_as_the_folder_was_given(
    base_folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(base_folder, STATEMENT, "act: denial", "act: denies")
    monkeypatch.chdir(base_folder.parent)
    for given in (base_folder, "records"):
        files = {found.place.file for found in onrecord.validate(given).diagnostics}
        assert f"{given}/{STATEMENT}" in files
    assert entries(cache)


def test_without_the_cache_nothing_is_kept(base_folder: Path, cache: Path) -> None:
    assert onrecord.validate(base_folder, cache=False) == onrecord.validate(base_folder)
    kept = entries(cache)
    onrecord.validate(base_folder, cache=False)
    assert entries(cache) == kept


def test_a_spoilt_cache_changes_no_report(base_folder: Path, cache: Path) -> None:
    change(base_folder, STATEMENT, "act: denial", "act: denies")
    report = onrecord.validate(base_folder)
    for entry in entries(cache):
        entry.write_bytes(entry.read_bytes()[:-1])
    assert onrecord.validate(base_folder) == report


def test_runs_at_the_same_time_share_the_cache(base_folder: Path, cache: Path) -> None:
    code = (
        "import sys, onrecord\n"
        "for _ in range(5):\n"
        "    found = onrecord.validate(sys.argv[1]).diagnostics\n"
        "    assert [one.code for one in found] == ['S004'], found\n"
    )
    change(base_folder, STATEMENT, "act: denial", "act: denies")
    found = [one.code for one in onrecord.validate(base_folder, cache=False).diagnostics]
    command = [sys.executable, "-c", code.replace("['S004']", repr(found)), str(base_folder)]
    runs = [subprocess.Popen(command) for _ in range(3)]
    assert [run.wait(timeout=60) for run in runs] == [0, 0, 0]
    assert len(entries(cache)) == 2


def test_what_is_kept_depends_on_what_is_installed(
    base_folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    onrecord.validate(base_folder)
    kept = len(entries(cache))
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    onrecord.validate(base_folder)
    assert len(entries(cache)) == 2 * kept


def test_progress_is_told(base_folder: Path) -> None:
    told: list[tuple[int, int]] = []
    onrecord.validate(base_folder, progress=lambda done, of: told.append((done, of)))
    assert told[-1] == (20, 20)
    assert len(told) == 20


# Build


def test_build_writes_a_release(base: Dataset, base_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "release"
    built = onrecord.build(base_folder, out)
    assert built.out == str(out)
    assert built.report.ok
    assert list(built.dataset) == list(base)
    there = {
        file.relative_to(out).as_posix(): file.stat().st_size
        for file in out.rglob("*")
        if file.is_file()
    }
    assert dict(built.files) == there
    manifest = json.loads((out / "manifest.json").read_bytes())
    assert manifest["data_hash"] == built.data_hash
    for line in (out / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((out / name).read_bytes()).hexdigest() == digest


def test_two_builds_are_equal_to_the_byte(base_folder: Path, tmp_path: Path) -> None:
    files = []
    for name in ("one", "two"):
        built = onrecord.build(base_folder, tmp_path / name)
        files.append({path: (tmp_path / name / path).read_bytes() for path in built.files})
    assert files[0] == files[1]


def test_build_refuses_records_with_an_error(base_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "release"
    onrecord.build(base_folder, out)
    before = (out / "manifest.json").read_bytes()
    change(base_folder, STATEMENT, "act: denial", "act: denies")
    with pytest.raises(InvalidRecordsError):
        onrecord.build(base_folder, out)
    assert (out / "manifest.json").read_bytes() == before


def test_build_replaces_nothing_but_a_release(base_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "letters"
    out.mkdir()
    (out / "letter.txt").write_text("Dear reader")
    with pytest.raises(OnrecordError, match=r"letter\.txt"):
        onrecord.build(base_folder, out)
    assert [file.name for file in out.iterdir()] == ["letter.txt"]


def test_compiled_records_open_as_the_dataset(base: Dataset, base_folder: Path) -> None:
    content = api.compile_records(base_folder)
    assert content == compile_dataset(base)
    assert list(open_compiled(content)) == list(base)
    change(base_folder, STATEMENT, "act: denial", "act: denies")
    with pytest.raises(InvalidRecordsError):
        api.compile_records(base_folder)


# Types


TYPED = """
import onrecord
from collections.abc import Mapping
from onrecord import Source, Statement

ds = onrecord.load()
sources: Mapping[str, Source] = ds.sources
reveal_type(ds.statements["x"].speakers[0].actor)
reveal_type(ds.statements["x"].date.earliest)
reveal_type(ds.statements.where(speaker="x")["x"])
reveal_type(ds.get("x"))
reveal_type(ds.on("x"))
reveal_type(onrecord.validate("records").diagnostics[0].place.line)
ds.actors["x"].countr
ds.statements.where(speakers="x")
"""


def test_users_get_types(tmp_path: Path) -> None:
    file = tmp_path / "user.py"
    file.write_text(TYPED)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--hide-error-context",
            "--no-error-summary",
            str(file),
        ],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    plain = re.sub(r"\b(?:[a-z_]+\.)+(?=[A-Z])", "", done.stdout)
    assert re.findall(r'Revealed type is "(.*)"', plain) == [
        "str",
        "datetime.date | None",
        "Statement",
        "Record | None",
        "tuple[Statement | Event, ...]",
        "int",
    ]
    assert re.findall(r":(\d+): error: .*\[(.*)\]$", plain, re.MULTILINE) == [
        ("14", "attr-defined"),
        ("15", "call-arg"),
    ]


def test_what_computations_give_is_told_in_a_line(base: Dataset) -> None:
    history = base.history("ferry-left-on-time")
    assert repr(history) == f"<History ferry-left-on-time: {history.status}, 3 entries>"
    origins = base.origins(history.entries[-1].record)
    assert repr(origins) == f"<Origins {origins.record.id}: {origins.count} of 1 sources>"
    assert repr(onrecord.compare(base, base)) == "<Changes 2021.3.0 → 2021.3.0: none>"
    assert repr(Report(files=3)) == "<Report on 3 files: 0 errors, 0 warnings, 0 notes>"


def test_a_history_is_a_table_in_a_notebook(base: Dataset) -> None:
    odd = base.claims["ferry-left-on-time"].model_copy(update={"text": "Left <b>on time</b>."})
    records = [odd if record.id == odd.id else record for record in base]
    html = Dataset.from_records(records, metadata=base.metadata).history(odd)._repr_html_()
    assert "Left &lt;b&gt;on time&lt;/b&gt;. contested" in html
    assert html.count("<tr>") == 1 + 3
    assert "<td>2021-03-05</td><td>denies</td>" in html
